"""A database with random bytes in it is refused in a sentence, by every command, and never with a traceback."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.core.exit_codes import ExitCode
from bot.transport import lifecycle
from tests.ops.corruption import corrupt, overwrite_page, prepare_only
from tests.ops.helpers import CommandResult, execute_sql

Typed = Callable[[Callable[[Path], None], str], CommandResult]

COMMANDS = ("run", "doctor", "health", "backup", "restore", "reports", "reports --done 7")
ALLOWED = {
    "run": {0, ExitCode.DATABASE_UNUSABLE},
    "doctor": {0, 1},  # 1 is its word for broken
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
def full(database_file: Path) -> Path:
    """Return a database with the catalogue and sixty reports."""
    execute_sql(database_file, REPORT)
    execute_sql(database_file, "PRAGMA wal_checkpoint(TRUNCATE)")
    return database_file


@pytest.fixture
def typed(
    full: Path, kept: Path, type_: Callable[..., CommandResult], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Typed:
    """Return what a command says about a damaged database."""
    monkeypatch.setattr(lifecycle, "run", prepare_only)
    monkeypatch.setenv("DISCORD_TOKEN", "fake.token.for-tests-only")

    def asked(harm: Callable[[Path], None], command: str) -> CommandResult:
        for old in kept.parent.iterdir():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copy(full, kept)
        harm(kept)
        arguments: list[object] = [*command.split()]
        if command == "restore":
            arguments.append(shutil.copy(kept, tmp_path / "damaged.db"))
        return type_(*arguments)

    return asked


@pytest.mark.parametrize("command", COMMANDS)
def test_random_bytes_get_a_sentence(typed: Typed, command: str, is_soak: bool) -> None:
    """By seed: the exit code is the command's own, and the operator reads a sentence."""
    codes = set()
    for seed in range(500 if is_soak else 8):
        said = typed(partial(corrupt, seed=seed), command)
        assert said.exit_code in ALLOWED[command], (seed, said)
        assert "Traceback" not in said.err, (seed, said.err)
        assert not said.exit_code or said.out or said.err
        codes.add(said.exit_code)
    assert codes - {0} or not is_soak  # few harms touch the pages that a list of reports needs


@pytest.mark.parametrize("command", ["run", "reports"])
def test_damage_to_any_table_or_index_is_reported(full: Path, typed: Typed, command: str) -> None:
    """The first page of each in turn: refused with code 17; a list of reports may not need that page."""
    with closing(sqlite3.connect(full)) as connection:
        pages = [row[0] for row in connection.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")]
    codes = Counter(typed(partial(overwrite_page, page=page), command).exit_code for page in pages)
    assert codes.keys() <= {ExitCode.DATABASE_UNUSABLE, 0}
    assert command != "run" or not codes[0]


def test_a_text_that_is_not_utf_8_is_reported_too(kept: Path, type_: Callable[..., CommandResult]) -> None:
    """SQLite calls such a file intact; the driver cannot read it, and the text is not printed."""
    execute_sql(
        kept,
        "INSERT INTO report (user_id, language, text, created_at) VALUES (1, 'en', CAST(x'736563726574ff' AS TEXT), 1)",
    )
    said = type_("reports")
    assert (said.exit_code, "Traceback" in said.err, "secret" in said.err) == (ExitCode.DATABASE_UNUSABLE, False, False)


def test_a_time_beyond_all_calendars_is_reported_too(kept: Path, type_: Callable[..., CommandResult]) -> None:
    """To SQLite, a number with a flipped bit is still a number."""
    execute_sql(kept, f"INSERT INTO report (user_id, language, text, created_at) VALUES (1, 'en', 'x', {2**55})")
    said = type_("reports")
    assert (said.exit_code, "Traceback" in said.err) == (ExitCode.DATABASE_UNUSABLE, False)
