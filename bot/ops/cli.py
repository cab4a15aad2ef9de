"""The operator's commands: backup, restore, doctor, move-database, health, reports; each imports only what it needs."""

import argparse
import asyncio
import os
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from bot import config
from bot.core.clock import wall_clock
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.redaction import redact_possible_secrets
from bot.core.storage.location import Location
from bot.core.storage.sqlite import process_lock
from bot.ops import health

CatalogueCheck = Callable[[], Sequence[object]]
TmdbKeyCheck = Callable[[config.TmdbSettings], str]
ReportLister = Callable[[Location, int | None], Sequence[str]]
MAX_PORT = 65_535


def add_commands(
    commands: Any, check_catalogue: CatalogueCheck, list_reports: ReportLister, check_tmdb_key: TmdbKeyCheck
) -> None:  # `commands` is Any, because argparse keeps its type private
    """Add the commands to the parser.

    `check_catalogue` returns the faults of the data files. `list_reports` returns the open reports, after closing one
    if requested. `check_tmdb_key` returns what TMDB says about the key, and raises StartupError if TMDB refuses the key
    or is unreachable.
    """
    backup = commands.add_parser("backup", help="back up the database, even while the bot runs")
    backup.add_argument("file", type=Path, nargs="?", help="a new file (default: in backups/ beside the database)")
    backup.set_defaults(do=_backup)
    restore = commands.add_parser("restore", help="replace the database with a backup while the bot is stopped")
    restore.add_argument("file", type=Path, help="the backup")
    restore.set_defaults(do=_restore)
    doctor = commands.add_parser("doctor", help="check settings, database and data files, and say what to do")
    doctor.set_defaults(do=lambda _: _doctor(check_catalogue, check_tmdb_key))
    moving = commands.add_parser("move-database", help="move everything to another database while the bot is stopped")
    moving.add_argument("source", type=parse_location, metavar="FROM", help="such as sqlite:///data/nunmul.db")
    moving.add_argument(
        "target", type=parse_location, metavar="TO", help="such as postgresql://USER:PASSWORD@HOST/NAME"
    )
    moving.set_defaults(do=_move_database)
    commands.add_parser("health", help="say whether the running bot is healthy").set_defaults(do=_health)
    listing = commands.add_parser("reports", help="list what people have reported, newest last")
    listing.add_argument("--done", type=int, metavar="NUMBER", help="close this report first")
    listing.set_defaults(do=lambda options: _list_reports(options, list_reports))


def _backup(options: argparse.Namespace) -> int:
    from bot.ops import backup  # noqa: PLC0415  # health runs often and needs no database driver

    loaded = config.load_config()
    if loaded.postgres:
        backup_path = _import_dumps().back_up(loaded.postgres, options.file, loaded.database_path.parent, wall_clock)
    else:
        backup_path = asyncio.run(backup.back_up(loaded.database_path, options.file, wall_clock))
    return print_line(f"Backed up to {backup_path} and checked.")


def _import_dumps() -> ModuleType:
    """Return the module that backs up and restores PostgreSQL; raise StartupError if its driver is not installed."""
    from bot.core.storage.database import require_postgres_driver  # noqa: PLC0415  # see _backup

    require_postgres_driver()
    from bot.ops.postgres import dumps  # noqa: PLC0415  # see _backup

    return dumps


def _restore(options: argparse.Namespace) -> int:
    from bot.ops import restore  # noqa: PLC0415  # see _backup

    loaded = config.load_config()
    if loaded.postgres:
        _import_dumps().restore(options.file, loaded.postgres)
        return print_line(f"Restored {options.file} to {loaded.postgres}.")
    database = loaded.database_path
    old_database = restore.restore(options.file, database, wall_clock)
    return print_line(
        f"Restored {options.file} to {database}."
        + (f" The old database is now {old_database}." if old_database else "")
    )


def _doctor(check_catalogue: CatalogueCheck, check_tmdb_key: TmdbKeyCheck) -> int:
    from bot.ops import doctor  # noqa: PLC0415  # see _backup

    findings = doctor.run_checks(config.load_config, check_catalogue, check_tmdb_key, wall_clock)
    print_text("\n".join(doctor.format_findings(findings)))
    return int(doctor.is_broken(findings))


def _move_database(options: argparse.Namespace) -> int:
    from bot.core.storage.database import require_postgres_driver  # noqa: PLC0415  # see _backup

    require_postgres_driver()
    from bot.ops.postgres import move  # noqa: PLC0415  # see _backup

    return print_line(asyncio.run(move.move(options.source, options.target)))


def _list_reports(options: argparse.Namespace, list_reports: ReportLister) -> int:
    return print_text("\n".join(list_reports(config.load_config().location, options.done)))


def _health(_: argparse.Namespace) -> int:
    try:
        database = config.load_config().database_path
    except (StartupError, OSError, ValueError) as error:
        print_line(f"Unhealthy: {error}")
        return 1
    snapshot = health.read(health.health_file(database))
    is_healthy, message = health.evaluate(snapshot, wall_clock(), _lock_holder(database))
    print_line(message)
    return int(not is_healthy)


def _lock_holder(database: Path) -> int | None:
    try:
        return process_lock.lock_holder(database)
    except OSError:  # the lock file may belong to another user: rely on the health file
        return 0


def print_line(sentence: str) -> int:
    """Print one line with secrets redacted, and return 0, the exit code for success."""
    return print_text(redact_possible_secrets(sentence))


def print_text(text: str) -> int:
    """Print a text, with question marks for characters that the terminal cannot show, and return 0."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))  # noqa: T201  # output of the command line
    return 0


def parse_location(text: str) -> Location:
    """Parse a database location from the command line; errors do not repeat it, because it may contain a password."""
    try:
        return config.parse_location(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def parse_port(text: str) -> int:
    """Parse a port number from the command line, or reject it with an error for argparse."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(MAX_PORT)) and int(text) <= MAX_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"choose a number from 1 to {MAX_PORT}, or 0 for any free port")


def require_free_port(port: int) -> None:
    """Raise StartupError if a local port cannot be opened; 0 stands for any free one."""
    try:
        with socket.create_server(("127.0.0.1", port)):
            pass
    except OSError as error:
        raise port_error(port, os.strerror(error.errno or 0)) from error


def port_error(port: int, reason: str) -> StartupError:
    """Return the error for a port that cannot be opened."""
    sentence = f"Port {port} cannot be opened ({reason}): choose another with --port, or leave it out."
    return StartupError(sentence, ExitCode.PORT_TAKEN)
