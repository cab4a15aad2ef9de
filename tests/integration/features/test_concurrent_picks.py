"""Many people draw at once, or the process is killed: nobody gets another's film, and the deck stays intact."""

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
from tests.discord_server.users.simulated_user import SimulatedUser

CALLBACK = "/interactions/*/callback"
ALL, FEW = 118, 20


def member(club: Club, number: int) -> SimulatedUser:
    """Add a member to the channel."""
    person = club.discord.world.create_user(f"member {number}")
    club.discord.world.add_member(person, club.home_guild)
    return SimulatedUser(club.discord, person, club.channel)


def cards_left(database: Path) -> int:
    """Return how many films are left in the only deck."""
    with sqlite3.connect(database) as connection:
        (left,) = connection.execute("SELECT count(position) FROM deck_card").fetchone()
    connection.close()
    return int(left)


async def test_fifty_people_draw_at_once(club: Club, bot: discord.Client, database_file: Path) -> None:
    """Fifty different films are posted, and nothing else is drawn."""
    members = [member(club, number) for number in range(50)]
    answers = await asyncio.gather(*(guest.slash("tearjerker") for guest in members))
    assert len({answer.message.card.title for answer in answers}) == 50
    assert not any(answer.message.is_ephemeral for answer in answers)
    assert cards_left(database_file) == ALL - 50


async def test_five_simultaneous_presses_of_another_draw_one_film(
    club: Club, bot: discord.Client, database_file: Path
) -> None:
    """Repeated presses replace the first film with one other."""
    seen = (await club.sam.slash("tearjerker")).message
    await asyncio.gather(*(club.sam.click(seen, "Another") for _ in range(5)))
    assert cards_left(database_file) == ALL - 2
    assert len(club.sam.visible_messages()) == 1


async def test_a_kill_between_draw_and_answer_loses_at_most_one_film(
    club: Club, database_file: Path, tmp_path: Path, volume: Callable[[int], int]
) -> None:
    """After kill -9 the deck continues: no repeats, and at most the undelivered film is missing."""
    for number in range(volume(40)):
        database = Path(shutil.copy(database_file, tmp_path / f"killed-{number}.db"))
        await kill_between_draws(club, database, shown_before=number)


async def kill_between_draws(club: Club, database: Path, shown_before: int) -> None:
    """Draw some films, kill the bot during the next draw, restart it, and draw the rest."""
    async with bot_process(club.discord, database) as process:
        await club.discord.wait_until_ready()
        shown = [await draw(club) for _ in range(shown_before)]
        held, before = club.discord.faults.hold_next("POST", CALLBACK), callbacks(club)
        await club.sam.without_waiting.slash("tearjerker")
        await club.discord.wait_until(lambda: callbacks(club) > before)
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
    """Mark all but the first few films as drawn while the bot is stopped, because drawing them takes long."""
    first = "SELECT position FROM deck_card WHERE position IS NOT NULL ORDER BY position LIMIT ?"
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(f"UPDATE deck_card SET position = NULL WHERE position NOT IN ({first})", [few])
    return cards_left(database)


def callbacks(club: Club) -> int:
    """Return how many answers the bot has begun to give."""
    return sum(request.path.endswith("/callback") for request in club.discord.log.requests)


async def draw(club: Club) -> str:
    """Draw as someone new each time, so that nobody is too fast, and return the film."""
    answer = await member(club, 0).slash("tearjerker")
    return answer.message.card.title or ""
