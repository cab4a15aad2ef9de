"""One person's rows: all of them are shown, copied and erased, and nobody else's."""

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
async def let_go() -> list[int]:
    """Who was let go of in memory."""
    return []


@pytest.fixture
async def people(
    kept: Database, everything: Sequence[PersonalDataTable], clock: FakeClock, let_go: list[int]
) -> UserDataService:
    """Sam and Jiwoo have a row in every table there is, in two servers each."""
    for person in (SAM, JIWOO):
        for server in (CLUB, CINEMA):
            for keeps in everything:
                with suppress(sqlite3.IntegrityError):  # some tables hold one row of a person, some one of a server
                    await insert_row(kept, keeps, person, server)
    await kept.write(
        lambda writer: writer.execute(f"INSERT INTO {CHOICE} (ballot, film) SELECT id, voter % 1000 FROM {BALLOT}")
    )
    return UserDataService(kept, clock, lambda: everything, let_go.append)


def of_people(everything: Sequence[PersonalDataTable]) -> Sequence[tuple[str, str]]:
    return [(keeps.table, keeps.user_column) for keeps in everything if keeps.user_column]


async def test_a_copy_holds_every_row_of_a_person_and_none_of_anybody_else(
    kept: Database, people: UserDataService, everything: Sequence[PersonalDataTable]
) -> None:
    """Whatever table a feature tells of: all rows of Sam are in Sam's copy, and Jiwoo is not."""
    copy = await people.export(SAM) or b""
    told = json.loads(copy)["tables"]
    for table, column in of_people(everything):
        theirs = await kept.read(partial(rows, table=table, column=column, value=SAM))
        assert theirs, f"the test knows no row for {table}"
        assert len([row for row in told[table] if row[column] == str(SAM)]) == len(theirs), table
    assert str(JIWOO) not in copy.decode()


async def test_a_copy_has_the_parts_of_a_row_too(people: UserDataService) -> None:
    """What is on Sam's ballots is Sam's, though no id stands there; what is on Jiwoo's is not."""
    choices = json.loads(await people.export(SAM) or b"")["tables"][CHOICE]
    assert [choice["film"] for choice in choices] == [SAM % 1000] * 2


async def test_a_copy_is_the_same_each_time(people: UserDataService) -> None:
    """Two copies can be compared."""
    assert await people.export(SAM) == await people.export(SAM)


async def test_who_is_forgotten_is_nowhere_in_the_database(
    filled_file: Path, people: UserDataService, everything: Sequence[PersonalDataTable]
) -> None:
    """No row of any table holds the id afterwards; everybody else's rows are what they were."""
    before = await dump_sql(filled_file)
    assert str(SAM) in before
    await people.erase(SAM)
    after = await dump_sql(filled_file)
    assert str(SAM) not in after
    jiwoos = [line for line in before.splitlines() if str(JIWOO) in line]
    assert [line for line in after.splitlines() if str(JIWOO) in line] == jiwoos


async def test_what_everybody_decided_together_stays_without_a_name(kept: Database, people: UserDataService) -> None:
    """Of a closed poll the ballot stays, nobody's; of an open one it goes."""
    await kept.write(lambda writer: writer.execute(f"UPDATE {BALLOT} SET closed = server = :server", {"server": CLUB}))
    await people.erase(SAM)
    left = await kept.read(lambda reader: reader.execute(f"SELECT closed, voter FROM {BALLOT} ORDER BY closed, voter"))
    assert left == [(0, JIWOO), (1, None), (1, JIWOO)]
    assert len(await kept.read(lambda reader: reader.execute(f"SELECT film FROM {CHOICE}"))) == 3


async def test_it_is_told_how_much_goes_and_how_much_stays(people: UserDataService) -> None:
    """What is counted before is what goes, and afterwards nothing is there to count or to copy."""
    asked = await people.count_user_rows(SAM)
    ballot = next(one for one in asked if one.declaration.table == BALLOT)
    assert (ballot.total, ballot.deleted, ballot.anonymized) == (2, 0, 2)
    assert await people.erase(SAM) == asked
    assert await people.count_user_rows(SAM) == []
    assert await people.export(SAM) is None
    assert await people.erase(SAM) == []


async def test_memory_lets_go_after_the_rows_are_gone(people: UserDataService, let_go: list[int]) -> None:
    """Every feature is told whom to let go of."""
    await people.erase(SAM)
    assert let_go == [SAM]


async def test_forgetting_is_whole_or_nothing(
    filled_file: Path,
    kept: Database,
    people: UserDataService,
    everything: Sequence[PersonalDataTable],
    clock: FakeClock,
) -> None:
    """Where one table cannot be erased none is, and nobody is let go of."""
    before, let_go = await dump_sql(filled_file), list[int]()
    broken = UserDataService(
        kept, clock, lambda: [*everything, PersonalDataTable("nowhere", user_column="person")], let_go.append
    )
    with pytest.raises(Exception, match="nowhere"):
        await broken.erase(SAM)
    assert (await dump_sql(filled_file), let_go) == (before, [])


async def test_a_host_is_told_of_their_own_server(people: UserDataService) -> None:
    """What is counted of one server is not of the other."""
    of_club = {one.declaration.table: one.total for one in await people.count_guild_rows(CLUB)}
    assert of_club[BALLOT] == 2
    assert of_club["departure"] == 1
    assert await people.count_guild_rows(GuildId(404)) == []
