"""The database keeps everything that was confirmed, and nothing else."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import StartupError, UserError
from bot.core.exit_codes import ExitCode
from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.core.storage.sqlite import connection as sqlite
from bot.core.storage.sqlite.connection import (  # the originals, before any fixture replaces them
    BUSY_MILLISECONDS,
    PRAGMAS,
)
from tests.sql import select
from tests.stopwatch import Stopwatch

TABLE = (
    "CREATE TABLE tear (id INTEGER PRIMARY KEY) STRICT;"
    " CREATE TABLE memo (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;"
)
NEW = "INSERT INTO tear (id) VALUES (:id)"


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_tears.sql").write_text(TABLE, encoding="utf-8")
    return folder


@pytest.fixture
async def new_database(tmp_path: Path, migrations: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "new" / "tears.db", migrations)
    yield database
    await database.close()


async def tear_ids(database: Database) -> list[int]:
    return [row[0] for row in await select(database, "SELECT id FROM tear ORDER BY id")]


async def test_a_successful_transaction_is_saved(new_database: Database) -> None:
    """Everything that the transaction wrote is in the database afterwards."""
    await new_database.write(lambda writer: writer.execute_many(NEW, [{"id": 1}, {"id": 2}]))
    assert await tear_ids(new_database) == [1, 2]


async def test_a_transaction_that_fails_leaves_nothing(new_database: Database) -> None:
    """If the work raises an exception, everything that it wrote is rolled back."""

    async def fail(writer: Writer) -> None:
        await writer.execute(NEW, {"id": 1})
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await new_database.write(fail)
    assert await tear_ids(new_database) == []


async def test_transactions_take_turns(new_database: Database) -> None:
    """Of fifty transactions started at once, none sees another's unfinished work, and none is lost."""

    async def one_more(writer: Writer) -> None:
        last = (await writer.execute("SELECT coalesce(max(id), 0) FROM tear"))[0][0]
        await writer.execute(NEW, {"id": last + 1})

    await asyncio.gather(*(new_database.write(one_more) for _ in range(50)))
    assert await tear_ids(new_database) == list(range(1, 51))


@pytest.mark.parametrize("turns", range(12))
async def test_a_cancelled_transaction_is_all_or_nothing_and_never_left_open(
    new_database: Database, turns: int
) -> None:
    """Wherever its task is cancelled, a transaction saves both rows or neither, and the next one works."""

    async def both(writer: Writer) -> None:
        await writer.execute(NEW, {"id": 1})
        await writer.execute(NEW, {"id": 2})

    task = asyncio.create_task(new_database.write(both))
    for _ in range(turns):
        await asyncio.sleep(0.0005)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await write_row(new_database, 3)
    assert await tear_ids(new_database) in ([3], [1, 2, 3])


async def test_readers_cannot_write(new_database: Database) -> None:
    """The reading connection refuses writes."""
    with pytest.raises(Exception, match="readonly"):
        await new_database.read(lambda reader: reader.execute(NEW, {"id": 1}))


async def test_stored_data_survives_a_restart(new_database: Database, tmp_path: Path, migrations: Path) -> None:
    """A database that is opened again has its rows, and runs no migration again."""
    await write_row(new_database, 1)
    again = await Database.open(tmp_path / "new" / "tears.db", migrations)
    assert await tear_ids(again) == [1]
    await again.close()


async def test_synchronous_is_full_and_foreign_keys_hold(
    tmp_path: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real pragmas, which tests replace for speed, SQLite syncs every commit and enforces foreign keys."""
    monkeypatch.setattr(sqlite, "PRAGMAS", PRAGMAS)
    durable = await Database.open(tmp_path / "durable.db", migrations)
    pragmas = ("journal_mode", "synchronous", "foreign_keys")
    settings = [(await select(durable, f"PRAGMA {name}"))[0][0] for name in pragmas]
    await durable.close()
    assert settings == ["wal", 2, 1]


async def test_a_database_newer_than_the_code_is_refused(
    new_database: Database, tmp_path: Path, migrations: Path
) -> None:
    """An older Nunmul refuses to open a newer one's database."""
    await new_database.write(lambda writer: writer.execute("INSERT INTO migration VALUES (2, 'later')"))
    with pytest.raises(StartupError, match="newer than this Nunmul") as refused:
        await Database.open(tmp_path / "new" / "tears.db", migrations)
    assert refused.value.exit_code == ExitCode.DATABASE_NEWER


async def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, migrations: Path) -> None:
    """A broken script is rolled back completely, and the database opens again without it."""
    broken = migrations / "0002_broken.sql"
    broken.write_text("CREATE TABLE half (id INTEGER) STRICT; NONSENSE;", encoding="utf-8")
    with pytest.raises(StartupError, match="NONSENSE"):
        await Database.open(tmp_path / "tears.db", migrations)
    broken.unlink()
    database = await Database.open(tmp_path / "tears.db", migrations)
    assert await select(database, "SELECT name FROM sqlite_schema WHERE name = 'half'") == []
    await database.close()


