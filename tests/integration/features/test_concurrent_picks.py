"""Many people draw at once, and the machine dies in between: nobody gets another's film, and the deck stays whole."""

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
    """One more member in the channel."""
    person = club.discord.world.create_user(f"member {number}")
    club.discord.world.add_member(person, club.home_guild)
    return SimulatedUser(club.discord, person, club.channel)


def cards_left(database: Path) -> int:
    """How many cards are left in the one deck that there is."""
    with sqlite3.connect(database) as connection:
        (left,) = connection.execute("SELECT count(position) FROM deck_card").fetchone()
    connection.close()
    return int(left)


async def test_fifty_people_draw_at_once(club: Club, bot: discord.Client, database_file: Path) -> None:
    """Fifty different films are shown to everybody, and no card is spent beside them."""
    members = [member(club, number) for number in range(50)]
    answers = await asyncio.gather(*(guest.slash("tearjerker") for guest in members))
    assert len({answer.message.card.title for answer in answers}) == 50
    assert not any(answer.message.is_ephemeral for answer in answers)
    assert cards_left(database_file) == ALL - 50


async def test_another_pressed_five_times_at_once_spends_one_card(
    club: Club, bot: discord.Client, database_file: Path
) -> None:
    """An impatient thumb sees one other film in the place of the first."""
    seen = (await club.sam.slash("tearjerker")).message
    await asyncio.gather(*(club.sam.click(seen, "Another") for _ in range(5)))
    assert cards_left(database_file) == ALL - 2
    assert len(club.sam.visible_messages()) == 1


async def test_a_kill_between_draw_and_answer_costs_one_card_at_most(
    club: Club, database_file: Path, tmp_path: Path, volume: Callable[[int], int]
) -> None:
    """After kill -9 the deck goes on where it was: no film twice, and none missing but the one nobody saw."""
    for number in range(volume(20)):
        database = Path(shutil.copy(database_file, tmp_path / f"killed-{number}.db"))
        await killed_between(club, database, shown_before=number)


async def killed_between(club: Club, database: Path, shown_before: int) -> None:
    """Draw some films, kill the bot while it holds the next one, start it again, draw the rest."""
    async with bot_process(club.discord, database) as process:
        await club.discord.wait_until_ready()
        shown = [await draws(club) for _ in range(shown_before)]
        held, before = club.discord.faults.hold_next("POST", CALLBACK), callbacks(club)
        await club.sam.without_waiting.slash("tearjerker")
        await club.discord.wait_until(lambda: callbacks(club) > before)
        process.send_signal(signal.SIGKILL)
        await process.wait_for_exit()
        held.release()
        await club.discord.wait_until(lambda: club.discord.gateway.connected_sessions == 0)
    left = cards_left(database)
    assert left == ALL - len(shown) - 1
    left = lay_aside_all_but(FEW, database)
    async with bot_process(club.discord, database):
        await club.discord.wait_until_ready()
        shown += [await draws(club) for _ in range(left)]
        assert len({*shown}) == len(shown) == shown_before + left
        assert cards_left(database) == 0


def lay_aside_all_but(few: int, database: Path) -> int:
    """Take for drawn all but the first few cards of a deck whose bot does not run: to draw them all takes long."""
    first = "SELECT position FROM deck_card WHERE position IS NOT NULL ORDER BY position LIMIT ?"
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(f"UPDATE deck_card SET position = NULL WHERE position NOT IN ({first})", [few])
    return cards_left(database)


def callbacks(club: Club) -> int:
    """How many answers the bot has begun to give."""
    return sum(request.path.endswith("/callback") for request in club.discord.log.requests)


async def draws(club: Club) -> str:
    """The film that comes; each time to somebody else, so that nobody asks too fast."""
    answer = await member(club, 0).slash("tearjerker")
    return answer.message.card.title or ""
