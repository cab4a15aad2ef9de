"""Even if PostgreSQL restarts, ends sessions or is blocked, all is acknowledged in time and answered truthfully."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from random import Random

import psycopg
import pytest

from bot import app
from bot.core.storage.location import PostgresUrl
from tests import postgres_server
from tests.discord_server.bots.in_process import connected_client
from tests.discord_server.club import Club
from tests.discord_server.server import WAIT_SECONDS
from tests.discord_server.users.responses import Response
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.integration.polls.poll_helpers import add_member, start_poll
from tests.integration.polls.test_vote_durability import choice
from tests.stopwatch import Stopwatch

PROMISED, HELD_SECONDS, CUT_SECONDS = 2.0, 10.0, 2.0
"""Seconds: the most until an acknowledgement, how long tables are locked, and how long sessions are cut."""
VOTERS, VIEWERS = 20, 10
FILMS = ("Hope", "Harmony", "The Classic", "A Moment to Remember")
CONFIRMED, UNSAVED, UNSURE = "Your vote: ", "couldn't save that just now", "may still have gone through"
CUT_SESSIONS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
LOCK_TABLES = "LOCK TABLE ballot, ballot_choice, film IN ACCESS EXCLUSIVE MODE"
Trouble = Callable[[PostgresUrl], Awaitable[None]]

pytestmark = pytest.mark.usefixtures("real_deadline")


async def cut_sessions(url: PostgresUrl) -> None:
    """End every session several times a second, as a failover or a broken network does."""
    until = time.monotonic() + CUT_SECONDS
    async with await psycopg.AsyncConnection.connect(url.url, autocommit=True) as other:
        while time.monotonic() < until:
            await other.execute(CUT_SESSIONS)
            await asyncio.sleep(0.3)


async def hold_tables(url: PostgresUrl) -> None:
    """Lock the tables that a vote writes and a card reads, for HELD_SECONDS."""
    async with await psycopg.AsyncConnection.connect(url.url) as other:
        await other.execute(LOCK_TABLES)
        await asyncio.sleep(HELD_SECONDS)


@pytest.fixture
def own_server() -> Iterator[Path]:
    """Yield the folder of a PostgreSQL server that only this test uses; skip the test if there is no PostgreSQL."""
    with postgres_server.own_folder() as folder:
        yield folder


@asynccontextmanager
async def connected_bot(club: Club, folder: Path, url: PostgresUrl) -> AsyncIterator[None]:
    async with app.open_client(folder / "unused.db", postgres=url) as client, connected_client(club.discord, client):
        yield


async def test_answers_are_true_while_sessions_are_cut(club: Club, tmp_path: Path, postgres_url: PostgresUrl) -> None:
    """While PostgreSQL ends every session again and again, people vote and look at films."""
    async with connected_bot(club, tmp_path, postgres_url):
        await act_during(club, postgres_url, cut_sessions, CUT_SECONDS)


@pytest.mark.soak
async def test_answers_are_true_while_tables_are_locked(club: Club, tmp_path: Path, postgres_url: PostgresUrl) -> None:
    """While somebody holds the tables for ten seconds, people vote and look at films."""
    async with connected_bot(club, tmp_path, postgres_url):
        await act_during(club, postgres_url, hold_tables, HELD_SECONDS)


@pytest.mark.soak
@pytest.mark.parametrize("seconds_down", [0.0, 4.0])
async def test_answers_are_true_while_postgresql_restarts(
    club: Club, tmp_path: Path, own_server: Path, seconds_down: float
) -> None:
    """While PostgreSQL crashes and comes back, at once or seconds later, people vote and look at films."""
    url = postgres_server.start(own_server, lambda _: None, postgres_server.DURABLE).create("restarted")

    async def restart(_: PostgresUrl) -> None:
        await asyncio.sleep(0.5)
        await asyncio.to_thread(partial(postgres_server.crash_and_start, own_server, seconds_down))

    async with connected_bot(club, tmp_path, url):
        await act_during(club, url, restart, 1.5 + seconds_down)


async def act_during(club: Club, url: PostgresUrl, trouble: Trouble, seconds: float) -> None:
    """Let people vote and look at films during trouble. Check that answers are in time and tell voters the truth."""
    poll, random, watch = await start_poll(club.sam), Random(4), Stopwatch()
    people = [add_member(club, number) for number in range(VOTERS + VIEWERS)]

    async def act(number: int, person: SimulatedUser) -> Response:
        await asyncio.sleep(random.uniform(0, seconds))
        if number < VOTERS:
            return await person.without_waiting.click(poll, choice(person))
        return await person.without_waiting.slash("film show", title=random.choice(FILMS))

    answers, _ = await asyncio.gather(asyncio.gather(*map(act, range(len(people)), people)), trouble(url))
    acknowledged = [(await one.wait_until_acknowledged()).acknowledged_after or 99 for one in answers]
    told = {
        person.user.id: (await answer.wait_until_visible(2 * WAIT_SECONDS)).message.text
        for person, answer in zip(people, answers, strict=True)
    }
    assert max(acknowledged) - watch.starved < PROMISED
    await check_truth({person.user.id: told[person.user.id] for person in people[:VOTERS]}, url)
    assert CONFIRMED in (await club.sam.click(poll, choice(club.sam))).message.text


async def check_truth(told: dict[int, str], url: PostgresUrl) -> None:
    """Check that votes reported as saved are stored, those reported as unsaved are not, and the rest are unsure."""
    async with await psycopg.AsyncConnection.connect(url.url) as other:
        voters = {person for (person,) in await (await other.execute("SELECT user_id FROM ballot")).fetchall()}
    confirmed, unsaved = ({person for person in told if words in told[person]} for words in (CONFIRMED, UNSAVED))
    unsure = {person for person in told if UNSURE in told[person]}
    print(f"{len(confirmed)} confirmed, {len(unsaved)} not saved, {len(unsure)} unsure")  # noqa: T201  # for pytest -s
    assert confirmed | unsaved | unsure == told.keys()
    assert confirmed <= voters
    assert not unsaved & voters
