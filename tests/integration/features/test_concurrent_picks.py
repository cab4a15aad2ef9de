"""If many people draw at once, or the process is killed, no film is drawn twice and the deck stays intact."""

import asyncio
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import discord

from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club
from tests.integration.polls.poll_helpers import add_member

CALLBACK = "/interactions/*/callback"
ALL, FEW = 118, 20


def cards_left(database: Path) -> int:
    """Return the number of films left in the only deck."""
    with sqlite3.connect(database) as connection:
        (left,) = connection.execute("SELECT count(position) FROM deck_card").fetchone()
    connection.close()
    return int(left)


async def test_fifty_people_draw_at_once(club: Club, bot: discord.Client, database_file: Path) -> None:
    """Fifty different films are posted, and exactly fifty leave the deck."""
    members = [add_member(club, number) for number in range(50)]
    answers = await asyncio.gather(*(guest.slash("tearjerker") for guest in members))
    assert len({answer.message.card.title for answer in answers}) == 50
    assert not any(answer.message.is_ephemeral for answer in answers)
    assert cards_left(database_file) == ALL - 50


async def test_five_simultaneous_presses_draw_one_film(club: Club, bot: discord.Client, database_file: Path) -> None:
    """Five presses of *Another* at once replace the first film with one other."""
    seen = (await club.sam.slash("tearjerker")).message
    await asyncio.gather(*(club.sam.click(seen, "Another") for _ in range(5)))
    assert cards_left(database_file) == ALL - 2
    assert len(club.sam.visible_messages()) == 1


async def test_a_kill_between_draw_and_answer_loses_at_most_one_film(
    club: Club, database_file: Path, tmp_path: Path, volume: Callable[[int], int]
) -> None:
    """After kill -9, no film is drawn twice, and only the film that was not delivered is lost."""
    for number in range(volume(40)):
        database = Path(shutil.copy(database_file, tmp_path / f"killed-{number}.db"))
        await kill_during_a_draw(club, database, shown_before=number)


async def kill_during_a_draw(club: Club, database: Path, shown_before: int) -> None:
    """Draw some films, kill the bot during the next draw, and check that the restarted bot repeats none of them."""
    async with bot_process(club.discord, database) as process:
        await club.discord.wait_until_ready()
        shown = [await draw(club) for _ in range(shown_before)]
        held, before = club.discord.faults.hold_next("POST", CALLBACK), callback_count(club)
        await club.sam.without_waiting.slash("tearjerker")
        await club.discord.wait_until(lambda: callback_count(club) > before)
        process.send_signal(signal.SIGKILL)
        await process.wait_for_exit()
        held.release()
        await club.discord.wait_until(lambda: club.discord.gateway.connected_sessions == 0)
    left = cards_left(database)
    assert left == ALL - len(shown) - 1
    left = mark_drawn_all_but(FEW, database)
    async with bot_process(club.discord, database):
        await club.discord.wait_until_ready()
        shown += [await draw(club) for _ in range(left)]
        assert len({*shown}) == len(shown) == shown_before + left
        assert cards_left(database) == 0


def mark_drawn_all_but(few: int, database: Path) -> int:
    """Mark all films but the next few as drawn, and return the number left. Drawing them all would take long."""
    first = "SELECT position FROM deck_card WHERE position IS NOT NULL ORDER BY position LIMIT ?"
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(f"UPDATE deck_card SET position = NULL WHERE position NOT IN ({first})", [few])
    return cards_left(database)


def callback_count(club: Club) -> int:
    """Return how many answers the bot has sent so far, including one that is held."""
    return sum(request.path.endswith("/callback") for request in club.discord.log.requests)


async def draw(club: Club) -> str:
    """Draw a film as a new member, so that nobody reaches the rate limit, and return its title."""
    answer = await add_member(club, 0).slash("tearjerker")
    return answer.message.card.title or ""
