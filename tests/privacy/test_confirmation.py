"""The confirmation before deletion, over sockets: late, twice, after a restart, and by someone else."""

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
async def file_with_rows(sample_file: Path, club: Club, clock: FakeClock) -> Path:
    """Return a database file with a row each for Sam and Jiwoo."""
    database = await Database.open(sample_file)
    for guest in (club.sam, club.jiwoo):
        await insert_row(database, GLANCES, guest.user.id, club.home_guild.id)
    await database.write(lambda writer: writer.execute(f"UPDATE {GLANCE} SET made = :now", {"now": clock()}))
    await database.close()
    return sample_file


async def is_kept(guest: SimulatedUser, file: Path) -> bool:
    return str(guest.user.id) in await dump_sql(file)


async def ask_to_forget(guest: SimulatedUser) -> VisibleMessage:
    return (await guest.slash("privacy forget")).message


async def test_a_confirmation_works_after_a_restart(club: Club, file_with_rows: Path, clock: FakeClock) -> None:
    """A button from before the restart works, and the answer replaces the question."""
    async with connected_bot(club, file_with_rows, clock):
        question = await ask_to_forget(club.sam)
    async with connected_bot(club, file_with_rows, clock):
        await club.sam.click(question, "Delete everything")
    assert "Deleted for good" in question.text
    assert (question.is_ephemeral, question.buttons) == (True, [])
    assert (await is_kept(club.sam, file_with_rows), await is_kept(club.jiwoo, file_with_rows)) == (False, True)


async def test_a_late_press_deletes_nothing(club: Club, file_with_rows: Path, clock: FakeClock) -> None:
    """A press is refused if the question is more than fifteen minutes old."""
    async with connected_bot(club, file_with_rows, clock):
        question = await ask_to_forget(club.sam)
        clock.now += 15 * 60 + 1
        answer = await club.sam.click(question, "Delete everything")
        assert answer.message.is_ephemeral
        assert "more than 15 minutes ago" in answer.message.text
        assert "nothing was deleted" in answer.message.text
        assert await is_kept(club.sam, file_with_rows)
        question = await ask_to_forget(club.sam)
        clock.now += 15 * 60
        await club.sam.click(question, "Delete everything")
        assert not await is_kept(club.sam, file_with_rows)


async def test_nobody_deletes_someone_elses_data(club: Club, file_with_rows: Path, clock: FakeClock) -> None:
    """Jiwoo does not see Sam's question, and a forged press deletes nobody's data."""
    async with connected_bot(club, file_with_rows, clock):
        question = await ask_to_forget(club.sam)
        assert question.message not in [seen.message for seen in club.jiwoo.visible_messages()]
        forged = {"component_type": 2, "custom_id": question.button("Delete everything")["custom_id"]}
        answer = await club.jiwoo._interact(InteractionType.MESSAGE_COMPONENT, forged, question.message)  # noqa: SLF001  # forges what no client would send
        assert "다른 분께 드린 질문이에요" in answer.message.text
    assert (await is_kept(club.sam, file_with_rows), await is_kept(club.jiwoo, file_with_rows)) == (True, True)


async def test_two_quick_presses_are_both_answered(club: Club, file_with_rows: Path, clock: FakeClock) -> None:
    """Both presses get an answer, and the data is gone."""
    async with connected_bot(club, file_with_rows, clock):
        question = await ask_to_forget(club.sam)
        for press in [await club.sam.without_waiting.click(question, "Delete everything") for _ in range(2)]:
            await press.wait_until_visible()
        assert not await is_kept(club.sam, file_with_rows)
        assert question.buttons == []


async def test_if_deletion_fails_nothing_is_reported_as_deleted(
    club: Club, file_with_rows: Path, clock: FakeClock
) -> None:
    """While another program locks the database, the person is told to try again. Then a press works."""
    async with connected_bot(club, file_with_rows, clock):
        question = await ask_to_forget(club.sam)
        with closing(sqlite3.connect(file_with_rows)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            answer = await (await club.sam.without_waiting.click(question, "Delete everything")).wait_until_visible()
            await club.discord.wait_until(lambda: "couldn't save that" in answer.message.text)
            holder.rollback()
        assert await is_kept(club.sam, file_with_rows)
        await club.sam.click(question, "Delete everything")
        assert not await is_kept(club.sam, file_with_rows)


async def test_deletion_works_wherever_someone_has_the_bot(club: Club, file_with_rows: Path, clock: FakeClock) -> None:
    """Mina sees and exports her data in a server without the bot, and Sam deletes his in direct messages."""
    async with connected_bot(club, file_with_rows, clock) as bot:
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


async def test_data_can_be_exported_where_cards_are_not_shown(
    club: Club, file_with_rows: Path, clock: FakeClock
) -> None:
    """An export works in a channel where the bot may not embed links."""
    async with connected_bot(club, file_with_rows, clock):
        await club.discord.run(club.discord.events.deny_permissions(club.channel, "embed_links"))
        exported = (await club.sam.slash("privacy export")).message
        assert exported.is_ephemeral
        assert len(exported.message.body["attachments"]) == 1
