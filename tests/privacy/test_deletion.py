"""Data of servers that removed the bot is deleted after thirty days, and other rows when they expire."""

import asyncio
import itertools
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from bot.ids import GuildId
from bot.privacy import queries
from bot.privacy.service.deletion import BATCH_SIZE, HOUR_SECONDS, RetentionService
from tests.privacy.conftest import FakeClock
from tests.privacy.row_factory import CINEMA, CLUB, JIWOO, SAM, dump_sql, insert_row, rows
from tests.privacy.sample_feature import BALLOT, GLANCE

INSERT = "INSERT INTO made_up_glance (person, film, server, made) VALUES (:person, :film, :server, :made)"
DAY = 24 * 60 * 60


@pytest.fixture
async def dropped_servers() -> list[int]:
    """Return a list that gets each server whose data is dropped from memory."""
    return []


@pytest.fixture
async def retention(
    sample_database: Database, everything: Sequence[PersonalDataTable], clock: FakeClock, dropped_servers: list[int]
) -> RetentionService:
    """Return a service for two servers with a row in each server table. Only glances expire."""
    tables = [data if data.table == GLANCE else replace(data, retention_days=None) for data in everything]
    for data in tables:
        if data.guild_column and data.table != queries.DEPARTURE_TABLE:
            await insert_row(sample_database, data, SAM, CLUB)
            await insert_row(sample_database, data, JIWOO, CINEMA)
    await sample_database.write(
        lambda writer: writer.execute("UPDATE made_up_glance SET made = :now", {"now": clock() + 1000 * DAY})
    )
    service = RetentionService(sample_database, clock, lambda: tables, dropped_servers.append)
    await service.on_ready([CLUB, CINEMA])
    return service


async def has_anything(file: Path, server: GuildId) -> bool:
    return str(server) in await dump_sql(file)


async def test_a_departed_servers_data_is_deleted_after_thirty_days(
    sample_file: Path, retention: RetentionService, clock: FakeClock, dropped_servers: list[int]
) -> None:
    """All rows of the server are deleted, including its departure. No other server loses a row."""
    others = [line for line in (await dump_sql(sample_file)).splitlines() if str(CINEMA) in line]
    await retention.on_guild_remove(CLUB)
    clock.advance_days(31)
    await retention.delete_expired()
    assert not await has_anything(sample_file, CLUB)
    assert [line for line in (await dump_sql(sample_file)).splitlines() if str(CINEMA) in line] == others
    assert dropped_servers == [CLUB]


async def test_data_is_not_deleted_a_second_too_soon(
    sample_database: Database, retention: RetentionService, clock: FakeClock
) -> None:
    """A vote is kept until the last second of the thirty days, and then deleted."""
    await retention.on_guild_remove(CLUB)
    clock.now += 30 * DAY - 1
    assert await retention.delete_expired() == clock() + 1
    assert await sample_database.read(lambda reader: rows(reader, BALLOT, "server", CLUB))
    clock.now += 1
    assert await retention.delete_expired() == clock() + HOUR_SECONDS
    assert not await sample_database.read(lambda reader: rows(reader, BALLOT, "server", CLUB))


async def test_a_server_that_comes_back_keeps_its_data(
    sample_database: Database, retention: RetentionService, clock: FakeClock
) -> None:
    """A server that invites the bot again after twenty-nine days loses nothing, then or later."""
    await retention.on_guild_remove(CLUB)
    clock.advance_days(29)
    await retention.on_guild_join(CLUB)
    clock.advance_days(31)
    await retention.delete_expired()
    assert await sample_database.read(lambda reader: rows(reader, BALLOT, "server", CLUB))
    assert await sample_database.read(queries.list_departures) == {}


async def test_a_removal_while_the_bot_was_off_counts_from_its_next_start(
    sample_database: Database, everything: Sequence[PersonalDataTable], retention: RetentionService, clock: FakeClock
) -> None:
    """The thirty days begin at that start, because nobody saw the removal."""
    clock.advance_days(100)
    started = RetentionService(sample_database, clock, lambda: everything, lambda _: None)
    await started.on_ready([CINEMA])
    assert await sample_database.read(queries.list_departures) == {CLUB: clock()}


