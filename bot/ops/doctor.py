"""What an operator wants to know before a start, or when something is odd: each thing, its state, and the remedy."""

import os
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.config import Config
from bot.core import process_lock
from bot.core.clock import Clock
from bot.core.errors import StartupError
from bot.core.redaction import redacted
from bot.core.storage import sqlite_backup
from bot.ops import health
from bot.ops.files import database_files, is_accessible_to

Severity = Literal["ok", "warning", "broken"]

MARKS: Mapping[Severity, str] = {"ok": "✓", "warning": "!", "broken": "✗"}
WIDTH = 80
PROJECT = Path(__file__).parents[2]
LOW_DISK_BYTES, MIN_DISK_BYTES = 100_000_000, 10_000_000
"""Free bytes below which the disk is worth a word, and below which the next write may fail."""
YEAR_2026, YEAR_2100, DAY_SECONDS = 1_767_225_600, 4_102_444_800, 86_400
ENV_FILE, OTHERS_MODE = Path(".env"), 0o007
WAL_BUG_FIRST, WAL_BUG_LAST = (3, 7, 0), (3, 51, 2)
RESTORE_HINT = "restore a backup: python -m bot restore FILE"
DATABASE_HINT = f"check DATABASE_URL, or stop the bot and {RESTORE_HINT}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` is empty where there is nothing to do."""

    subject: str
    severity: Severity
    detail: str
    remedy: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "detail", redacted(self.detail))
        object.__setattr__(self, "remedy", redacted(self.remedy))


UNCHECKED_DATABASE = Finding("database", "warning", "not looked at while a setting is wrong")


def run_checks(
    load_config: Callable[[], Config],
    check_catalogue: Callable[[], Sequence[object]],
    clock: Clock,
    project: Path = PROJECT,
) -> list[Finding]:
    """Everything, in the order in which a start needs it; `catalogue` gives the faults of the data files."""
    findings = [
        _data(check_catalogue),
        sqlite(sqlite_backup.sqlite_version()),
        clock_of(clock(), _newest_file(project)),
    ]
    try:
        config = load_config()
    except StartupError as no:
        return [_no("settings", no), UNCHECKED_DATABASE, *findings]
    except (OSError, ValueError) as error:
        remedy = "save it as UTF-8, readable for the user that runs Nunmul"
        return [Finding("settings", "broken", f".env cannot be read ({error})", remedy), UNCHECKED_DATABASE, *findings]
    env_file = _settings_file(ENV_FILE)
    return [env_file, _token(config), *_kept(config.database_path, clock()), *findings]


def format_findings(findings: Sequence[Finding], width: int = WIDTH) -> Iterator[str]:
    """The findings as they are printed: mark, state, what, then the detail and the remedy in a column of their own."""
    column = max(len(one.subject) for one in findings) + 13
    for one in findings:
        head = f"{MARKS[one.severity]} {one.severity:<7}  {one.subject}".ljust(column)
        yield _wrap(one.detail, head, column, width)
        if one.remedy:
            yield _wrap(one.remedy, f"{'→ ':>{column + 2}}", column + 2, width)
    yield _summary(findings)


def _wrap(text: str, head: str, column: int, width: int) -> str:
    """`text` after `head`, its further lines under the first; paths stay in one piece."""
    wrapper = textwrap.TextWrapper(width, head, " " * column, break_long_words=False, break_on_hyphens=False)
    return wrapper.fill(text)


def is_broken(findings: Sequence[Finding]) -> bool:
    """Whether anything is in a state in which the bot cannot serve."""
    return any(one.severity == "broken" for one in findings)


def _summary(findings: Sequence[Finding]) -> str:
    broken = [one.subject for one in findings if one.severity == "broken"]
    warnings = sum(one.severity == "warning" for one in findings)
    told = f"Broken: {', '.join(broken)}" if broken else "Nothing is broken"
    return f"{told}; {warnings or 'no'} warning{'s' * (warnings != 1)}."


def _no(what: str, no: StartupError) -> Finding:
    """A refusal's sentence is what is wrong, a colon, and the remedy."""
    detail, _, remedy = str(no).partition(": ")
    return Finding(what, "broken", detail.removesuffix("."), remedy)


def _settings_file(file: Path) -> Finding:
    if is_accessible_to(file, OTHERS_MODE):
        detail = f"{file}, which is for the token, can be read by other users of this machine"
        return Finding("settings", "warning", detail, f"chmod 600 {file}")
    return Finding("settings", "ok", "each is known and has a value it may have")


def _token(settings: Config) -> Finding:
    try:
        settings.require_token()
    except StartupError as no:
        return _no("token", no)
    return Finding("token", "ok", "there is one, of the right form (Discord was not asked)")


def _kept(database: Path, now: int) -> list[Finding]:
    try:
        return [*_file(database), *_content(database), _running(database, now)]
    except OSError:  # not even its folder may be looked into
        return [_forbidden(database)]


def _file(database: Path) -> Iterator[Finding]:
    folder = next(one for one in database.absolute().parents if one.exists())
    if not database.exists():
        yield _missing(database, folder)
    elif not database.is_file():
        yield Finding("database", "broken", f"{database} is not a file", "name a file in DATABASE_URL")
    elif not os.access(database, os.R_OK | os.W_OK) or not os.access(folder, os.W_OK):
        yield _forbidden(database)
    else:
        yield Finding("database", "ok", f"{database} can be read and written")
    yield space(shutil.disk_usage(folder).free)
    if loose := [path for path in database_files(database) if is_accessible_to(path)]:
        more = f" and {len(loose) - 1} more" if len(loose) > 1 else ""
        detail = f"{loose[0]}{more} can be read by other users of this machine"
        yield Finding("file modes", "warning", detail, "the next start makes them the owner's alone (0600)")


