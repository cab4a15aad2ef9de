"""Whatever happens, the person gets an answer in time and in kind words."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot import app
from bot.core.feature import Feature
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Dispatcher
from bot.core.storage.database import Database
from bot.core.text import theme
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.translations import Translations
from tests.stories.club import Club, open_club
from tests.stories.test_other_features_on_a_card import SEEN


def broken_feature(dispatcher: Dispatcher) -> Feature:
    """Return a feature with one slow command and two that fail."""

    @app_commands.command(name="slow", description="slow")
    @dispatcher.command("slow")
    async def slow(context: Context, private: bool) -> None:
        await asyncio.sleep(0.2)
        card = discord.Embed(description="done", colour=theme.BLUE)
        await (context.reply_private(card) if private else context.reply_public(card))

    @app_commands.command(name="broken", description="broken")
    @dispatcher.command("broken")
    async def broken(context: Context) -> None:
        raise RuntimeError("a secret of the machine")

    @app_commands.command(name="broken-late", description="broken late")
    @dispatcher.command("broken-late")
    async def broken_late(context: Context) -> None:
        await asyncio.sleep(0.2)
        raise RuntimeError("a secret of the machine")

    return Feature("trouble", commands=[slow, broken, broken_late])


@pytest.fixture
async def club(database_file: Path, dispatcher: Dispatcher) -> AsyncIterator[Club]:
    async with open_club(database_file, extra_features=[broken_feature(dispatcher)]) as opened:
        yield opened


@pytest.fixture
def dispatcher(translations: Translations) -> Dispatcher:
    return Dispatcher(translations, LanguageResolver({}), defer_after=0.05)


@pytest.mark.parametrize("private", [False, True])
async def test_a_slow_answer_is_acknowledged_first_and_then_given_privately(club: Club, private: bool) -> None:
    """A slow command is deferred. An answer that was meant for everyone says that only this person sees it."""
    answer = await club.sam.slash("slow", private=private)
    assert answer.is_ephemeral
    assert answer.card.description == "done"
    assert ("only you can see this" in answer.response.content) is not private
    callbacks = [request.json for request in club.requests if request.path.endswith("/callback")]
    assert callbacks[-1]["type"] == discord.InteractionResponseType.deferred_channel_message.value


async def test_too_many_commands_are_slowed_kindly(club: Club) -> None:
    """The thirteenth command within ten seconds is answered with a request to wait. Other people are not affected."""
    answers = [await club.sam.slash("film show", title="Hope") for _ in range(13)]
    assert "Please wait a few seconds" in answers[-1].text
    assert [answer.is_ephemeral for answer in answers] == [False] * 12 + [True]
    assert not (await club.jiwoo.slash("film show", title="Hope")).is_ephemeral


@pytest.mark.parametrize("command", ["broken", "broken-late"])
async def test_a_crash_is_reported_kindly_and_without_a_traceback(
    club: Club, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The person gets a kind sentence without details, and the log says that the command failed."""
    with caplog.at_level(logging.INFO, logger="bot"):
        answer = await club.sam.slash(command)
    assert answer.is_ephemeral
    assert "Please check before you try again" in answer.text
    assert "secret" not in answer.text
    assert [record.message for record in caplog.records if record.levelno == logging.INFO] != []
    assert any(f"{command} failed" in record.message for record in caplog.records)


async def test_a_film_retired_in_the_meantime_is_reported_as_gone(club: Club) -> None:
    """A press on the retired film's button is answered in private."""
    question = await club.sam.slash("film show", title="father")
    database = await Database.open(club.database)
    await database.write(lambda writer: writer.execute("UPDATE film SET retired = 1"))
    await database.close()
    answer = await club.sam.click(question, question.buttons[0])
    assert answer.is_ephemeral
    assert "I don't have that film any more" in answer.text


async def test_an_invented_suggestion_is_not_found(club: Club) -> None:
    """An invented autocomplete value finds nothing."""
    assert (await club.sam.slash("film show", title="film:99999")).is_ephemeral
    assert (await club.sam.slash("film show", title="film:²")).is_ephemeral


@pytest.mark.parametrize("typed", ["@everyone ||x|| `y` [z](https://evil.example) " * 5, "\u202e", "a" * 300])
async def test_hostile_titles_break_nothing(club: Club, typed: str) -> None:
    """Whatever is typed is answered in private, within Discord's rules."""
    answer = await club.sam.slash("film show", title=typed)
    assert answer.is_ephemeral


async def test_buttons_sent_before_a_restart_work_after_it(database_file: Path) -> None:
    """A button that was sent before the restart still opens its card."""
    async with open_club(database_file) as club:
        question = await club.sam.slash("film show", title="father")
        async with app.open_client(database_file) as client:
            await club.restart_bot(client)
            card = await club.sam.click(question, "Ode to My Father (2014)")
            assert card.card.title == "Ode to My Father (2014)"


async def test_a_button_of_a_removed_feature_is_answered_kindly(database_file: Path) -> None:
    """The private answer says that the button is from an older version."""
    async with open_club(database_file, extra_features=[SEEN]) as club:
        card = await club.sam.slash("film show", title="Hope")
        async with app.open_client(database_file) as client:
            await club.restart_bot(client)
            answer = await club.sam.click(card, "Seen it")
            assert answer.is_ephemeral
            assert "from an older version of me" in answer.text
