"""Preparing a poll over sockets: restarts, other people, hostile texts."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import discord
import pytest

from bot import app
from bot.core.interactions import components
from bot.core.storage.sql import Reader
from bot.transport.client import NunmulClient
from tests.discord_rules.hostile import hostile_text
from tests.discord_rules.markdown import live_markup
from tests.discord_server.bots.in_process import connected_client, in_process_bot
from tests.discord_server.club import Club
from tests.discord_server.users.interaction import CallbackType
from tests.discord_server.users.responses import VisibleMessage
from tests.integration.polls.draft_helpers import NAMES, QUESTION, TIME, add_words, open_draft_panel, submit_modal
from tests.integration.polls.poll_helpers import public_messages

DAY = 24 * 60 * 60


async def test_a_restart_between_any_two_steps_loses_nothing(club: Club, database_file: Path) -> None:
    """Every control works in the next process, and everything prepared before is there."""
    sam = club.sam
    async with in_process_bot(club.discord, database_file):
        panel = await open_draft_panel(sam, film1="Hope")
    steps: list[Callable[[], Awaitable[object]]] = [
        lambda: submit_modal(sam, panel, "Add films", "Harmony\nmoment\nA film nobody knows"),
        lambda: sam.click(panel, "A Moment to Remember (2004)"),
        lambda: sam.click(panel, "Leave out"),
        lambda: sam.click(panel, "Draw five"),
        lambda: sam.select(panel, "Any mood"),
        lambda: submit_modal(sam, panel, "Add films", "A walk"),
        lambda: sam.click(panel, "Keep as typed"),
        lambda: sam.click(panel, "Remove"),
        lambda: sam.select(panel, "Hope (2013)"),
        lambda: sam.select(panel, "Several votes each"),
        lambda: submit_modal(sam, panel, TIME, "soon"),
        lambda: submit_modal(sam, panel, "Fix the time…", "2h"),
        lambda: submit_modal(sam, panel, QUESTION, "On Friday?"),
        lambda: sam.click(panel, "Discard"),
        lambda: sam.click(panel, "Back"),
        lambda: sam.click(panel, "Preview"),
        lambda: sam.click(panel, "Start"),
    ]
    for step in steps:
        async with in_process_bot(club.discord, database_file):
            await step()
    assert "Your poll is open" in panel.text
    (poll,) = public_messages(club.channel)
    assert poll.card.title == "On Friday?"
    assert ("8 · " in poll.text, "9 · " in poll.text) == (True, False)
    for expected in ("Harmony (2010)", "A Moment to Remember (2004)", "A walk"):
        assert expected in poll.text


async def test_a_form_opened_before_a_restart_is_read_after_it(club: Club, database_file: Path) -> None:
    """A form that was open during the restart still adds its films to the draft."""
    async with in_process_bot(club.discord, database_file):
        panel = await open_draft_panel(club.sam)
        form = (await club.sam.click(panel, "Add films")).modal
    async with in_process_bot(club.discord, database_file):
        answer = (await club.sam.submit_modal(form, {NAMES: "The Classic"})).message
        assert answer.message is panel.message
        assert "The Classic (2003)" in panel.text


async def test_two_presses_of_start_at_once_start_one_poll(club: Club, bot: discord.Client) -> None:
    """One poll is posted, and both answers say that it is open."""
    panel = await open_draft_panel(club.sam)
    answers = await asyncio.gather(*(club.sam.click(panel, "Start") for _ in range(2)))
    assert all("Your poll is open" in answer.message.text for answer in answers)
    assert len(public_messages(club.channel)) == 1


CONTROLS = (
    "poll-panel",
    "poll-names",
    "poll-texts",
    "poll-question",
    "poll-time",
    "poll-remove",
    "poll-draw",
    "poll-preview",
    "poll-start",
    "poll-drop",
    "poll-change",
    "poll-which",
    "poll-only",
    "poll-redraw",
    "poll-fill",
)
FORGED_ARGUMENTS = ("", ":yes", ":1", ":1:secret", ":1:1:1", ":1:1:all-out", ":1:any", ":1:1:keep-all")


async def post_controls(club: Club, bot: discord.Client, *items: components.Component) -> VisibleMessage:
    """Post controls as the bot in a public message, which no member can do, and return the message."""
    channel = bot.get_channel(club.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=components.build_view(items))
    return club.sam.visible_messages()[-1]


async def stored_rows(bot: discord.Client) -> list[object]:
    """Return everything stored about drafts and polls."""
    assert isinstance(bot, NunmulClient)
    tables = ("poll_draft", "poll_draft_option", "poll")

    async def read_tables(connection: Reader) -> list[object]:
        return [[*await connection.execute(f"SELECT * FROM {table}")] for table in tables]

    return await bot.core.database.read(read_tables)


async def test_nobody_else_can_touch_a_draft(club: Club, bot: discord.Client) -> None:
    """Even a moderator who presses any control of another person's draft is refused privately, and nothing changes."""
    assert isinstance(bot, NunmulClient)
    bot.core.dispatcher.rate_limiter.limit = 1_000
    await open_draft_panel(club.sam, question="A secret?", film1="Hope", film2="moment")
    before = await stored_rows(bot)
    for name in CONTROLS:
        items = [components.button(name, f"1{rest}", f"press{rest}") for rest in FORGED_ARGUMENTS]
        seen = await post_controls(club, bot, *items)
        for rest in FORGED_ARGUMENTS:
            answer = await club.mina.click(seen, f"press{rest}")
            assert answer.message.is_ephemeral
            assert "이 초안은 이제 없어요" in answer.message.text
    assert await stored_rows(bot) == before


