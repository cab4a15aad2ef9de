"""Interactions that Discord no longer waits for are dropped before anything is done, whatever our clock says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.bots.process import BotProcess, bot_command, bot_process
from tests.discord_server.club import Club
from tests.discord_server.server import WAIT_SECONDS
from tests.integration.polls.poll_helpers import HOPE, add_member, query_rows, start_poll

CLOCKS = {"right": 0, "an hour behind": -3_600, "an hour ahead": 3_600, "half a minute behind": -30}
"""What Discord's clock is, compared with ours, and the seconds by which it is ahead."""
HANG_SECONDS = 10
WRONG_CLOCK = """
import sys, time
real = time.time
time.time = lambda: real() + {}
from tests.discord_server.bots.launcher import main, redirect_discord_from_environment
with redirect_discord_from_environment():
    sys.exit(main([]))
"""

pytestmark = pytest.mark.usefixtures("real_deadline")


@asynccontextmanager
async def stalled_gateway(club: Club) -> AsyncIterator[None]:
    """Stall the gateway during the block, then let the bot resume. Ids made in the block are ten seconds old."""
    server, ids = club.discord, club.discord.world.ids
    await server.run(server.gateway.stop_responding())
    ids.offset_seconds -= HANG_SECONDS
    yield
    ids.offset_seconds += HANG_SECONDS
    await server.run(server.gateway.drop_connections())
    await server.wait_until(lambda: server.log.resumes == 1 and server.gateway.connected_sessions == 1, seconds=30)


def answer_count(club: Club) -> int:
    """Return how many interactions the bot answered, or tried to."""
    return sum("callback" in request.path for request in club.discord.log.requests)


@pytest.mark.parametrize("ahead", CLOCKS.values(), ids=CLOCKS)
async def test_presses_during_a_hang_are_dropped(club: Club, database_file: Path, ahead: int) -> None:
    """A press that can no longer be answered casts no vote. A press after the hang does."""
    club.discord.world.ids.offset_seconds = ahead
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        poll = await start_poll(club.sam)
        before = answer_count(club)
        async with stalled_gateway(club):
            await club.sam.without_waiting.click(poll, HOPE)
            await club.jiwoo.without_waiting.click(poll, HOPE)
            await club.jiwoo.without_waiting.click(poll, HOPE)
        await wait_until_dropped(process, 3)
        late = add_member(club, 1)
        assert "Your vote" in (await late.click(poll, HOPE)).message.text
        assert answer_count(club) == before + 1
        assert query_rows(database_file, "SELECT user_id FROM ballot") == [(late.user.id,)]
        assert str(club.sam.user.id) not in process.output


async def test_commands_forms_and_suggestions_during_a_hang_are_dropped(club: Club, database_file: Path) -> None:
    """Each is logged as dropped, and none is answered."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        panel = (await club.sam.slash("poll start", question="What?", film1="Hope", film2="Harmony")).message
        form = (await club.sam.select(panel, "Change the question…")).modal
        before = answer_count(club)
        async with stalled_gateway(club):
            await club.sam.without_waiting.submit_modal(form, {form.labels[0]: "Which?"})
            await club.sam.without_waiting.slash("film show", title="Hope")
            typing = asyncio.create_task(club.sam.autocomplete("film show", "title", "Ho"))
            await asyncio.sleep(0.5)
        await process.wait_for_output("suggestions for film show dropped as too old")
        await wait_until_dropped(process, 3)
        assert "film show dropped as too old" in process.output
        assert answer_count(club) == before
        typing.cancel()
        with suppress(asyncio.CancelledError):
            await typing
        assert panel.card.description != "Which?"


async def wait_until_dropped(process: BotProcess, count: int) -> None:
    """Wait until this many interactions were dropped."""
    async with asyncio.timeout(WAIT_SECONDS):
        while process.output.count("dropped as too old") < count:  # noqa: ASYNC110  # `wait_for_output` cannot count
            await asyncio.sleep(0.05)


async def test_expired_interactions_of_an_unused_bot_are_dropped(club: Club, database_file: Path) -> None:
    """Before its first interaction, the bot knows Discord's time from the reply to its new connection."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        async with stalled_gateway(club):
            await club.sam.without_waiting.slash("film show", title="Hope")
        await process.wait_for_output("film show dropped as too old")
        assert answer_count(club) == 0
        assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"


@pytest.mark.parametrize("ahead", [86_400, pytest.param(-86_400, marks=pytest.mark.soak)])
async def test_a_bot_with_a_wrong_clock_answers_and_drops(club: Club, database_file: Path, ahead: int) -> None:
    """Even if the bot's own clock is a day off, an old interaction is dropped and a new one is answered."""
    async with bot_command(club.discord, database_file, code=WRONG_CLOCK.format(ahead)) as process:
        await club.discord.wait_until_ready()
        async with stalled_gateway(club):
            await club.sam.without_waiting.slash("film show", title="Hope")
        await process.wait_for_output("film show dropped as too old")
        assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"


async def test_an_interaction_repeated_after_many_others_is_answered_once(club: Club, database_file: Path) -> None:
    """The bot recognises the repeat after 2,000 other interactions. It forgets an id after a minute."""
    async with in_process_bot(club.discord, database_file) as client:
        dispatcher = client.core.dispatcher  # type: ignore[attr-defined]  # the client is ours
        poll = await start_poll(club.sam)
        await club.sam.click(poll, HOPE)
        (session,) = club.discord.gateway.sessions.values()
        press = session.sent_events[-1]
        dispatcher.seen.update((number, max(dispatcher.seen.values())) for number in range(2_000))
        before = answer_count(club)
        await club.discord.run(session.dispatch(*press))
        await club.jiwoo.slash("film show", title="Hope")
        assert answer_count(club) == before + 1
        assert query_rows(database_file, "SELECT user_id FROM ballot") == [(club.sam.user.id,)]
        dispatcher.seen.update((number, at - 61) for number, at in [*dispatcher.seen.items()])
        await club.jiwoo.slash("film show", title="Hope")
        assert len(dispatcher.seen) == 1
