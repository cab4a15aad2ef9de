"""A database for each test, the operator's command line, and processes that always end."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.core.storage.database import Database
from tests.ops.helpers import ROOT, CommandResult, WriterProcess, environment
from tests.ops.writer_process import INSERT_FILM


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with films 1, 2 and 3, created once and copied for each test."""
    path = tmp_path_factory.mktemp("made") / "nunmul.db"

    async def make() -> None:
        database = await Database.open(path)
        await database.write(
            lambda writer: writer.execute_many(INSERT_FILM, [{"id": i, "slug": f"film-{i}"} for i in (1, 2, 3)])
        )
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture
def database_path(template: Path, tmp_path: Path) -> Path:
    """Return the path of a database with films 1, 2 and 3, in its own folder."""
    (tmp_path / "data").mkdir()
    return Path(shutil.copy(template, tmp_path / "data" / "nunmul.db"))


@pytest.fixture
def run_command(
    database_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., CommandResult]:
    """Return a function that runs `python -m bot …` on this database, without this machine's other settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database_path}")
    monkeypatch.setenv("DISCORD_TOKEN", "")

    def run_words(*words: object) -> CommandResult:
        code = main([str(word) for word in words])
        output = capsys.readouterr()
        return CommandResult(code, output.out, output.err)

    return run_words


@pytest.fixture
def run_in_process(database_path: Path, tmp_path: Path) -> Callable[..., CommandResult]:
    """Return a function that runs `python -m bot …` in a separate process."""

    def run_words(*words: object, python: tuple[str, ...] = ("-m", "bot")) -> CommandResult:
        command = [sys.executable, "-W", "ignore::DeprecationWarning", *python, *map(str, words)]
        run = subprocess.run(  # noqa: S603  # our own code
            command,
            cwd=tmp_path,
            env=environment(database_path),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return CommandResult(run.returncode, run.stdout, run.stderr)

    return run_words


@pytest.fixture
def start_writer(tmp_path: Path) -> Iterator[Callable[[Path], WriterProcess]]:
    """Yield a function that starts a process that writes to a database. Kill all these processes afterwards."""
    writers: list[WriterProcess] = []

    def start(database: Path) -> WriterProcess:
        output = tmp_path / f"writer-{len(writers)}.txt"
        with output.open("wb") as file:
            command = [sys.executable, "-m", "tests.ops.writer_process", str(database)]
            writer = WriterProcess(subprocess.Popen(command, cwd=ROOT, stdout=file), output)  # noqa: S603  # our own code
        writers.append(writer)
        return writer

    yield start
    for writer in writers:
        writer.kill()
