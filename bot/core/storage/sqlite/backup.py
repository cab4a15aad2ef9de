"""Copies a whole database file, and checks its content; only modules in this folder use sqlite3.

These functions block: the running bot calls them in a thread.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from msgspec import Struct

from bot.core.storage.migration_scripts import SQLITE_MIGRATIONS, numbered_scripts, schema_script
from bot.core.storage.sql import Row
from bot.core.storage.sqlite.connection import BUSY_MILLISECONDS, CONTENT_ERRORS, reason
from bot.core.storage.sqlite.engine import CREATE_MIGRATION_TABLE, unusable_error

Version = tuple[int, int, int]
IntegrityPragma = Literal["integrity_check", "quick_check"]

BUSY_TIMEOUT_PRAGMA = f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}"
READ_PRAGMAS = (
    BUSY_TIMEOUT_PRAGMA,
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA query_only = ON",
)
UNSYNCED_PRAGMAS = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF")
"""Pragmas for a temporary file, which the caller syncs to disk before renaming it."""

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
CACHE_TABLES = f"{TABLES} AND name LIKE '%\\_cache' ESCAPE '\\'"
OBJECTS = (
    "SELECT type, name, coalesce(sql, '') FROM sqlite_schema"
    " WHERE type IN ('trigger', 'view') OR name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)


class UnusableDatabase(Exception):
    """Raised for a file that is not a usable database, with the driver's reason."""


class DatabaseSummary(Struct, frozen=True):
    """The result of reading a whole database: schema version, row counts by table, and objects that are not ours."""

    version: int
    rows: Mapping[str, int]
    unknown_objects: Sequence[str] = ()


@contextmanager
def damage_as_startup_error(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a StartupError, and other errors too if the database at `path` is damaged.

    The block must close the database, because its integrity is checked after such other errors.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise unusable_error(path, error) from error
    except CONTENT_ERRORS as error:
        try:
            check_integrity(path, "integrity_check")
        except UnusableDatabase as damage:
            raise unusable_error(path, damage) from error
        raise


def copy(source: Path, target: Path) -> None:
    """Copy all committed data in `source` to `target`, one self-contained file, even while others write to `source`."""
    with _open(source, "rw", READ_PRAGMAS) as read, _open(target, "rwc", UNSYNCED_PRAGMAS) as written:
        _rows(read, "BEGIN")
        _rows(read, "SELECT count(*) FROM sqlite_schema")  # a locked file fails here; read.backup would wait forever
        read.backup(written)
        _rows(read, "ROLLBACK")
    with _open(target, "rw") as written:
        _rows(written, "PRAGMA journal_mode = DELETE")  # a database in WAL mode needs two more files beside it


def empty_caches(path: Path) -> None:
    """Delete every row of the tables whose names end in _cache, because that data can be fetched again."""
    with _open(path, "rw", ("PRAGMA secure_delete = ON",)) as written:
        for (table,) in _rows(written, CACHE_TABLES):
            _rows(written, f'DELETE FROM "{table}"')


def check(path: Path, check_pragma: IntegrityPragma = "integrity_check") -> DatabaseSummary:
    """Read a whole database and summarise it; raise UnusableDatabase if it is damaged or not Nunmul's."""
    with _open(path, "rw", READ_PRAGMAS) as connection:
        _check_integrity(connection, check_pragma)
        names = [str(row[0]) for row in _rows(connection, TABLES)]
        version = _read_version(connection)
        return DatabaseSummary(
            version, {name: _count(connection, name) for name in names}, _unknown_objects(connection, version)
        )


def check_integrity(path: Path, check_pragma: IntegrityPragma = "quick_check") -> None:
    """Raise UnusableDatabase if the database at `path` is damaged."""
    with _open(path, "rw", READ_PRAGMAS) as connection:
        _check_integrity(connection, check_pragma)


def _check_integrity(connection: sqlite3.Connection, check_pragma: IntegrityPragma) -> None:
    result = str(_rows(connection, f"PRAGMA {check_pragma}(1)")[0][0])
    if result != "ok":
        raise UnusableDatabase(" ".join(result.split()))


def _unknown_objects(connection: sqlite3.Connection, version: int) -> Sequence[str]:
    """Return the objects of the schema that no migration up to `version` creates, as "trigger x"."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as scratch:
        _make_schema(scratch, version)
        ours = {_object_identity(row) for row in _rows(scratch, OBJECTS)}
    return [f"{row[0]} {row[1]}" for row in _rows(connection, OBJECTS) if _object_identity(row) not in ours]


def _make_schema(scratch: sqlite3.Connection, version: int) -> None:
    """Create the schema of a version: the latest from its own script, an earlier one by running its migrations."""
    scripts = {script: int(script.name.split("_")[0]) for script in sorted(SQLITE_MIGRATIONS.glob("*.sql"))}
    if version == max(scripts.values()):
        scratch.executescript(schema_script(SQLITE_MIGRATIONS).read_text(encoding="utf-8"))
        return
    scratch.execute(CREATE_MIGRATION_TABLE)
    for script, number in scripts.items():
        if number <= version:
            scratch.executescript(script.read_text(encoding="utf-8"))


def _object_identity(row: Row) -> tuple[str, ...]:
    """Return a schema object's type and name, and for a view or trigger its SQL without quotes and extra spaces."""
    kind, name, sql = map(str, row)
    code = " ".join(sql.replace('"', "").split())
    return (kind, name) if re.match("CREATE (TABLE|(UNIQUE )?INDEX) ", code, re.IGNORECASE) else (kind, name, code)


def read_version(path: Path) -> int:
    """Return the version of a database's schema; raise UnusableDatabase if there is none."""
    with _open(path, "rw", READ_PRAGMAS) as connection:
        return _read_version(connection)


def checkpoint(path: Path) -> None:
    """Apply the write-ahead log or a hot journal to the file; they are removed unless others have the file open."""
    with _open(path, "rw", (BUSY_TIMEOUT_PRAGMA,)) as connection:
        _rows(connection, "SELECT count(*) FROM sqlite_schema")
        _rows(connection, "PRAGMA wal_checkpoint(TRUNCATE)")


def latest_version(migrations: Path = SQLITE_MIGRATIONS) -> int:
    """Return the schema version of this code; raise StartupError if its migrations are incomplete."""
    return max(numbered_scripts(migrations))


def sqlite_version() -> Version:
    """Return the version of SQLite that this Python uses."""
    return sqlite3.sqlite_version_info


@contextmanager
def _open(path: Path, mode: str, pragmas: tuple[str, ...] = ()) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(_address(path, mode), uri=True, isolation_level=None)) as connection:
            for pragma in pragmas:
                _rows(connection, pragma)
            yield connection
    except (sqlite3.Error, *CONTENT_ERRORS) as error:
        raise UnusableDatabase(reason(error)) from error


def _address(path: Path, mode: str) -> str:
    """Return a URI with a mode, so that opening a missing file does not create it."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def _rows(connection: sqlite3.Connection, sql: str) -> Sequence[Row]:
    """Return every row, so that no statement stays open."""
    return connection.execute(sql).fetchall()


def _read_version(connection: sqlite3.Connection) -> int:
    return int(_rows(connection, "SELECT coalesce(max(version), 0) FROM migration")[0][0])


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(_rows(connection, f'SELECT count(*) FROM "{quoted}"')[0][0])
