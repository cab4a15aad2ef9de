"""How transactions begin and end on a PostgreSQL connection, which can be shared through a pooler."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from psycopg import Error, OperationalError

from bot.core.storage.postgres.connection import RawConnection
from bot.core.storage.sql import Lock

LIMITS = (
    "SET LOCAL statement_timeout = '5s'; SET LOCAL lock_timeout = '1500ms';"
    " SET LOCAL idle_in_transaction_session_timeout = '10s'"
)
"""How long a statement may run or wait for a lock, and how long a transaction may be idle.

SET LOCAL ends with the transaction, after which a pooler can give the session to another client.
"""
BEGIN_READING = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {LIMITS}"
BEGIN_WRITING = f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; {LIMITS}"
BEGIN_LONG = (
    "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;"
    " SET LOCAL idle_in_transaction_session_timeout = 0"
)
LOCK_KIND = re.compile(r"[a-z-]+")


@asynccontextmanager
async def reading(raw: RawConnection) -> AsyncIterator[None]:
    """Open a transaction that reads one snapshot."""
    await raw.execute(BEGIN_READING)
    try:
        yield
    finally:
        await roll_back(raw)


async def begin_writing(raw: RawConnection, lock: Lock | None, *statements: str) -> Sequence[Any]:
    """Begin a transaction that holds `lock`, if there is one, and run `statements`, all in one round trip.

    Return the transaction's id, and then the first value of each row that the statements return.
    """
    locking = [f"SELECT pg_advisory_xact_lock({lock_key(lock)})"] if lock else []
    xid = "SELECT CAST(pg_current_xact_id() AS TEXT)"
    values = await run_together(raw, BEGIN_WRITING, *locking, xid, *statements)
    return values[len(locking) :]


async def run_together(raw: RawConnection, *statements: str) -> Sequence[Any]:
    """Run statements without parameters in one round trip, and return the first value of each row."""
    cursor, values = await raw.execute("; ".join(statements).encode()), list[Any]()
    while True:
        values += [row[0] for row in (await cursor.fetchall() if cursor.description else ())]
        if not cursor.nextset():
            return values


@asynccontextmanager
async def rolled_back_on_error(raw: RawConnection) -> AsyncIterator[None]:
    """Roll the transaction back if an error ends the block."""
    try:
        yield
    except BaseException:
        await roll_back(raw)
        raise


async def commit(raw: RawConnection) -> None:
    """Commit the transaction; raise OperationalError if the server rolled it back instead."""
    cursor = await raw.execute("COMMIT")
    if cursor.statusmessage != "COMMIT":
        raise OperationalError("a statement of the transaction had failed")


async def roll_back(raw: RawConnection) -> None:
    """Roll a transaction back; if the connection is lost, the server does that itself."""
    with suppress(Error):
        await raw.execute("ROLLBACK")


def lock_key(lock: Lock) -> str:
    """Return the SQL expression for a lock's key; raise ValueError if its kind is not lowercase letters and hyphens."""
    kind, number = lock
    if not LOCK_KIND.fullmatch(kind):
        raise ValueError(f"{kind!r} is not a kind of lock")
    return f"hashtextextended('{kind}:{int(number)}', 0)"
