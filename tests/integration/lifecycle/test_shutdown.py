"""On SIGTERM, the bot finishes current work, closes the database and exits within five seconds."""

import asyncio
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club
from tests.stopwatch import best_of_three

PROMISED_SECONDS = 5.0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_an_answer_in_progress_still_arrives(club: Club, database_file: Path, number: signal.Signals) -> None:
    """After the answer, the process exits cleanly and in time, and the write-ahead log is merged."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        held = club.discord.faults.hold_next("POST", "/interactions/*/callback")
        answer = await club.sam.without_waiting.slash("film show", title="Hope")
        await club.discord.wait_until(lambda: any("callback" in request.path for request in club.discord.log.requests))
        started = time.monotonic()
        process.send_signal(number)
        await process.wait_for_output("stopping")
        held.release()
        assert await process.wait_for_exit() == 0
        assert time.monotonic() - started < PROMISED_SECONDS
        assert answer.message.card.title == "Hope (2013)"
        assert "Traceback" not in process.output
    assert list(database_file.parent.glob("*-wal")) == []


async def test_a_second_signal_ends_the_process_at_once(club: Club, database_file: Path) -> None:
    """If the signal is repeated after more than half a second, the process does not wait for its answers."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        held = club.discord.faults.hold_next("POST", "/interactions/*/callback")
        await club.sam.without_waiting.slash("film show", title="Hope")
        await club.discord.wait_until(lambda: any("callback" in request.path for request in club.discord.log.requests))
        process.send_signal(signal.SIGTERM)
        await process.wait_for_output("stopping")
        await asyncio.sleep(0.6)
        process.send_signal(signal.SIGTERM)
        assert await process.wait_for_exit() == 128 + signal.SIGTERM  # with only one signal, the exit code would be 0
        held.release()


@pytest.mark.parametrize("again", [signal.SIGTERM, signal.SIGINT])
async def test_a_repeated_signal_counts_once(club: Club, database_file: Path, again: signal.Signals) -> None:
    """Signals that arrive together, as they can through `uv run`, do not interrupt current work."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        held = club.discord.faults.hold_next("POST", "/interactions/*/callback")
        answer = await club.sam.without_waiting.slash("film show", title="Hope")
        await club.discord.wait_until(lambda: any("callback" in request.path for request in club.discord.log.requests))
        process.send_signal(signal.SIGTERM)
        await process.wait_for_output("stopping")
        process.send_signal(again)
        process.send_signal(again)
        held.release()
        assert await process.wait_for_exit() == 0
        assert answer.message.card.title == "Hope (2013)"
    assert list(database_file.parent.glob("*-wal")) == []


async def test_a_hanging_answer_does_not_prevent_the_stop(club: Club, database_file: Path) -> None:
    """The process ends within five seconds even if Discord does not reply."""
    records = club.discord.log

    async def seconds() -> float:
        async with bot_process(club.discord, database_file) as process:
            await club.discord.wait_until_ready()
            held, before = (
                club.discord.faults.hold_next("POST", "/interactions/*/callback"),
                len(records.matching("POST")),
            )
            await club.sam.without_waiting.slash("film show", title="Hope")
            await club.discord.wait_until(lambda: len(records.matching("POST")) > before)
            started = time.monotonic()
            process.send_signal(signal.SIGTERM)
            await process.wait_for_exit()
            took = time.monotonic() - started
            held.release()
        return took

    assert await best_of_three(seconds, PROMISED_SECONDS) < PROMISED_SECONDS


async def test_a_start_that_waits_for_discord_can_be_stopped(club: Club, database_file: Path) -> None:
    """SIGTERM works even before there is a connection."""
    await club.discord.run(club.discord.rest_listener.close())
    async with bot_process(club.discord, database_file) as process:
        await process.wait_for_output("retry_in=")
        process.send_signal(signal.SIGTERM)
        assert await process.wait_for_exit() == 0
        assert "Traceback" not in process.output


async def test_stopping_between_sessions_is_clean(club: Club, database_file: Path) -> None:
    """Although discord.py swallows a cancellation then, the process exits cleanly and soon, and merges the WAL."""
    server = club.discord

    async def seconds() -> float:
        async with bot_process(server, database_file) as process:
            await server.wait_until_ready()
            await server.run(server.gateway.invalidate_sessions(resumable=False))
            await server.wait_until(lambda: server.gateway.connected_sessions == 0)
            started = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert await process.wait_for_exit() == 0
            return time.monotonic() - started

    assert await best_of_three(seconds, PROMISED_SECONDS / 2) < PROMISED_SECONDS / 2
    assert list(database_file.parent.glob("*-wal")) == []


async def test_another_programs_write_lock_does_not_stop_the_start(club: Club, database_file: Path) -> None:
    """The command sync fails, but the bot answers and logs no traceback."""
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with bot_process(club.discord, database_file) as process:
            await club.discord.wait_until_ready()
            await process.wait_for_output("commands not synced")
            assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"
            assert "Traceback" not in process.output
