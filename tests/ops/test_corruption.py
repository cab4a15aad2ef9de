"""On a damaged database, each command succeeds or prints a clear message, never a traceback."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import pytest

from bot.core.exit_codes import ExitCode
from bot.transport import lifecycle
from tests.ops.corruption import corrupt, overwrite_page, prepare_only
from tests.ops.helpers import CommandResult, execute_sql

RunOnDamaged = Callable[[Callable[[Path], None], str], CommandResult]

COMMANDS = ("run", "doctor", "health", "backup", "restore", "reports", "reports --done 7")
ALLOWED = {
    "run": {0, ExitCode.DATABASE_UNUSABLE},
    "doctor": {0, 1},  # it exits with 1 if anything is broken
    "health": {1},
    "backup": {0, ExitCode.OPS_REFUSED},
    "restore": {0, ExitCode.OPS_REFUSED},
    "reports": {0, ExitCode.DATABASE_UNUSABLE},
    "reports --done 7": {0, ExitCode.DATABASE_UNUSABLE, ExitCode.OPS_REFUSED},
}
REPORT = (
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
    " INSERT INTO report (user_id, language, text, created_at) SELECT i, 'en', 'It is wrong. ' || i, 1795395405 FROM n"
)


@pytest.fixture
def full_database(database_file: Path) -> Path:
    """Return a database with the catalogue and sixty reports."""
    execute_sql(database_file, REPORT)
    execute_sql(database_file, "PRAGMA wal_checkpoint(TRUNCATE)")
    return database_file


@pytest.fixture
def run_on_damaged(
    full_database: Path,
    database_path: Path,
    run_command: Callable[..., CommandResult],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> RunOnDamaged:
    """Return a function that damages the database and runs a command on it."""
    monkeypatch.setattr(lifecycle, "run", prepare_only)
    monkeypatch.setenv("DISCORD_TOKEN", "fake.token.for-tests-only")

    def damage_and_run(harm: Callable[[Path], None], command: str) -> CommandResult:
        for old in database_path.parent.iterdir():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copy(full_database, database_path)
        harm(database_path)
        arguments: list[object] = [*command.split()]
        if command == "restore":
            arguments.append(shutil.copy(database_path, tmp_path / "damaged.db"))
        return run_command(*arguments)

    return damage_and_run


@pytest.mark.parametrize("command", COMMANDS)
def test_random_bytes_get_a_clear_message(run_on_damaged: RunOnDamaged, command: str, is_soak: bool) -> None:
    """The exit code is always one that is allowed for the command, and a failure prints a message."""
    codes = set()
    for seed in range(500 if is_soak else 4):
        result = run_on_damaged(partial(corrupt, seed=seed), command)
        assert result.exit_code in ALLOWED[command], (seed, result)
        assert "Traceback" not in result.err, (seed, result.err)
        assert not result.exit_code or result.out or result.err
        codes.add(result.exit_code)
    assert codes - {0} or not is_soak  # without --soak, the few places can all miss the pages that a command reads


@pytest.mark.parametrize("command", ["run", "reports"])
def test_damage_to_any_table_or_index_is_reported(
    full_database: Path, run_on_damaged: RunOnDamaged, command: str, volume: Callable[[int], int]
) -> None:
    """If the first page of a table or index is overwritten, `run` fails. `reports` can still succeed."""
    with closing(sqlite3.connect(full_database)) as connection:
        pages = [row[0] for row in connection.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")]
    pages = Random(4).sample(pages, min(len(pages), volume(len(pages)) + 3))
    codes = Counter(run_on_damaged(partial(overwrite_page, page=page), command).exit_code for page in pages)
    assert codes.keys() <= {ExitCode.DATABASE_UNUSABLE, 0}
    assert command != "run" or not codes[0]


def test_a_text_that_is_not_utf_8_is_reported_too(
    database_path: Path, run_command: Callable[..., CommandResult]
) -> None:
    """The database counts as unusable, although SQLite calls it intact, and the text is not printed."""
    execute_sql(
        database_path,
        "INSERT INTO report (user_id, language, text, created_at) VALUES (1, 'en', CAST(x'736563726574ff' AS TEXT), 1)",
    )
    result = run_command("reports")
    assert (result.exit_code, "Traceback" in result.err, "secret" in result.err) == (
        ExitCode.DATABASE_UNUSABLE,
        False,
        False,
    )


def test_a_time_beyond_all_calendars_is_reported_too(
    database_path: Path, run_command: Callable[..., CommandResult]
) -> None:
    """The database counts as unusable, although SQLite accepts the number."""
    execute_sql(
        database_path, f"INSERT INTO report (user_id, language, text, created_at) VALUES (1, 'en', 'x', {2**55})"
    )
    result = run_command("reports")
    assert (result.exit_code, "Traceback" in result.err) == (ExitCode.DATABASE_UNUSABLE, False)
