"""The operator's commands work on a PostgreSQL database."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from bot.core.exit_codes import ExitCode
from bot.core.storage import database
from bot.core.storage.location import PostgresUrl
from bot.core.storage.postgres import inspection
from bot.ops.postgres import dumps
from tests.ops.helpers import CommandResult

URL = "postgresql://127.0.0.1:1/nunmul"
COUNT = "SELECT count(*) FROM film"


@pytest.fixture
def on_postgres(
    run_command: Callable[..., CommandResult], postgres_url: PostgresUrl, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., CommandResult]:
    """Return a function that runs `python -m bot …` on this test's own PostgreSQL database."""
    monkeypatch.setenv("DATABASE_URL", postgres_url.url)
    return run_command


def run_sql(url: PostgresUrl, sql: str) -> object:
    with psycopg.connect(url.url, autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]  # a query returns one row here


def test_a_backup_is_restored(
    on_postgres: Callable[..., CommandResult], postgres_url: PostgresUrl, tmp_path: Path
) -> None:
    """Deleted films are back. The backup is private, in the usual folder, and never overwritten."""
    films = run_sql(postgres_url, COUNT)
    assert on_postgres("backup").exit_code == 0
    (file,) = (tmp_path / "data" / "backups").glob("nunmul-*.dump")
    assert file.stat().st_mode & 0o077 == 0
    assert "already exists" in on_postgres("backup", file).err
    run_sql(postgres_url, "DELETE FROM film")
    restored = on_postgres("restore", file)
    assert (restored.exit_code, "Restored" in restored.out) == (0, True)
    assert run_sql(postgres_url, COUNT) == films


def test_a_file_that_is_not_a_backup_changes_nothing(
    on_postgres: Callable[..., CommandResult], postgres_url: PostgresUrl, tmp_path: Path
) -> None:
    """PostgreSQL's own error message says what is wrong with the file."""
    (tmp_path / "notes.txt").write_text("not a dump")
    refused = on_postgres("restore", tmp_path / "notes.txt")
    assert (refused.exit_code, "pg_restore failed" in refused.err) == (ExitCode.OPS_REFUSED, True)
    assert run_sql(postgres_url, COUNT)


def test_nothing_is_restored_while_a_bot_runs(
    on_postgres: Callable[..., CommandResult], postgres_url: PostgresUrl, tmp_path: Path
) -> None:
    """The operator is told to stop every process first."""
    on_postgres("backup", tmp_path / "one.dump")
    with psycopg.connect(postgres_url.url, application_name="nunmul"):
        refused = on_postgres("restore", tmp_path / "one.dump")
    assert "stop every process first" in refused.err


def test_without_the_programs_the_command_is_named(
    on_postgres: Callable[..., CommandResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    """If PostgreSQL's programs are missing, the message shows the command to run where they are installed."""
    monkeypatch.setattr(dumps, "_find", lambda _: None)
    refused = on_postgres("backup")
    assert "run pg_dump --dbname=DATABASE_URL --format=custom" in refused.err


def test_no_password_is_on_a_command_line(tmp_path: Path) -> None:
    """The password is in a private file, in the format that PostgreSQL reads."""
    url = PostgresUrl("postgresql://me:a%3Ab%5Cc@db.example/nunmul?sslmode=require")
    shown = dumps._with_password_file(url, tmp_path)  # noqa: SLF001  # everyone on the machine can see its result in a command line
    assert shown == f"postgresql://me@db.example/nunmul?sslmode=require&passfile={tmp_path}/password"
    assert (tmp_path / "password").read_text() == "*:*:*:*:a\\:b\\\\c\n"
    assert (tmp_path / "password").stat().st_mode & 0o077 == 0


def test_the_doctor_examines_postgresql(
    on_postgres: Callable[..., CommandResult], postgres_url: PostgresUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`doctor` reports the server and the schema, or that PostgreSQL does not answer, and never the password."""
    found = on_postgres("doctor").out
    assert "answers: PostgreSQL" in found
    assert "the newest this Nunmul knows" in found
    run_sql(postgres_url, "DELETE FROM migration WHERE version = (SELECT max(version) FROM migration)")
    assert "stop every process and back up" in " ".join(on_postgres("doctor").out.split())
    run_sql(postgres_url, "DROP TABLE migration")
    assert "no tables yet" in on_postgres("doctor").out
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hush-hush-hush@127.0.0.1:1/nunmul")
    broken = on_postgres("doctor")
    assert (broken.exit_code, "cannot be used" in " ".join(broken.out.split()), "hush" in broken.out) == (
        1,
        True,
        False,
    )


def test_the_doctor_says_who_must_own_the_database(
    on_postgres: Callable[..., CommandResult], postgres_url: PostgresUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the user cannot create tables, `doctor` shows the statement that makes that user the owner."""
    run_sql(postgres_url, "DROP TABLE migration")
    run_sql(postgres_url, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    run_sql(postgres_url, "DROP ROLE IF EXISTS guest")
    run_sql(postgres_url, "CREATE ROLE guest LOGIN PASSWORD 'guest'")
    parts = urlsplit(postgres_url.url)
    monkeypatch.setenv(
        "DATABASE_URL", urlunsplit(parts._replace(netloc=f"guest:guest@{parts.netloc.rpartition('@')[2]}"))
    )
    found = on_postgres("doctor").out
    run_sql(postgres_url, "DROP ROLE guest")
    assert "ALTER DATABASE … OWNER TO" in " ".join(found.split())


def test_the_doctor_says_what_a_pooler_needs(
    on_postgres: Callable[..., CommandResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`doctor` names DATABASE_DIRECT_URL, finds no bot connections, and does not mention SQLite."""

    async def pooled(_: object) -> bool:
        return True

    monkeypatch.setattr(inspection, "is_pooled", pooled)
    found = " ".join(on_postgres("doctor").out.split())
    assert "DATABASE_DIRECT_URL" in found
    assert "no bot connections" in found
    assert "SQLite" not in found


@pytest.mark.parametrize("words", [("backup",), ("restore", "some.dump"), ("move-database", "sqlite:///a.db", URL)])
def test_without_the_driver_each_command_names_it(
    run_command: Callable[..., CommandResult], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """The message shows the command that installs the driver."""
    monkeypatch.setenv("DATABASE_URL", URL)
    monkeypatch.setattr(database, "find_spec", lambda _: None)
    refused = run_command(*words)
    assert (refused.exit_code, "uv sync --no-dev --group postgres" in refused.err) == (ExitCode.BAD_SETTING, True)


def test_reports_are_listed_and_closed_in_postgresql(
    on_postgres: Callable[..., CommandResult], postgres_url: PostgresUrl
) -> None:
    """The command reads and writes the database itself, without a running bot."""
    run_sql(postgres_url, "INSERT INTO report (user_id, language, text, created_at) VALUES (1, 'en', 'Wrong year', 5)")
    number = run_sql(postgres_url, "SELECT max(id) FROM report")
    assert "Wrong year" in on_postgres("reports").out
    assert "Wrong year" not in on_postgres("reports", "--done", number).out
    assert "no open report" in on_postgres("reports", "--done", number).err
