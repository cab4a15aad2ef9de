"""All of a person's rows are shown, exported and deleted, and nobody else's."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from bot.ids import GuildId
from bot.privacy.service.user_data import UserDataService
from tests.privacy.conftest import FakeClock
from tests.privacy.row_factory import CINEMA, CLUB, JIWOO, SAM, dump_sql, insert_row, rows
from tests.privacy.sample_feature import BALLOT, CHOICE


@pytest.fixture
async def dropped_people() -> list[int]:
    """Return a list that gets each person whose data is dropped from memory."""
    return []


@pytest.fixture
async def people(
    sample_database: Database, everything: Sequence[PersonalDataTable], clock: FakeClock, dropped_people: list[int]
) -> UserDataService:
    """Return a service on a database in which Sam and Jiwoo have rows in every table, in two servers each."""
    for person in (SAM, JIWOO):
        for server in (CLUB, CINEMA):
            for data in everything:
                with suppress(sqlite3.IntegrityError):  # some tables accept only one row for each person or server
                    await insert_row(sample_database, data, person, server)
    await sample_database.write(
        lambda writer: writer.execute(f"INSERT INTO {CHOICE} (ballot, film) SELECT id, voter % 1000 FROM {BALLOT}")
    )
    return UserDataService(sample_database, clock, lambda: everything, dropped_people.append)


def of_people(everything: Sequence[PersonalDataTable]) -> Sequence[tuple[str, str]]:
    return [(data.table, data.user_column) for data in everything if data.user_column]


async def test_an_export_has_every_row_of_a_person_and_nobody_elses(
    sample_database: Database, people: UserDataService, everything: Sequence[PersonalDataTable]
) -> None:
    """Whatever tables a feature declares, all of Sam's rows are in Sam's export, and none of Jiwoo's."""
    content = await people.export(SAM) or b""
    exported = json.loads(content)["tables"]
    for table, column in of_people(everything):
        theirs = await sample_database.read(partial(rows, table=table, column=column, value=SAM))
        assert theirs, f"this test has no row for {table}"
        assert len([row for row in exported[table] if row[column] == str(SAM)]) == len(theirs), table
    assert str(JIWOO) not in content.decode()


async def test_an_export_has_child_rows_too(people: UserDataService) -> None:
    """Sam's export has the choices on Sam's ballots, although those rows contain no user id."""
    choices = json.loads(await people.export(SAM) or b"")["tables"][CHOICE]
    assert [choice["film"] for choice in choices] == [SAM % 1000] * 2


async def test_an_export_is_the_same_each_time(people: UserDataService) -> None:
    """Two exports in a row are equal byte for byte."""
    assert await people.export(SAM) == await people.export(SAM)


async def test_a_deleted_person_is_nowhere_in_the_database(
    sample_file: Path, people: UserDataService, everything: Sequence[PersonalDataTable]
) -> None:
    """No row in any table has Sam's id afterwards, and Jiwoo's rows are unchanged."""
    before = await dump_sql(sample_file)
    assert str(SAM) in before
    await people.erase(SAM)
    after = await dump_sql(sample_file)
    assert str(SAM) not in after
    jiwoo_lines = [line for line in before.splitlines() if str(JIWOO) in line]
    assert [line for line in after.splitlines() if str(JIWOO) in line] == jiwoo_lines


async def test_shared_decisions_stay_without_an_id(sample_database: Database, people: UserDataService) -> None:
    """A ballot of a closed poll stays without an id. One of an open poll is deleted."""
    await sample_database.write(
        lambda writer: writer.execute(f"UPDATE {BALLOT} SET closed = server = :server", {"server": CLUB})
    )
    await people.erase(SAM)
    left = await sample_database.read(
        lambda reader: reader.execute(f"SELECT closed, voter FROM {BALLOT} ORDER BY closed, voter")
    )
    assert left == [(0, JIWOO), (1, None), (1, JIWOO)]
    assert len(await sample_database.read(lambda reader: reader.execute(f"SELECT film FROM {CHOICE}"))) == 3


async def test_the_numbers_of_deleted_and_kept_rows_are_announced(people: UserDataService) -> None:
    """The announced numbers match what is deleted, and afterwards there is nothing left to count or export."""
    counts = await people.count_user_rows(SAM)
    ballot = next(count for count in counts if count.declaration.table == BALLOT)
    assert (ballot.total, ballot.deleted, ballot.anonymized) == (2, 0, 2)
    assert await people.erase(SAM) == counts
    assert await people.count_user_rows(SAM) == []
    assert await people.export(SAM) is None
    assert await people.erase(SAM) == []


async def test_memory_is_cleared_after_the_rows_are_deleted(people: UserDataService, dropped_people: list[int]) -> None:
    """The hook that clears memory is called once, with the person's id."""
    await people.erase(SAM)
    assert dropped_people == [SAM]


async def test_deletion_is_all_or_nothing(
    sample_file: Path,
    sample_database: Database,
    people: UserDataService,
    everything: Sequence[PersonalDataTable],
    clock: FakeClock,
) -> None:
    """If one table fails, no row is deleted, and nothing is dropped from memory."""
    before, dropped_people = await dump_sql(sample_file), list[int]()
    broken = UserDataService(
        sample_database,
        clock,
        lambda: [*everything, PersonalDataTable("nowhere", user_column="person")],
        dropped_people.append,
    )
    with pytest.raises(Exception, match="nowhere"):
        await broken.erase(SAM)
    assert (await dump_sql(sample_file), dropped_people) == (before, [])


async def test_a_manager_sees_the_numbers_of_their_own_server(people: UserDataService) -> None:
    """One server's numbers do not include another's."""
    of_club = {count.declaration.table: count.total for count in await people.count_guild_rows(CLUB)}
    assert of_club[BALLOT] == 2
    assert of_club["departure"] == 1
    assert await people.count_guild_rows(GuildId(404)) == []
