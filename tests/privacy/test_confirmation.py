"""The question whether to be forgotten, over sockets: late, twice, after a restart, and by somebody else."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.storage.database import Database
from tests.discord_server.club import Club
from tests.discord_server.users.interaction import InteractionType
from tests.discord_server.users.responses import VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.privacy.conftest import FakeClock
from tests.privacy.connected_bot import connected_bot
from tests.privacy.row_factory import dump_sql, insert_row, rows
from tests.privacy.sample_feature import GLANCE, GLANCES


@pytest.fixture
async def looked(filled_file: Path, club: Club, clock: FakeClock) -> Path:
    """Sam and Jiwoo have each left a row."""
    database = await Database.open(filled_file)
    for guest in (club.sam, club.jiwoo):
        await insert_row(database, GLANCES, guest.user.id, club.home_guild.id)
    await database.write(lambda writer: writer.execute(f"UPDATE {GLANCE} SET made = :now", {"now": clock()}))
    await database.close()
    return filled_file


async def is_kept(guest: SimulatedUser, file: Path) -> bool:
    return str(guest.user.id) in await dump_sql(file)


async def asked(guest: SimulatedUser) -> VisibleMessage:
    return (await guest.slash("privacy forget")).message


async def test_a_press_after_a_restart_counts(club: Club, looked: Path, clock: FakeClock) -> None:
    """The question is in its button, not in memory; the answer takes the question's place."""
    async with connected_bot(club, looked, clock):
        question = await asked(club.sam)
    async with connected_bot(club, looked, clock):
        await club.sam.click(question, "Delete everything")
    assert "Deleted for good" in question.text
    assert (question.is_ephemeral, question.buttons) == (True, [])
    assert (await is_kept(club.sam, looked), await is_kept(club.jiwoo, looked)) == (False, True)


async def test_a_press_that_comes_late_erases_nothing(club: Club, looked: Path, clock: FakeClock) -> None:
    """After a quarter of an hour the person is kindly asked to begin again; before, they are not."""
    async with connected_bot(club, looked, clock):
        question = await asked(club.sam)
        clock.now += 15 * 60 + 1
        answer = await club.sam.click(question, "Delete everything")
        assert answer.message.is_ephemeral
        assert "more than 15 minutes ago" in answer.message.text
        assert "nothing was deleted" in answer.message.text
        assert await is_kept(club.sam, looked)
        question = await asked(club.sam)
        clock.now += 15 * 60
        await club.sam.click(question, "Delete everything")
        assert not await is_kept(club.sam, looked)


async def test_nobody_erases_somebody_else(club: Club, looked: Path, clock: FakeClock) -> None:
    """Nobody sees another's question; even a forged press of it is refused, and erases neither of the two."""
    async with connected_bot(club, looked, clock):
        question = await asked(club.sam)
        assert question.message not in [seen.message for seen in club.jiwoo.visible_messages()]
        forged = {"component_type": 2, "custom_id": question.button("Delete everything")["custom_id"]}
        answer = await club.jiwoo._interact(InteractionType.MESSAGE_COMPONENT, forged, question.message)  # noqa: SLF001  # what no guest does
        assert "다른 분께 드린 질문이에요" in answer.message.text
    assert (await is_kept(club.sam, looked), await is_kept(club.jiwoo, looked)) == (True, True)


async def test_a_second_press_finds_nothing_left(club: Club, looked: Path, clock: FakeClock) -> None:
    """Two quick presses erase once; the second is told that nothing is kept."""
    async with connected_bot(club, looked, clock):
        question = await asked(club.sam)
        for press in [await club.sam.without_waiting.click(question, "Delete everything") for _ in range(2)]:
            await press.wait_until_visible()
        assert not await is_kept(club.sam, looked)
        assert question.buttons == []


async def test_where_nothing_can_be_saved_nothing_is_said_to_be_gone(
    club: Club, looked: Path, clock: FakeClock
) -> None:
    """While another program holds the database the person is told to try again, and then it works."""
    async with connected_bot(club, looked, clock):
        question = await asked(club.sam)
        with closing(sqlite3.connect(looked)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            answer = await (await club.sam.without_waiting.click(question, "Delete everything")).wait_until_visible()
            await club.discord.wait_until(lambda: "couldn't save that" in answer.message.text)
            holder.rollback()
        assert await is_kept(club.sam, looked)
        await club.sam.click(question, "Delete everything")
        assert not await is_kept(club.sam, looked)


async def test_it_works_wherever_somebody_has_the_bot(club: Club, looked: Path, clock: FakeClock) -> None:
    """In direct messages, and in a server without the bot, where it is on Mina's own account."""
    async with connected_bot(club, looked, clock) as bot:
        await club.mina_in_other_guild.slash("film search", words="감옥")
        shown = (await club.mina_in_other_guild.slash("privacy show")).message
        assert shown.is_ephemeral
        assert "30일 뒤 삭제" in (shown.card.description or "")
        exported = (await club.mina_in_other_guild.slash("privacy export")).message
        assert exported.is_ephemeral
        (file,) = exported.message.body["attachments"]
        assert (file["filename"], file["size"] > 100) == ("nunmul.json", True)
        direct = club.sam_in_dm
        assert "Entries about its members: 1" in (await direct.slash("privacy show")).message.text
        await direct.click((await direct.slash("privacy forget")).message, "Delete everything")
        assert await bot.core.database.read(lambda reader: rows(reader, GLANCE, "person", club.sam.user.id)) == []


async def test_a_copy_comes_where_cards_are_not_shown(club: Club, looked: Path, clock: FakeClock) -> None:
    """A channel in which the bot may show no cards keeps nobody from their copy."""
    async with connected_bot(club, looked, clock):
        await club.discord.run(club.discord.events.deny_permissions(club.channel, "embed_links"))
        exported = (await club.sam.slash("privacy export")).message
        assert exported.is_ephemeral
        assert len(exported.message.body["attachments"]) == 1
