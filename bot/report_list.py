"""Lists and closes reports for the operator, whether or not a bot is running."""

from collections.abc import Sequence
from pathlib import Path

from bot.core.clock import wall_clock
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.database import Database
from bot.core.storage.location import Location, PostgresUrl
from bot.core.storage.sqlite import backup as sqlite_backup
from bot.core.storage.sqlite.engine import open_read_only
from bot.core.storage.sqlite.process_lock import hold
from bot.help.service import HelpService, is_report_open, list_open_reports
from bot.ops import requests
from bot.ops.files import ops_error, translate_errors


async def list_reports(location: Location, close_number: int | None = None) -> Sequence[str]:
    """Return the open reports as lines for a terminal, after closing report `close_number` unless it is None."""
    if isinstance(location, PostgresUrl):
        return await _list_reports_on_server(location, close_number)
    if close_number is not None:
        await _close_report(location, close_number)
    async with open_read_only(location) as reader:
        return await list_open_reports(reader)


async def _list_reports_on_server(location: PostgresUrl, close_number: int | None) -> Sequence[str]:
    """List reports, after closing one if requested; bots can be running meanwhile."""
    database = await Database.open(location)
    try:
        if close_number is not None and not await HelpService(database, wall_clock).close_report(close_number):
            raise _no_report_error(close_number)
        return await database.read(list_open_reports)
    finally:
        await database.close()


def _no_report_error(number: int) -> StartupError:
    return ops_error(f"There is no open report {number}: python -m bot reports lists them.")


async def _close_report(database_path: Path, number: int) -> None:
    if not await _is_report_open(database_path, number):
        raise _no_report_error(number)
    with translate_errors(f"Report {number} could not be closed"):
        try:
            await _close_report_offline(database_path, number)
        except StartupError as error:
            is_in_use = error.exit_code == ExitCode.DATABASE_IN_USE
            if not is_in_use or not await requests.ask_to_close_report(database_path, number):
                raise ops_error(f"{error} Until then report {number} stays open.") from error
    if await _is_report_open(database_path, number):
        raise ops_error(f"Report {number} could not be closed: the log of the running bot says why.")


async def _is_report_open(database_path: Path, number: int) -> bool:
    async with open_read_only(database_path) as reader:
        return await is_report_open(reader, number)


async def _close_report_offline(database_path: Path, number: int) -> None:
    """Close a report while no bot runs on the database."""
    with hold(database_path, create=False), sqlite_backup.damage_as_startup_error(database_path):
        database = await Database.open(database_path)
        try:
            await HelpService(database, wall_clock).close_report(number)
        finally:
            await database.close()
