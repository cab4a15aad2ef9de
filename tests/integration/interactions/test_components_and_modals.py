"""Every feature can open forms, offer menus with one or several choices, and edit its messages in place."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import Embed, app_commands

from bot.core.feature import Feature
from bot.core.interactions.components import button, multi_select, select
from bot.core.interactions.context import Context
from bot.core.interactions.modals import TextField, build_modal
from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.club import Club
from tests.discord_server.users.responses import VisibleMessage

CHOICES = (("a", "One", ""), ("b", "Two", "the second"), ("c", "Three", ""))
NOTES = (("x", "Prison", ""), ("y", "War", ""), ("z", "Fire", ""))
CONTROLS = (
    button("form", "7", "Write"),
    button("sleep", "7", "Write late"),
    button("change", "7", "Change"),
    select("change", "one", CHOICES, argument="8", chosen=["b"]),
    multi_select("choose", "many", NOTES, ["y", "z"]),
)


async def post_controls(context: Context, _: str = "") -> None:
    await context.reply_private(Embed(description="start"), CONTROLS)


async def open_form(context: Context, rest: str) -> None:
    await context.open_modal(
        build_modal(
            "form",
            rest,
            "A form",
            [TextField("what", "What?", max_length=50), TextField("why", "Why?", required=False)],
        )
    )


async def show_fields(context: Context, rest: str, fields: Mapping[str, str]) -> None:
    await context.update_message(Embed(description=f"{rest}: {fields['what']}, {fields['why']!r}"))


async def change_message(context: Context, rest: str) -> None:
    await context.update_message(Embed(description=f"changed to {rest!r}"), [button("change", "9", "Change again")])


async def open_form_late(context: Context, rest: str) -> None:
    await context.defer()
    await open_form(context, rest)


def feature() -> Feature:
    async def callback(interaction: discord.Interaction) -> None:
        await interaction.client.core.dispatcher.dispatch("forms", interaction, post_controls)  # type: ignore[attr-defined]  # our client

    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="forms", description="forms", callback=callback
    )
    presses = {"form": open_form, "sleep": open_form_late, "change": change_message, "choose": change_message}
    return Feature("forms", commands=[command], components=presses, modals={"form": show_fields})


@pytest.fixture
async def start(club: Club, database_file: Path) -> AsyncIterator[VisibleMessage]:
    async with in_process_bot(club.discord, database_file, extra_features=[feature()]):
        yield (await club.sam.slash("forms")).message


async def test_what_is_typed_into_a_form_reaches_its_feature(club: Club, start: VisibleMessage) -> None:
    """The feature gets the argument of the button's id, and "" for an empty field; the message changes in place."""
    opened = (await club.sam.click(start, "Write")).modal
    assert (opened.title, opened.labels) == ("A form", ["What?", "Why?"])
    await club.sam.submit_modal(opened, {"What?": "a film"})
    assert (start.text.strip(), start.buttons) == ("7: a film, ''", [])
    assert len(club.sam.visible_messages()) == 1


async def test_a_form_opened_too_late_asks_for_another_press(club: Club, start: VisibleMessage) -> None:
    """Discord opens no form after a deferral, so the person is told to try again."""
    answer = await club.sam.click(start, "Write late")
    assert "try again" in answer.message.text


async def test_a_form_survives_a_restart(club: Club, database_file: Path) -> None:
    """A form that was opened before the restart reaches its feature after it."""
    async with in_process_bot(club.discord, database_file, extra_features=[feature()]):
        start = (await club.sam.slash("forms")).message
        opened = (await club.sam.click(start, "Write")).modal
    async with in_process_bot(club.discord, database_file, extra_features=[feature()]):
        await club.sam.submit_modal(opened, {"What?": "a film", "Why?": "to cry"})
    assert start.text.strip() == "7: a film, 'to cry'"


async def test_a_press_changes_its_own_message(club: Club, start: VisibleMessage) -> None:
    """No second message is posted, and the new controls work."""
    await club.sam.click(start, "Change")
    assert (start.text.strip(), start.buttons) == ("changed to '7'", ["Change again"])
    await club.sam.click(start, "Change again")
    assert start.text.strip() == "changed to '9'"
    assert len(club.sam.visible_messages()) == 1


async def test_a_menu_can_carry_an_argument(club: Club, start: VisibleMessage) -> None:
    """The feature gets the argument with the choice, and the menu preselects the current option."""
    assert [option["label"] for option in start.select_menu(["One"])[0]["options"] if option.get("default")] == ["Two"]
    await club.sam.select(start, "Three")
    assert start.text.strip() == "changed to '8:c'"


async def test_any_number_of_options_in_a_menu_can_be_ticked(club: Club, start: VisibleMessage) -> None:
    """The feature gets all chosen options at once, and the menu preselects the current ones."""
    assert [option["label"] for option in start.select_menu(["War"])[0]["options"] if option.get("default")] == [
        "War",
        "Fire",
    ]
    await club.sam.select(start, "Prison", "Fire")
    assert start.text.strip() == "changed to 'x,z'"