async def test_an_unusable_path_is_refused_with_a_message(tmp_path: Path) -> None:
    """The operator reads that the path cannot be used."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StartupError, match="cannot be used"):
        await Database.open(tmp_path / "file" / "nunmul.db")


def move_away(path: Path) -> Path:
    return path.rename(path.with_name(f"{path.name}.away"))


@pytest.mark.parametrize("tail", ["", "-wal", "-shm"])
async def test_nothing_is_committed_to_a_file_that_is_gone(new_database: Database, tmp_path: Path, tail: str) -> None:
    """A write is refused as not saved while the file is gone, and works once it is back."""
    file = tmp_path / "new" / f"tears.db{tail}"

    away = move_away(file)
    assert not await new_database.is_in_place()
    with pytest.raises(UserError, match=r"core\.not-saved"):
        await write_row(new_database, 1)
    assert await tear_ids(new_database) == []
    away.rename(file)
    await write_row(new_database, 1)
    assert (await tear_ids(new_database), await new_database.is_in_place()) == ([1], True)


async def test_a_replacement_of_the_file_is_not_accepted(new_database: Database, tmp_path: Path) -> None:
    """Writes are refused after the file is replaced by a copy of itself."""
    file = tmp_path / "new" / "tears.db"
    shutil.copy(move_away(file), file)
    with pytest.raises(UserError):
        await new_database.set_value("a", "b")


async def write_row(new_database: Database, number: int) -> None:
    async def one(writer: Writer) -> None:
        await writer.execute(NEW, {"id": number})

    await new_database.write(one)


async def test_an_idle_database_merges_its_log_into_the_file(
    new_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write-ahead log is merged after a while without commits, and not again until the next write."""
    file, wal = tmp_path / "new" / "tears.db", tmp_path / "new" / "tears.db-wal"
    await write_row(new_database, 1)
    await new_database.tidy_up()
    assert wal.stat().st_size
    monkeypatch.setattr("bot.core.storage.sqlite.engine.IDLE_SECONDS", 0)
    await new_database.tidy_up()
    assert wal.stat().st_size == 0
    alone = Path(shutil.copy(file, tmp_path / "alone.db"))
    with closing(sqlite3.connect(alone)) as sqlite:
        assert sqlite.execute("SELECT id FROM tear").fetchall() == [(1,)]
    changed = file.stat().st_mtime_ns
    await new_database.tidy_up()
    assert file.stat().st_mtime_ns == changed
    await write_row(new_database, 2)
    assert wal.stat().st_size


async def test_deleted_data_is_gone_from_the_log_too(
    new_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the write-ahead log is merged, no file contains the bytes of deleted data."""
    await new_database.set_value("secret", "nobody-may-find-this")
    await new_database.write(lambda writer: writer.execute("DELETE FROM memo"))
    monkeypatch.setattr("bot.core.storage.sqlite.engine.IDLE_SECONDS", 0)
    await new_database.tidy_up()
    assert not [path for path in (tmp_path / "new").iterdir() if b"nobody-may-find-this" in path.read_bytes()]


async def test_merging_the_log_waits_for_nobody_and_blocks_nobody(
    new_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another program reads, merging is postponed at once, and writes are not held up."""
    monkeypatch.setattr("bot.core.storage.sqlite.engine.IDLE_SECONDS", 0)
    wal = tmp_path / "new" / "tears.db-wal"
    await write_row(new_database, 1)
    with closing(sqlite3.connect(tmp_path / "new" / "tears.db", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM tear").fetchall()
        await write_row(new_database, 2)
        watch = Stopwatch()
        await asyncio.gather(new_database.tidy_up(), write_row(new_database, 3))
        assert watch.seconds < BUSY_MILLISECONDS / 1000
        assert wal.stat().st_size
    await new_database.tidy_up()
    assert (wal.stat().st_size, await tear_ids(new_database)) == (0, [1, 2, 3])


@pytest.mark.sqlite_only
async def test_our_own_migrations_make_strict_tables(database: Database) -> None:
    """Every table is STRICT."""
    loose = await select(database, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0")
    assert [row[0] for row in loose if not row[0].startswith("sqlite_")] == []