def _missing(database: Path, folder: Path) -> Finding:
    if not os.access(folder, os.W_OK):
        return _forbidden(database)
    if process_lock.lock_holder(database) is not None:
        return Finding(
            "database", "broken", f"{database} was deleted while Nunmul runs on it", f"stop it and {RESTORE_HINT}"
        )
    remedy = "the first start makes it; if there should be one, check DATABASE_URL"
    return Finding("database", "warning", f"there is no {database} yet", remedy)


def _forbidden(database: Path) -> Finding:
    remedy = "both must be readable and writable for the user that runs Nunmul: look at who owns them"
    return Finding("database", "broken", f"{database} or its folder may not be read and written", remedy)


def space(free: int) -> Finding:
    """Whether `free` bytes are enough for the database, its log and a backup."""
    told = f"{free // 1_000_000:,} MB are free"
    if free >= LOW_DISK_BYTES:
        return Finding("disk", "ok", told)
    return Finding("disk", "warning" if free >= MIN_DISK_BYTES else "broken", f"only {told}", "make room")


def _content(database: Path) -> list[Finding]:
    if not database.is_file():
        return []
    try:
        found = sqlite_backup.check(database, "quick_check")
    except sqlite_backup.UnusableDatabase as error:
        return [Finding("integrity", "broken", f"the database cannot be relied on: {error}", DATABASE_HINT)]
    return [_integrity(found), _schema(found.version)]


def _integrity(found: sqlite_backup.DatabaseSummary) -> Finding:
    whole = f"whole: {sum(found.rows.values()):,} rows in {len(found.rows)} tables"
    if not found.foreign:
        return Finding("integrity", "ok", whole)
    remedy = "drop it with a database shell, with the bot stopped"
    return Finding("integrity", "warning", f"{whole}, and {found.foreign[0]}, which is not Nunmul's", remedy)


def _schema(version: int) -> Finding:
    try:
        return schema(version, sqlite_backup.latest_version())
    except StartupError as no:
        return _no("schema", no)


def schema(version: int, newest: int) -> Finding:
    """Whether the database's version is the code's."""
    if version == newest:
        return Finding("schema", "ok", f"{version}, the newest that this Nunmul knows")
    if version < newest:
        detail, remedy = f"{version}, this Nunmul wants {newest}", "the next start makes a backup, then updates it"
        return Finding("schema", "warning", detail, remedy)
    remedy = "update Nunmul, or restore the backup made before the update: python -m bot restore FILE"
    return Finding("schema", "broken", f"{version}, newer than this Nunmul, which knows {newest}", remedy)


def _running(database: Path, now: int) -> Finding:
    try:
        pid = process_lock.lock_holder(database)
    except OSError as error:
        return Finding("process", "warning", f"whether one is running cannot be told: {error.strerror}", "ask as root")
    snapshot = health.read(health.health_file(database))
    healthy, told = health.evaluate(snapshot, now, pid)
    if health.DATABASE_LOST in told:
        return Finding("process", "broken", told, f"put the file back, or stop the bot and {RESTORE_HINT}")
    if pid is None:
        return Finding("process", "ok", "no Nunmul is running on this database")
    return Finding("process", "ok" if healthy else "warning", f"running as process {pid or '?'}. {told}")


def _data(catalogue: Callable[[], Sequence[object]]) -> Finding:
    try:
        faults = catalogue()
    except StartupError as no:
        return _no("data files", no)
    if not faults:
        return Finding("data files", "ok", "films, vocabulary and services are without fault")
    remedy = "see them all: python -m bot catalogue check"
    return Finding("data files", "broken", f"{len(faults)} faults, the first: {faults[0]}", remedy)


def sqlite(version: sqlite_backup.Version) -> Finding:
    """Whether this SQLite has the WAL-reset bug, which wants two connections that write or checkpoint at once."""
    name = ".".join(map(str, version))
    if not WAL_BUG_FIRST <= version <= WAL_BUG_LAST:
        return Finding("SQLite", "ok", f"{name}, without the WAL-reset bug")
    detail = f"{name} has the WAL-reset bug (3.7.0 to 3.51.2); Nunmul alone, with its one writer, cannot meet it"
    return Finding("SQLite", "warning", detail, "run no Litestream or other writer beside it before SQLite 3.51.3")


def clock_of(now: int, newest_file: int) -> Finding:
    """Whether the machine's time (UTC epoch seconds) can be true: polls close by it."""
    remedy = "set the machine's time (NTP)"
    if not YEAR_2026 <= now < YEAR_2100:
        return Finding("clock", "broken", "the machine's year cannot be right", remedy)
    if now < newest_file - DAY_SECONDS:
        return Finding("clock", "warning", "the machine's time is before that of Nunmul's own files", remedy)
    return Finding("clock", "ok", "plausible")


def _newest_file(project: Path) -> int:
    files = [*(project / "bot").rglob("*.py"), *(project / "data").glob("*.json")]
    return int(max((file.stat().st_mtime for file in files), default=0))
