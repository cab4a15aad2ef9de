"""The running bot's database, on either engine: units of work, and small texts stored by name."""

from contextlib import AbstractAsyncContextManager
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.changes import OnChange
from bot.core.storage.location import Location, PostgresUrl
from bot.core.storage.migration_scripts import POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS
from bot.core.storage.sql import Coro, Lock, ReadingWork, T, WritingWork
from bot.core.storage.sqlite.engine import SqliteEngine


class Engine(Protocol):
    """Stores the data and runs units of work: a SQLite file, or a PostgreSQL server."""

    async def read(self, work: ReadingWork[T]) -> T:
        """Run a unit of work that reads one snapshot of the database, and return its result."""

    async def write(self, work: WritingWork[T], lock: Lock | None = None) -> T:
        """Run a unit of work in a transaction that holds `lock`, and return its result after the commit."""

    @property
    def is_shared(self) -> bool:
        """Whether other processes can use the database at the same time."""

    async def watch(self, on_change: OnChange) -> None:
        """Report what other processes change, until cancelled; return at once if there are no other processes."""

    def process_lock(self, lock: Lock, *, waits: bool = True) -> AbstractAsyncContextManager[bool]:
        """Return a context manager for a lock between processes; it yields whether this process holds the lock."""

    async def responds(self, seconds: float) -> bool:
        """Return whether the database answers within `seconds`."""

    async def is_in_place(self) -> bool:
        """Return whether the database is still the one that was opened."""

    async def tidy_up(self) -> None:
        """Merge SQLite's log after a while without commits, or delete PostgreSQL's old records of interactions."""

    async def close(self) -> None:
        """Close every connection after the current transactions."""


class Database(Struct, frozen=True):
    """The open database of the running bot; `read` and `write` run units of work."""

    engine: Engine

    @classmethod
    async def open(cls, location: Location, migrations: Path | None = None) -> "Database":
        """Open or create the database and migrate it; raise StartupError with the remedy if that fails."""
        if isinstance(location, PostgresUrl):
            require_postgres_driver()
            from bot.core.storage.postgres.engine import PostgresEngine  # noqa: PLC0415  # the PostgreSQL driver is optional

            return cls(await PostgresEngine.open(location, migrations or POSTGRES_MIGRATIONS))
        return cls(await SqliteEngine.open(location, migrations or SQLITE_MIGRATIONS))

    def read(self, work: ReadingWork[T]) -> Coro[T]:
        """Run a unit of work that reads one snapshot of the database, and return its result."""
        return self.engine.read(work)

    def write(self, work: WritingWork[T], lock: Lock | None = None) -> Coro[T]:
        """Run a unit of work in a transaction, and return its result after the commit.

        A unit of work whose writes depend on what it reads names its subject in `lock`, such as ("poll", 12): units of
        work with the same lock run one at a time. In SQLite, only one unit of work writes at a time anyway.
        """
        return self.engine.write(work, lock)

    @property
    def is_shared(self) -> bool:
        """Whether other processes can use the database at the same time."""
        return self.engine.is_shared

    async def watch(self, on_change: OnChange) -> None:
        """Report what other processes change, until cancelled; return at once if there are no other processes."""
        await self.engine.watch(on_change)

    def process_lock(self, lock: Lock, *, waits: bool = True) -> AbstractAsyncContextManager[bool]:
        """Return a context manager for a lock between processes; it yields whether this process holds the lock.

        It yields False if the server cannot be reached or, without `waits`, if another process holds the lock.
        """
        return self.engine.process_lock(lock, waits=waits)

    async def responds(self, seconds: float) -> bool:
        """Return whether the database answers within `seconds`."""
        return await self.engine.responds(seconds)

    async def is_in_place(self) -> bool:
        """Return whether the database is still the one that was opened; if it is not, commits fail."""
        return await self.engine.is_in_place()

    async def tidy_up(self) -> None:
        """Merge SQLite's log after a while without commits, or delete PostgreSQL's old records of interactions."""
        await self.engine.tidy_up()

    async def get_value(self, name: str) -> str | None:
        """Return the text that was last stored under `name`, or None."""
        sql = "SELECT text FROM memo WHERE name = :name"
        rows = await self.read(lambda reader: reader.execute(sql, {"name": name}))
        return rows[0][0] if rows else None

    async def set_value(self, name: str, text: str) -> None:
        """Store `text` under `name`, replacing an earlier text."""
        sql = "INSERT INTO memo (name, text) VALUES (:name, :text) ON CONFLICT (name) DO UPDATE SET text = :text"
        await self.write(lambda writer: writer.execute(sql, {"name": name, "text": text}))

    async def close(self) -> None:
        """Close every connection after the current transactions."""
        await self.engine.close()


def require_postgres_driver() -> None:
    """Raise StartupError with the remedy if PostgreSQL's driver, which is optional, is not installed."""
    if not (find_spec("psycopg") and find_spec("psycopg_pool")):
        raise StartupError(
            "The driver of PostgreSQL is not installed: "
            "uv sync --no-dev --group postgres installs it (or pip install 'psycopg[binary]' psycopg-pool).",
            ExitCode.BAD_SETTING,
        )
