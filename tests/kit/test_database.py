"""The database keeps what was confirmed, and nothing that was not."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.kit.database import Database
from bot.kit.refusals import CannotStart, Exit

TABLE = "BEGIN; CREATE TABLE tear (id INTEGER PRIMARY KEY) STRICT; INSERT INTO migration VALUES (1, 'tears'); COMMIT;"
NEW = "INSERT INTO tear (id) VALUES (:id)"


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_tears.sql").write_text(TABLE, encoding="utf-8")
    return folder


@pytest.fixture
async def kept(tmp_path: Path, migrations: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "new" / "tears.db", migrations)
    yield database
    await database.close()


async def tears(database: Database) -> list[int]:
    return [row[0] for row in await database.reader.rows("SELECT id FROM tear ORDER BY id")]


async def test_a_transaction_that_ends_well_is_kept(kept: Database) -> None:
    """What the block wrote is there afterwards."""
    async with kept.transaction() as writer:
        await writer.run(NEW, [{"id": 1}, {"id": 2}])
    assert await tears(kept) == [1, 2]


async def test_a_transaction_that_fails_leaves_nothing(kept: Database) -> None:
    """An exception in the block takes back all of it."""

    async def fail() -> None:
        async with kept.transaction() as writer:
            await writer.rows(NEW, {"id": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await tears(kept) == []


async def test_transactions_take_turns(kept: Database) -> None:
    """Fifty at once, each reading what it then writes: none sees another's half, none is lost."""

    async def one_more() -> None:
        async with kept.transaction() as writer:
            last = (await writer.rows("SELECT coalesce(max(id), 0) FROM tear"))[0][0]
            await asyncio.sleep(0)
            await writer.rows(NEW, {"id": last + 1})

    await asyncio.gather(*(one_more() for _ in range(50)))
    assert await tears(kept) == list(range(1, 51))


@pytest.mark.parametrize("turns", range(12))
async def test_a_cancelled_transaction_is_whole_or_nothing_and_never_left_open(kept: Database, turns: int) -> None:
    """Wherever a task is cancelled, the next transaction begins cleanly, and both rows are there or neither."""

    async def both() -> None:
        async with kept.transaction() as writer:
            await writer.rows(NEW, {"id": 1})
            await writer.rows(NEW, {"id": 2})

    task = asyncio.create_task(both())
    for _ in range(turns):
        await asyncio.sleep(0.0005)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with kept.transaction() as writer:
        await writer.rows(NEW, {"id": 3})
    assert await tears(kept) in ([3], [1, 2, 3])


async def test_readers_cannot_write(kept: Database) -> None:
    """The reading connection refuses, so that a query in the wrong place cannot slip past the one writer."""
    with pytest.raises(Exception, match="readonly"):
        await kept.reader.rows(NEW, {"id": 1})


async def test_what_is_kept_survives_a_new_start(kept: Database, tmp_path: Path, migrations: Path) -> None:
    """A second opening finds what the first wrote, and runs no migration again."""
    async with kept.transaction() as writer:
        await writer.rows(NEW, {"id": 1})
    again = await Database.open(tmp_path / "new" / "tears.db", migrations)
    assert await tears(again) == [1]
    await again.close()


async def test_synchronous_is_full_and_foreign_keys_hold(kept: Database) -> None:
    """The durability that we promise is what the connection is set to."""
    asked = [
        (await kept.reader.rows(f"PRAGMA {name}"))[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")
    ]
    assert asked == ["wal", 2, 1]


async def test_a_database_newer_than_the_code_is_refused(kept: Database, tmp_path: Path, migrations: Path) -> None:
    """An older Nunmul does not touch what a newer one made."""
    async with kept.transaction() as writer:
        await writer.rows("INSERT INTO migration VALUES (2, 'later')")
    with pytest.raises(CannotStart, match="newer than this Nunmul") as refused:
        await Database.open(tmp_path / "new" / "tears.db", migrations)
    assert refused.value.exit_code == Exit.DATABASE_NEWER


async def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, migrations: Path) -> None:
    """A broken script is rolled back whole, and the mended one runs later."""
    broken = migrations / "0002_broken.sql"
    broken.write_text("BEGIN; CREATE TABLE half (id INTEGER) STRICT; NONSENSE; COMMIT;", encoding="utf-8")
    with pytest.raises(CannotStart, match="NONSENSE"):
        await Database.open(tmp_path / "tears.db", migrations)
    broken.unlink()
    database = await Database.open(tmp_path / "tears.db", migrations)
    assert await database.reader.rows("SELECT name FROM sqlite_schema WHERE name = 'half'") == []
    await database.close()


async def test_a_path_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """No traceback for a wrong path."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CannotStart, match="cannot be used"):
        await Database.open(tmp_path / "file" / "nunmul.db")


async def test_our_own_migrations_make_strict_tables(database: Database) -> None:
    """Every table is STRICT, so that a number stays a number."""
    loose = await database.reader.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0")
    assert [row[0] for row in loose if not row[0].startswith("sqlite_")] == []