async def test_a_panel_is_never_shown_in_public(club: Club, bot: discord.Client) -> None:
    """Even if the host's own control were on a public message, only the host sees the panel."""
    await open_draft_panel(club.sam)
    seen = await post_controls(club, bot, components.button("poll-panel", 1, "press"))
    answer = await club.sam.click(seen, "press")
    assert answer.message.is_ephemeral
    assert answer.message.message is not seen.message
    assert seen.buttons == ["press"]


NONSENSE = ("", "x", "99", "1:x:y:z", "1:", "٣", "9" * 60, "1:1:1:draw", "-1", "1:99:99:1")


async def test_forged_values_are_answered_kindly(club: Club, bot: NunmulClient) -> None:
    """Whatever the custom id contains, the host gets a private answer or a form, and no poll is posted."""
    bot.core.dispatcher.rate_limiter.limit = 1_000
    await open_draft_panel(club.sam, film1="Hope", film2="moment")
    for name in CONTROLS:
        presses = [components.button(name, rest, f"press {place}") for place, rest in enumerate(NONSENSE)]
        seen = await post_controls(club, bot, *presses)
        for place, rest in enumerate(NONSENSE):
            answer = await club.sam.click(seen, f"press {place}")
            if answer.interaction.callback_type is not CallbackType.MODAL:
                assert answer.message.is_ephemeral, (name, rest)
                assert "Something went wrong" not in answer.message.text, (name, rest)
    assert len(public_messages(club.channel)) == len(CONTROLS)


async def test_a_draft_is_kept_for_a_day(club: Club, database_file: Path) -> None:
    """After a day, the answer to the draft's form says that the draft is gone, and gives the typed text back."""
    moment = [1_800_000_000]
    async with (
        app.open_client(database_file, clock=lambda: moment[0]) as client,
        connected_client(club.discord, client),
    ):
        panel = await open_draft_panel(club.sam)
        form = (await club.sam.click(panel, "Add films")).modal
    moment[0] += DAY + 60
    async with (
        app.open_client(database_file, clock=lambda: moment[0]) as client,
        connected_client(club.discord, client),
    ):
        await client.features[0].jobs[0].work()
        answer = (await club.sam.submit_modal(form, {NAMES: "The Classic"})).message
        assert "left untouched for a day" in answer.text
        assert "You typed:\n> The Classic" in answer.text
        assert panel.buttons == []


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 12))])
async def test_hostile_questions_and_options_break_nothing(club: Club, bot: discord.Client, seed: int) -> None:
    """A poll full of markup, mentions, text directions and long texts starts, and has no live mention or link."""
    assert isinstance(bot, NunmulClient)
    bot.core.dispatcher.rate_limiter.limit = 1_000
    random = Random(seed)
    panel = await open_draft_panel(
        club.sam, question=hostile_text(random, 200) or "?", film1=hostile_text(random, 300), film2="Hope", film3="?"
    )
    while "Keep as typed" in panel.buttons:
        await club.sam.click(panel, "Keep as typed")
    for _ in range(2):
        lines = [hostile_text(random, 90) for _ in range(8)]
        await add_words(club.sam, panel, "\n".join(lines)[:2000])
    await submit_modal(club.sam, panel, QUESTION, hostile_text(random, 200))
    await submit_modal(club.sam, panel, TIME, hostile_text(random, 60))
    for button in ("Remove", "Back", "Preview", "Back", "Start"):
        await club.sam.click(panel, button)
    assert "Your poll is open" in panel.text
    (poll,) = public_messages(club.channel)
    markup = [*live_markup(panel.text), *live_markup(poll.text)]
    assert [mark for mark in markup if mark.startswith(("mention", "masked", "bare"))] == []


async def test_the_longest_texts_fit(club: Club, bot: discord.Client) -> None:
    """A poll whose question and options are as long as possible and need escaping everywhere can be started."""
    panel = (await club.sam.slash("poll start", question="*" * 200)).message
    lines = [f"{number:02}{'*_' * 38}😭" for number in range(25)]
    await add_words(club.sam, panel, "\n".join(lines)[:2000])
    await submit_modal(club.sam, panel, TIME, "*" * 60)
    assert "Fix the time…" in panel.buttons
    for button in ("Remove", "Back", "Preview", "Start"):
        await club.sam.click(panel, button)
    assert len(public_messages(club.channel)) == 1
