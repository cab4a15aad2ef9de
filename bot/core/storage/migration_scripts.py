"""Finds numbered migration scripts, and turns a script into a transaction that records it."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode

SQLITE_MIGRATIONS = Path(__file__).parent / "migrations" / "sqlite"
POSTGRES_MIGRATIONS = Path(__file__).parent / "migrations" / "postgres"
FIRST_PAIR = 18
"""The first migration with a script for each engine; PostgreSQL's first schema included all migrations before it."""
NAME = re.compile(r"(?P<number>[0-9]+)_\w+\.sql")


def numbered_scripts(folder: Path) -> Mapping[int, Path]:
    """Return the scripts by their numbers 1, 2, 3 …; raise StartupError for a gap, a duplicate or a bad name."""
    paths = sorted(folder.glob("*.sql"))
    misnamed = [path.name for path in paths if not NAME.fullmatch(path.name)]
    if misnamed:
        raise _script_error(folder, f"{misnamed[0]} does not start with a number")
    numbers = [_number(path) for path in paths]
    for number in range(1, max(numbers, default=1) + 1):
        same = [path.name for path, other in zip(paths, numbers, strict=True) if other == number]
        if len(same) != 1:
            raise _script_error(folder, _describe_fault(number, same))
    if 0 in numbers:
        raise _script_error(folder, f"{paths[0].name} has the number 0, but the first one is 1")
    return {_number(path): path for path in sorted(paths, key=_number)}


def paired_scripts(folder: Path) -> tuple[Mapping[int, Path], Mapping[int, Path]]:
    """Return SQLite's scripts, which number the schema's versions, and their counterparts for PostgreSQL in `folder`.

    The counterparts begin with FIRST_PAIR; raise StartupError if one is missing or has no SQLite script.
    """
    numbered = numbered_scripts(folder.with_name("sqlite"))
    wanted = {number: folder / script.name for number, script in numbered.items() if number >= FIRST_PAIR}
    present = {*folder.glob("*.sql")}
    for script in sorted({*wanted.values()} ^ present):
        raise _script_error(folder, f"{script.name} {'has no counterpart' if script in present else 'is missing'}")
    return numbered, wanted


def schema_script(folder: Path) -> Path:
    """Return the path of the script that creates the schema as it is after all migrations."""
    return folder.with_suffix(".sql")


def as_transaction(script: Path, recorded: Mapping[int, Path]) -> str:
    """Return a script as one transaction that also records migrations in the ledger."""
    record = f"INSERT INTO migration (version, name) VALUES {ledger_rows(recorded)}"
    return f"BEGIN IMMEDIATE;\n{script.read_text(encoding='utf-8')}\n{record};\nCOMMIT;"


def ledger_rows(recorded: Mapping[int, Path]) -> str:
    """Return the rows that record migrations in the ledger, as SQL."""
    return ", ".join(f"({number}, '{_name(path)}')" for number, path in recorded.items())


def newer_schema_error(done: int, newest: int) -> StartupError:
    """Return the StartupError for a database that a newer Nunmul has migrated."""
    return StartupError(
        f"The database is newer than this Nunmul (its schema is {done}, ours is {newest}): "
        "update Nunmul, or restore the backup made before the update.",
        ExitCode.DATABASE_NEWER,
    )


def _name(script: Path) -> str:
    return script.stem.partition("_")[2].replace("_", " ")


def _number(path: Path) -> int:
    return int(path.name.split("_")[0])


def _describe_fault(number: int, same: Sequence[str]) -> str:
    return f"{' and '.join(same)} have the same number" if same else f"number {number} is missing"


def _script_error(folder: Path, fault: str) -> StartupError:
    sentence = f"Nunmul's migrations are incomplete ({fault}): restore {folder} from git, or install Nunmul again."
    return StartupError(sentence, ExitCode.DATA_BROKEN)
