"""Creates and migrates the schema of a PostgreSQL database."""

from collections.abc import Mapping
from pathlib import Path

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.migration_scripts import ledger_rows, newer_schema_error, paired_scripts, schema_script
from bot.core.storage.postgres.connection import RawConnection
from bot.core.storage.postgres.transactions import BEGIN_LONG, commit, lock_key, rolled_back_on_error

MIN_VERSION = 130_000
"""PostgreSQL 13, the first with pg_current_xact_id."""
SELECT_SERVER = "SELECT current_setting('server_version_num'), current_setting('server_encoding')"
SELECT_LEDGER = "SELECT to_regclass('migration') IS NOT NULL"
COUNT_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
SELECT_VERSION = "SELECT coalesce(max(version), 0), count(*) FROM migration"


async def migrate(raw: RawConnection, folder: Path) -> None:
    """Run every pending migration in its own transaction; give an empty database the latest schema at once.

    Processes that start at the same time take turns, so that each script runs once.
    """
    await _check_server(raw)
    numbered, own = paired_scripts(folder)
    while await _migrate_one_step(raw, folder, numbered, own):
        pass


async def _check_server(raw: RawConnection) -> None:
    row = await (await raw.execute(SELECT_SERVER)).fetchone() or ("0", "")
    if int(row[0]) < MIN_VERSION:
        raise _unusable_error("its server is older than PostgreSQL 13", "update it")
    if row[1] != "UTF8":
        raise _unusable_error(f"its encoding is {row[1]}", "create one with CREATE DATABASE … ENCODING 'UTF8'")


async def _migrate_one_step(
    raw: RawConnection, folder: Path, numbered: Mapping[int, Path], own: Mapping[int, Path]
) -> bool:
    """Run the next pending script, or create the schema; return False if nothing is pending."""
    await raw.execute(f"{BEGIN_LONG}; SELECT pg_advisory_xact_lock({lock_key(('migration', 0))})".encode())
    async with rolled_back_on_error(raw):
        script, recorded = await _find_next_script(raw, folder, numbered, own)
        if script:
            await raw.execute(script.read_text(encoding="utf-8").encode())
            await raw.execute(f"INSERT INTO migration (version, name) VALUES {ledger_rows(recorded)}".encode())
        await commit(raw)
    return script is not None


async def _find_next_script(
    raw: RawConnection, folder: Path, numbered: Mapping[int, Path], own: Mapping[int, Path]
) -> tuple[Path | None, Mapping[int, Path]]:
    if not await _read_value(raw, SELECT_LEDGER):
        if await _read_value(raw, COUNT_TABLES):
            raise _unusable_error("it has tables that are not Nunmul's", "create a database for Nunmul alone")
        return schema_script(folder), numbered
    done = await _read_version(raw, max(numbered))
    pending = {number: script for number, script in own.items() if number == done + 1}
    return pending.get(done + 1), pending


async def _read_version(raw: RawConnection, newest: int) -> int:
    """Return the version of the schema; raise StartupError if it is newer than ours or the ledger has a gap."""
    row = await (await raw.execute(SELECT_VERSION)).fetchone() or (0, 0)
    schema_version, known = map(int, row)
    if schema_version > newest:
        raise newer_schema_error(schema_version, newest)
    if known != schema_version:
        raise _unusable_error("a migration is missing from the ledger", "restore a backup")
    return schema_version


async def _read_value(raw: RawConnection, sql: str) -> object:
    row = await (await raw.execute(sql.encode())).fetchone()
    return row[0] if row else None


def _unusable_error(fault: str, remedy: str) -> StartupError:
    return StartupError(f"The database cannot be used ({fault}): {remedy}.", ExitCode.DATABASE_UNUSABLE)
