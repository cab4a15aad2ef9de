"""PostgreSQL behaves like SQLite, even when it restarts, is blocked or cannot be reached."""

import asyncio
from types import NoneType
from urllib.parse import urlsplit

import psycopg
import pytest

from bot.core.errors import RepeatedInteraction, StartupError, UserError
from bot.core.storage.database import Database
from bot.core.storage.location import PostgresUrl
from bot.core.storage.postgres import transactions
from bot.core.storage.postgres.connection import translate
from bot.core.storage.postgres.engine import PostgresEngine
from bot.core.storage.sql import INTERACTION, Reader, Writer
from tests.postgres_server import PostgresServer

CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'nunmul' AND datname = current_database()
"""

COUNT_UP = (
    "INSERT INTO memo (name, text) VALUES ('count', 'x') ON CONFLICT (name) DO UPDATE SET text = memo.text || 'x'"
)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT :a, ':b', \":c\" -- :d", "SELECT %(a)s, ':b', \":c\" -- :d"),
        ("x = :long_name1 AND y = :a::bigint /* :b */", "x = %(long_name1)s AND y = %(a)s::bigint /* :b */"),
        ("'it''s :a' || :a || '10%' || 5 % 2", "'it''s :a' || %(a)s || '10%%' || 5 %% 2"),
    ],
)
def test_named_parameters_are_written_as_the_driver_reads_them(ours: str, theirs: str) -> None:
    """Parameters are renamed except in literals and comments, casts stay, and percent signs are doubled."""
    assert translate(ours).decode() == theirs


async def test_what_cannot_be_stored_is_left_out(database: Database) -> None:
    """Both engines drop NUL characters and lone surrogates."""
    await database.set_value("typed", "a\0b\ud83dc 눈물 😢")
    assert await database.get_value("typed") == "abc 눈물 😢"


async def test_numbers_of_any_size_have_the_same_type(database: Database) -> None:
    """Small numbers and Discord ids can be mixed in an expression."""

    async def numbers(reader: Reader) -> object:
        sql = "SELECT CAST(:small AS BIGINT) + :large, :small * 2, coalesce(:nothing, :large)"
        return (await reader.execute(sql, {"small": 1, "large": 2**62, "nothing": None}))[0]

    assert [*await database.read(numbers)] == [2**62 + 1, 2, 2**62]  # type: ignore[misc]  # a row of numbers


async def test_one_read_sees_one_moment(postgres_database: Database) -> None:
    """A unit of work does not see a change that is committed between two of its statements."""

    async def twice(reader: Reader) -> tuple[object, object]:
        sql = "SELECT count(*) FROM memo"
        before = (await reader.execute(sql))[0][0]
        await postgres_database.set_value("between", "yes")
        return before, (await reader.execute(sql))[0][0]

    before, after = await postgres_database.read(twice)
    assert before == after


async def test_nobody_notices_cut_sessions(postgres_database: Database, postgres_url: PostgresUrl) -> None:
    """After all sessions are ended, as by a restart, reads and writes succeed on new connections."""
    await asyncio.gather(*(postgres_database.set_value(str(number), "warm") for number in range(5)))
    cut_sessions(postgres_url)
    await postgres_database.set_value("after", "saved")
    cut_sessions(postgres_url)
    assert await postgres_database.get_value("after") == "saved"


def cut_sessions(url: PostgresUrl) -> None:
    with psycopg.connect(url.url, autocommit=True) as connection:
        connection.execute(CUT.encode())


@pytest.mark.parametrize("is_committed", [True, False])
async def test_saved_work_is_never_reported_as_unsaved(
    postgres_database: Database, postgres_url: PostgresUrl, monkeypatch: pytest.MonkeyPatch, *, is_committed: bool
) -> None:
    """If the answer to a commit is lost, the work is still saved exactly once."""
    commits, real = [0], transactions.commit

    async def lose_answer(raw: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        commits[0] += 1
        if is_committed or commits[0] > 1:
            await real(raw)
        if commits[0] == 1:
            await raw.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("bot.core.storage.postgres.engine.commit", lose_answer)

    async def insert(writer: Writer) -> None:
        await writer.execute("INSERT INTO memo (name, text) VALUES ('once', 'x')")

    await postgres_database.write(insert)
    assert await postgres_database.get_value("once") == "x"
    assert commits[0] == (1 if is_committed else 2)


async def test_only_one_process_handles_an_interaction(postgres_database: Database, postgres_url: PostgresUrl) -> None:
    """After one process has written for an interaction, others are refused. The first can write again."""
    other = await Database.open(postgres_url)

    async def save(database: Database, interaction: int | None) -> None:
        INTERACTION.set(interaction)
        await database.write(lambda writer: writer.execute(COUNT_UP), ("counter", 1))

    await asyncio.gather(save(postgres_database, 7), save(postgres_database, None))
    refused = await asyncio.gather(*(save(other, number) for number in (7, 8, 7)), return_exceptions=True)
    await asyncio.gather(save(postgres_database, 7), save(other, 8), save(other, None))
    assert list(map(type, refused)) == [RepeatedInteraction, NoneType, RepeatedInteraction]
    assert await postgres_database.get_value("count") == "x" * 6
    await other.close()


async def test_a_write_that_waits_for_a_lock_is_reported_as_not_saved(
    postgres_database: Database, postgres_url: PostgresUrl
) -> None:
    """While another session locks the table, a write is refused and a read works."""
    with psycopg.connect(postgres_url.url) as other:
        other.execute("LOCK TABLE memo IN EXCLUSIVE MODE")
        with pytest.raises(UserError, match=r"core\.not-saved"):
            await postgres_database.set_value("held", "x")
        assert await postgres_database.get_value("held") is None
    await postgres_database.set_value("held", "x")


async def test_a_server_that_is_gone_is_reported(
    postgres: PostgresServer, postgres_url: PostgresUrl, postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reads are refused as not read, and writes as not saved."""
    assert isinstance(postgres_database.engine, PostgresEngine)
    monkeypatch.setattr(postgres_database.engine.pool, "timeout", 0.2)
    name = urlsplit(postgres_url.url).path[1:]
    postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    end_sessions(postgres, name)
    try:
        with pytest.raises(UserError, match=r"core\.not-read"):
            await postgres_database.get_value("x")
        with pytest.raises(UserError, match=r"core\.not-saved"):
            await postgres_database.set_value("x", "y")
        assert not await postgres_database.responds(0.5)
    finally:
        postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def end_sessions(postgres: PostgresServer, name: str) -> None:
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


async def test_an_address_that_leads_nowhere_is_refused_without_its_password() -> None:
    """The message says that the database cannot be used, and hides the password."""
    url = PostgresUrl("postgresql://someone:hidden-secret@127.0.0.1:1/nunmul")
    with pytest.raises(StartupError, match="cannot be used") as refused:
        await Database.open(url)
    assert "hidden" not in str(refused.value)
    assert "hidden" not in repr(url)
