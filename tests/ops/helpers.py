"""Helpers for the tests of the operator's commands."""

import os
import sqlite3
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOW = 1_795_395_405
"""2026-11-23 00:56:45 UTC."""


@dataclass(frozen=True)
class CommandResult:
    exit_code: int
    out: str
    err: str


@dataclass(frozen=True)
class WriterProcess:
    """A process that writes films as the bot does, and prints the id of each one once it is committed."""

    process: subprocess.Popen[bytes]
    output: Path

    @property
    def last_committed(self) -> int:
        whole, _, _ = self.output.read_text(encoding="utf-8").rpartition("\n")
        return int(whole.rpartition("\n")[2] or 0)

    def wait_for(self, number: int) -> int:
        deadline = time.monotonic() + 60
        while self.last_committed < number:
            assert self.process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return self.last_committed

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def film_ids(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM film ORDER BY id")]


def sibling_names(path: Path) -> list[str]:
    """Return the names of the files in a file's folder, except the lock file, which is never deleted."""
    return sorted(sibling.name for sibling in path.parent.iterdir() if sibling.suffix != ".lock")


def execute_sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def environment(database: Path) -> dict[str, str]:
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return {**unmeasured, "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{database}", "DISCORD_TOKEN": ""}
