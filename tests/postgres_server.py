"""A PostgreSQL server for tests: the one that TEST_POSTGRES_URL names, or one that the tests start for themselves.

All workers of a test session share the server. One that the tests start listens only on a socket in its own folder,
and does not wait for the disk.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest

from bot.core.storage.location import Location, PostgresUrl

URL, REQUIRED, FOLDER = "TEST_POSTGRES_URL", "TEST_POSTGRES_REQUIRED", "TEST_POSTGRES_FOLDER"
"""Environment variables: the server to use, whether tests fail without a server, and the folder of our own server."""
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
PREFIX = "nunmul-postgres-"
"""The beginning of a session's folder name, which the session's process id follows."""
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
    " -c max_connections=200 -c shared_buffers=32MB -c max_wal_size=1GB -c bgwriter_delay=10s -c wal_writer_delay=10s"
)

DURABLE = "-c synchronous_commit=on"
"""The option for a server whose commits must survive a crash of its processes."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server, identified by the address of the database from which others are created."""

    url: str

    def database(self, name: str) -> PostgresUrl:
        """Return the address of a database of this server."""
        return PostgresUrl(urlunsplit(urlsplit(self.url)._replace(path=f"/{name}")))

    def create(self, name: str, template: str = "template0") -> PostgresUrl:
        """Create a database as a copy of another."""
        fast = "STRATEGY file_copy" if self.version >= 150_000 else ""
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} {fast}")
        return self.database(name)

    def drop(self, name: str) -> None:
        """Delete a database, even while it is in use."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def run(self, *statements: str) -> None:
        """Run statements outside any transaction."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def has_database(self, name: str) -> bool:
        """Return whether a database exists."""
        with psycopg.connect(self.url) as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall())

    @property
    def is_ours(self) -> bool:
        """Return whether the tests have started this server, so that they can do anything there."""
        return FOLDER in os.environ

    @property
    def version(self) -> int:
        """Return the server's version as a number, such as 150000 for 15."""
        with psycopg.connect(self.url) as connection:
            return connection.info.server_version


def prepare_folder() -> None:
    """Choose the folder of the session's server, which workers inherit. Stop the servers of killed sessions."""
    if URL not in os.environ and PROGRAMS:
        for left in Path(_fastest_folder()).glob(f"{PREFIX}[0-9]*-*"):
            if not _is_running(int(left.name.removeprefix(PREFIX).partition("-")[0])):
                _remove(left)
        os.environ[FOLDER] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_fastest_folder())


def _fastest_folder() -> str:
    """Return a folder in memory if there is one, because copying a database takes half as long there."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()  # noqa: S108  # we create our own folder in it


def stop() -> None:
    """Stop the session's server, if any test has started it."""
    if folder := os.environ.pop(FOLDER, None):
        _remove(Path(folder))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _remove(folder: Path) -> None:
    if (folder / "data" / "postmaster.pid").exists():
        with suppress(subprocess.CalledProcessError):  # the server has already stopped
            _run("pg_ctl", "stop", "-D", f"{folder}/data", "-m", "immediate")
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(prepare: Callable[[PostgresServer], None]) -> Iterator[PostgresServer | None]:
    """Run `prepare`, in one worker at a time, and yield the server, or None if there is none."""
    if url := os.environ.get(URL):
        server = PostgresServer(url)
        with _turn(Path(tempfile.gettempdir(), "nunmul-postgres.lock")):
            prepare(server)
        yield server
    elif FOLDER in os.environ:
        yield start(Path(os.environ[FOLDER]), prepare)
    else:
        yield None


@contextmanager
def own_folder() -> Iterator[Path]:
    """Yield a folder for a server of one test, and stop that server at the end. Skip the test without PostgreSQL."""
    if not PROGRAMS:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_fastest_folder()))
    yield folder
    _remove(folder)


def crash_and_start(folder: Path, seconds_down: float) -> None:
    """Stop a server as a crash does, and start it again after some seconds."""
    _run("pg_ctl", "stop", "-w", "-D", f"{folder}/data", "-m", "immediate")
    time.sleep(seconds_down)
    _launch(folder, DURABLE)


def start(folder: Path, prepare: Callable[[PostgresServer], None], options: str = "") -> PostgresServer:
    """Return the server in a folder. The first caller starts it, and all callers run `prepare`, one at a time."""
    server = PostgresServer(f"postgresql://nunmul@/postgres?host={quote(str(folder))}")
    with _turn(folder / "lock"):
        if not (folder / "data").exists():
            shutil.chown(folder, *(["postgres"] if os.geteuid() == 0 else [os.geteuid()]))
            _run(
                "initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "nunmul", "-E", "UTF8", "--locale=C", "--no-sync"
            )
            _launch(folder, options)
        prepare(server)
    return server


def _launch(folder: Path, options: str) -> None:
    log, options = f"{folder}/log", f"-k {folder} {OPTIONS} {options}"
    _run("pg_ctl", "start", "-w", "-D", f"{folder}/data", "-l", log, "-o", options)


def _run(program: str, *arguments: str) -> None:
    """Run a program of the newest server, as user postgres if we are root, because it refuses to run as root."""
    as_user: dict[str, str] = {"user": "postgres"} if os.geteuid() == 0 else {}
    command: Sequence[str] = [str(PROGRAMS[0] / program), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **as_user)  # type: ignore[call-overload]  # noqa: S603  # our own command


@contextmanager
def _turn(file: Path) -> Iterator[None]:
    """Let one worker at a time run the block."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def location_in(request: pytest.FixtureRequest) -> Location:
    """Return this test's own database with the catalogue in it, in the engine that the fixture's parameter names."""
    location: Location = request.getfixturevalue("database_file" if request.param == "sqlite" else "postgres_url")
    return location