async def test_a_server_that_came_back_while_the_bot_was_off_keeps_its_data(
    sample_database: Database, everything: Sequence[PersonalDataTable], retention: RetentionService, clock: FakeClock
) -> None:
    """Until the bot knows its servers, it deletes no server's data, however overdue."""
    await retention.on_guild_remove(CLUB)
    clock.advance_days(100)
    started = RetentionService(sample_database, clock, lambda: everything, lambda _: None)
    await started.delete_expired()
    await started.on_ready([CLUB, CINEMA])
    await started.delete_expired()
    assert await sample_database.read(lambda reader: rows(reader, BALLOT, "server", CLUB))


async def test_rows_of_a_server_that_the_bot_was_never_in_are_deleted_too(
    sample_file: Path, sample_database: Database, retention: RetentionService, clock: FakeClock
) -> None:
    """Rows from people with the bot on their own account are deleted thirty days after they are noticed."""
    await sample_database.write(
        lambda writer: writer.execute(
            INSERT, {"person": SAM, "film": 2, "server": 4040404040, "made": clock() + 1000 * DAY}
        )
    )
    clock.now += HOUR_SECONDS
    await retention.delete_expired()
    clock.advance_days(30)
    await retention.delete_expired()
    assert not await has_anything(sample_file, GuildId(4040404040))


async def test_coming_back_stops_the_deletion(
    sample_database: Database, retention: RetentionService, clock: FakeClock
) -> None:
    """If the bot is invited in the middle of the deletion, the remaining rows stay."""
    many = [
        {"person": number, "film": 1, "server": CLUB, "made": clock() + 1000 * DAY} for number in range(5 * BATCH_SIZE)
    ]
    await sample_database.write(lambda writer: writer.execute_many(INSERT, many))
    await retention.on_guild_remove(CLUB)
    clock.advance_days(31)
    tidying = asyncio.create_task(retention.delete_expired())
    while len(await sample_database.read(lambda reader: rows(reader, GLANCE, "server", CLUB))) > 4 * BATCH_SIZE + 1:
        assert not tidying.done()
    await retention.on_guild_join(CLUB)
    await tidying
    assert await sample_database.read(lambda reader: rows(reader, GLANCE, "server", CLUB))
    assert await sample_database.read(queries.list_departures) == {}


async def test_old_rows_are_deleted_and_new_ones_stay(
    sample_database: Database, retention: RetentionService, clock: FakeClock
) -> None:
    """A row that is kept for thirty days is deleted exactly when they are over."""
    ages = (0, 29 * DAY, 30 * DAY - 1, 30 * DAY, 400 * DAY)
    glances = [{"person": SAM, "film": age, "server": None, "made": clock() - age} for age in ages]
    await sample_database.write(lambda writer: writer.execute("DELETE FROM made_up_glance"))
    await sample_database.write(lambda writer: writer.execute_many(INSERT, glances))
    await retention.delete_expired()
    assert [row[1] for row in await sample_database.read(lambda reader: rows(reader, GLANCE, "person", SAM))] == [
        0,
        29 * DAY,
        30 * DAY - 1,
    ]


async def test_no_write_waits_long_for_the_clean_up(
    sample_database: Database, retention: RetentionService, clock: FakeClock
) -> None:
    """However much there is to delete, waiting writes get a turn after each batch."""
    await sample_database.write(
        lambda writer: writer.execute_many(
            INSERT, [{"person": person, "film": 1, "server": CLUB, "made": 0} for person in range(5 * BATCH_SIZE)]
        )
    )
    count_sql = "SELECT count(*) FROM made_up_glance WHERE made = 0"
    tidying, left = asyncio.create_task(retention.delete_expired()), []
    while not tidying.done():
        left.append((await sample_database.write(lambda writer: writer.execute(count_sql)))[0][0])
    assert max(before - after for before, after in itertools.pairwise(left)) <= BATCH_SIZE
    assert left[-1] == 0


async def test_a_database_that_fails_once_only_delays_deletion(
    sample_file: Path, sample_database: Database, retention: RetentionService, clock: FakeClock
) -> None:
    """The next clean-up makes up for a removal or a deletion that could not be written."""
    with closing(sqlite3.connect(sample_file)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError):
            await retention.on_guild_remove(CLUB)
        holder.rollback()
        await retention.delete_expired()
        assert await sample_database.read(queries.list_departures) == {CLUB: clock()}
        clock.advance_days(31)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError):
            await retention.delete_expired()
        holder.rollback()
    await retention.delete_expired()
    assert not await has_anything(sample_file, CLUB)
