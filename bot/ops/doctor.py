"""Checks settings, database, data files and the machine, and names a remedy for each problem."""

import asyncio
import os
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bot.config import Config, TmdbSettings
from bot.core.clock import Clock
from bot.core.errors import StartupError
from bot.core.redaction import redact_possible_secrets
from bot.core.storage.database import require_postgres_driver
from bot.core.storage.location import OWNER_REMEDY, PostgresUrl
from bot.core.storage.sqlite import backup as sqlite_backup
from bot.core.storage.sqlite import process_lock
from bot.libraries import check_late_libraries
from bot.ops import health
from bot.ops.files import database_files, is_open_to_others

Severity = Literal["ok", "warning", "broken"]

MARKS: Mapping[Severity, str] = {"ok": "✓", "warning": "!", "broken": "✗"}
WIDTH = 80
PROJECT = Path(__file__).parents[2]
LOW_DISK_BYTES, MIN_DISK_BYTES = 100_000_000, 10_000_000
"""The free bytes below which doctor warns, and those below which it reports the disk as broken."""
YEAR_2026, YEAR_2100, DAY_SECONDS = 1_767_225_600, 4_102_444_800, 86_400
ENV_FILE, OTHERS_MODE = Path(".env"), 0o007
WAL_BUG_FIRST, WAL_BUG_LAST = (3, 7, 0), (3, 51, 2)
RESTORE_HINT = "restore a backup: python -m bot restore FILE"
POOLER_HINT = "write the address of PostgreSQL itself into DATABASE_DIRECT_URL"
SERVER_UPDATE_HINT = "stop every process and back up: the next start updates it"
DATABASE_HINT = f"check DATABASE_URL, or stop the bot and {RESTORE_HINT}"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check; `remedy` is empty if there is nothing to do."""

    subject: str
    severity: Severity
    detail: str
    remedy: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "detail", redact_possible_secrets(self.detail))
        object.__setattr__(self, "remedy", redact_possible_secrets(self.remedy))


UNCHECKED_DATABASE = Finding("database", "warning", "not checked while a setting is wrong")


def run_checks(
    load_config: Callable[[], Config],
    check_catalogue: Callable[[], Sequence[object]],
    check_tmdb_key: Callable[[TmdbSettings], str],
    clock: Clock,
    project: Path = PROJECT,
) -> list[Finding]:
    """Run all checks, and return their findings in the order in which a start depends on them."""
    libraries = _check("libraries", check_late_libraries, "all of them can be imported")
    findings = [_check_data_files(check_catalogue), libraries, check_clock(clock(), _newest_mtime(project))]
    try:
        config = load_config()
    except StartupError as error:
        return [_error_finding("settings", error), UNCHECKED_DATABASE, *findings]
    except (OSError, ValueError) as error:
        remedy = "save it as UTF-8, readable by the user that runs Nunmul"
        finding = Finding("settings", "broken", f".env cannot be read ({error})", remedy)
        return [finding, UNCHECKED_DATABASE, *findings]
    env_file = _check_env_file(ENV_FILE)
    tmdb = [_check_tmdb(config.tmdb, check_tmdb_key)] if config.tmdb else []
    if config.postgres:
        database = [*_check_server(config.postgres), _check_process(config.database_path, clock())]
    else:
        database = [*_check_database(config.database_path, clock()), check_sqlite(sqlite_backup.sqlite_version())]
    token = _check("token", config.require_token, "there is one, and it looks right (Discord was not asked)")
    return [env_file, token, *tmdb, *database, *findings]


def format_findings(findings: Sequence[Finding], width: int = WIDTH) -> Iterator[str]:
    """Yield each finding as text, with its detail and remedy in a second column, and then a summary."""
    column = max(len(finding.subject) for finding in findings) + 13
    for finding in findings:
        head = f"{MARKS[finding.severity]} {finding.severity:<7}  {finding.subject}".ljust(column)
        yield _wrap(finding.detail, head, column, width)
        if finding.remedy:
            yield _wrap(finding.remedy, f"{'→ ':>{column + 2}}", column + 2, width)
    yield _summary(findings)


def _wrap(text: str, head: str, column: int, width: int) -> str:
    """Return `text` after `head`, wrapped in a column without breaking paths."""
    wrapper = textwrap.TextWrapper(width, head, " " * column, break_long_words=False, break_on_hyphens=False)
    return wrapper.fill(text)


def is_broken(findings: Sequence[Finding]) -> bool:
    """Return whether anything keeps the bot from working."""
    return any(finding.severity == "broken" for finding in findings)


def _summary(findings: Sequence[Finding]) -> str:
    broken = [finding.subject for finding in findings if finding.severity == "broken"]
    warnings = sum(finding.severity == "warning" for finding in findings)
    message = f"Broken: {', '.join(broken)}" if broken else "Nothing is broken"
    return f"{message}; {warnings or 'no'} warning{'s' * (warnings != 1)}."


def _error_finding(subject: str, error: StartupError) -> Finding:
    """Return a finding for a StartupError, whose sentence is the problem, a colon, and the remedy."""
    detail, _, remedy = str(error).partition(": ")
    return Finding(subject, "broken", detail.removesuffix("."), remedy)


def _check(subject: str, check: Callable[[], object], ok: str) -> Finding:
    try:
        check()
    except StartupError as error:
        return _error_finding(subject, error)
    return Finding(subject, "ok", ok)


def _check_env_file(file: Path) -> Finding:
    if is_open_to_others(file, OTHERS_MODE):
        detail = f"{file}, which contains the token, can be read by other users of this machine"
        return Finding("settings", "warning", detail, f"chmod 600 {file}")
    return Finding("settings", "ok", "every setting is known and valid")


def _check_tmdb(settings: TmdbSettings, check_key: Callable[[TmdbSettings], str]) -> Finding:
    """Return what TMDB says about the key; never `broken`, because the bot works without TMDB."""
    try:
        return Finding("TMDB", "ok", check_key(settings))
    except StartupError as error:
        return replace(_error_finding("TMDB", error), severity="warning")


def _check_server(url: PostgresUrl) -> list[Finding]:
    """Check the PostgreSQL server of the database, and return what it reports."""
    try:
        require_postgres_driver()
        from bot.core.storage.postgres.inspection import inspect  # noqa: PLC0415  # the PostgreSQL driver is optional

        summary = asyncio.run(inspect(url))
    except StartupError as error:
        return [_error_finding("database", error)]
    bots = f"{summary.connections or 'no'} bot connection{'s' * (summary.connections != 1)}"
    detail = f"{url} answers: PostgreSQL {summary.server}, {summary.size}, {bots}"
    pooler = [Finding("pooler", "warning", "one answers for the server", POOLER_HINT)] if summary.is_pooled else []
    tables = _check_tables(summary.version, can_create=summary.can_create_tables)
    return [Finding("database", "ok", detail), *pooler, tables]


def _check_tables(version: int, *, can_create: bool) -> Finding:
    if not can_create:
        return Finding("schema", "broken", "the user of DATABASE_URL may not create tables", OWNER_REMEDY)
    if not version:
        remedy = "the first start creates the tables; if they should be there already, check DATABASE_URL"
        return Finding("schema", "warning", "no tables yet", remedy)
    finding = _check_schema(version)
    return replace(finding, remedy=SERVER_UPDATE_HINT) if finding.severity == "warning" else finding


def _check_database(database: Path, now: int) -> list[Finding]:
    try:
        return [*_check_file(database), *_check_content(database), _check_process(database, now)]
    except OSError:  # not even the folder can be read
        return [_access_denied(database)]


def _check_file(database: Path) -> Iterator[Finding]:
    folder = next(parent for parent in database.absolute().parents if parent.exists())
    if not database.exists():
        yield _missing_database(database, folder)
    elif not database.is_file():
        yield Finding("database", "broken", f"{database} is not a file", "name a file in DATABASE_URL")
    elif not os.access(database, os.R_OK | os.W_OK) or not os.access(folder, os.W_OK):
        yield _access_denied(database)
    else:
        yield Finding("database", "ok", f"{database} can be read and written")
    yield check_disk_space(shutil.disk_usage(folder).free)
    if readable_by_others := [path for path in database_files(database) if is_open_to_others(path)]:
        more = f" and {len(readable_by_others) - 1} more" if len(readable_by_others) > 1 else ""
        detail = f"{readable_by_others[0]}{more} can be read by other users of this machine"
        yield Finding("file modes", "warning", detail, "the next start makes them private (0600)")


def _missing_database(database: Path, folder: Path) -> Finding:
    if not os.access(folder, os.W_OK):
        return _access_denied(database)
    if process_lock.lock_holder(database) is not None:
        return Finding(
            "database", "broken", f"{database} was deleted while Nunmul was using it", f"stop it and {RESTORE_HINT}"
        )
    remedy = "the first start creates it; if there should be one already, check DATABASE_URL"
    return Finding("database", "warning", f"{database} does not exist yet", remedy)


def _access_denied(database: Path) -> Finding:
    remedy = "the user that runs Nunmul must be able to read and write both: check who owns them"
    return Finding("database", "broken", f"{database} or its folder cannot be read and written", remedy)


def check_disk_space(free_bytes: int) -> Finding:
    """Check that there are enough free bytes for the database, its log and a backup."""
    message = f"{free_bytes // 1_000_000:,} MB are free"
    if free_bytes >= LOW_DISK_BYTES:
        return Finding("disk", "ok", message)
    return Finding("disk", "warning" if free_bytes >= MIN_DISK_BYTES else "broken", f"only {message}", "free space")


def _check_content(database: Path) -> list[Finding]:
    if not database.is_file():
        return []
    try:
        summary = sqlite_backup.check(database, "quick_check")
    except sqlite_backup.UnusableDatabase as error:
        return [Finding("integrity", "broken", f"the database is not reliable: {error}", DATABASE_HINT)]
    return [_integrity_finding(summary), _check_schema(summary.version)]


def _integrity_finding(summary: sqlite_backup.DatabaseSummary) -> Finding:
    whole = f"intact: {sum(summary.rows.values()):,} rows in {len(summary.rows)} tables"
    if not summary.unknown_objects:
        return Finding("integrity", "ok", whole)
    remedy = "drop it with a database shell, with the bot stopped"
    return Finding("integrity", "warning", f"{whole}, and {summary.unknown_objects[0]}, which is not Nunmul's", remedy)


def _check_schema(version: int) -> Finding:
    try:
        return check_schema_version(version, sqlite_backup.latest_version())
    except StartupError as error:
        return _error_finding("schema", error)


def check_schema_version(version: int, newest: int) -> Finding:
    """Compare the database's schema version to the code's."""
    if version == newest:
        return Finding("schema", "ok", f"{version}, the newest this Nunmul knows")
    if version < newest:
        detail, remedy = f"{version}, but this Nunmul needs {newest}", "the next start makes a backup, then updates it"
        return Finding("schema", "warning", detail, remedy)
    remedy = "update Nunmul, or restore the backup made before the update: python -m bot restore FILE"
    return Finding("schema", "broken", f"{version}, newer than this Nunmul, which knows {newest}", remedy)


def _check_process(database: Path, now: int) -> Finding:
    try:
        pid = process_lock.lock_holder(database)
    except OSError as error:
        return Finding("process", "warning", f"cannot tell if Nunmul is running: {error.strerror}", "run it as root")
    snapshot = health.read(health.health_file(database))
    is_healthy, message = health.evaluate(snapshot, now, pid)
    if health.DATABASE_LOST in message:
        return Finding("process", "broken", message, f"put the file back, or stop the bot and {RESTORE_HINT}")
    if pid is None:
        return Finding("process", "ok", "no Nunmul is using this database")
    return Finding("process", "ok" if is_healthy else "warning", f"running as process {pid or '?'}. {message}")


def _check_data_files(check_catalogue: Callable[[], Sequence[object]]) -> Finding:
    try:
        faults = check_catalogue()
    except StartupError as error:
        return _error_finding("data files", error)
    if not faults:
        return Finding("data files", "ok", "films, vocabulary and services are valid")
    remedy = "list them all: python -m bot catalogue check"
    return Finding("data files", "broken", f"{len(faults)} mistakes, the first: {faults[0]}", remedy)


def check_sqlite(version: sqlite_backup.Version) -> Finding:
    """Check whether this SQLite has the WAL-reset bug, which two connections writing at once can trigger."""
    name = ".".join(map(str, version))
    if not WAL_BUG_FIRST <= version <= WAL_BUG_LAST:
        return Finding("SQLite", "ok", f"{name}, without the WAL-reset bug")
    detail = f"{name} has the WAL-reset bug (3.7.0 to 3.51.2); Nunmul alone, with its single writer, cannot trigger it"
    return Finding("SQLite", "warning", detail, "run no Litestream or other writer beside it before SQLite 3.51.3")


def check_clock(now: int, newest_file: int) -> Finding:
    """Check that the system time (UTC epoch seconds), by which polls close, is plausible."""
    remedy = "set the machine's time (NTP)"
    if not YEAR_2026 <= now < YEAR_2100:
        return Finding("clock", "broken", "the machine's year cannot be right", remedy)
    if now < newest_file - DAY_SECONDS:
        return Finding("clock", "warning", "the machine's time is earlier than that of Nunmul's own files", remedy)
    return Finding("clock", "ok", "plausible")


def _newest_mtime(project: Path) -> int:
    files = [*(project / "bot").rglob("*.py"), *(project / "data").glob("*.json")]
    return int(max((file.stat().st_mtime for file in files), default=0))
