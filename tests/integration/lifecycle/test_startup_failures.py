"""Every way in which a start can fail has its message and exit code, and uses up little of Discord's limits."""

import asyncio
import re
from contextlib import suppress
from pathlib import Path

import pytest

from bot.core.exit_codes import ExitCode
from bot.core.storage.database import Database
from tests.discord_server.bots.process import BotProcess, bot_process
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault


async def run_until_exit(club: Club, database: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Start the bot, wait until it ends, and return the exit code and its output."""
    async with bot_process(club.discord, database, *arguments, **environment) as process:
        code = await process.wait_for_exit()
        return code, process.output


def startup_cost(club: Club) -> tuple[int, int]:
    """Return the numbers of IDENTIFYs and of command syncs so far."""
    return len(club.discord.log.identified_shards), sum(
        request.is_command_sync for request in club.discord.log.requests
    )


BAD_SETTINGS = [
    (ExitCode.NO_TOKEN, {"DISCORD_TOKEN": ""}, "DISCORD_TOKEN is missing"),
    (ExitCode.TOKEN_MALFORMED, {"DISCORD_TOKEN": "hunter2"}, "three parts with dots"),
    (ExitCode.BAD_SETTING, {"LOG_LEVEL": "LOUD"}, "use one of"),
    (ExitCode.BAD_SETTING, {"DATABASE_URL": "mysql://host/db"}, "does not name a SQLite file"),
    (ExitCode.UNKNOWN_SETTING, {"NUNMUL_TOKEN": "x"}, "did you mean DISCORD_TOKEN"),
    (ExitCode.SHARDS_REFUSED, {"SHARD_COUNT": "2"}, "several processes"),
]


@pytest.mark.parametrize(("code", "environment", "sentence"), BAD_SETTINGS)
async def test_a_bad_setting_is_reported_before_anything_is_opened(
    club: Club, tmp_path: Path, code: ExitCode, environment: dict[str, str], sentence: str
) -> None:
    """No database is created, and Discord is not contacted."""
    ended_with, output = await run_until_exit(club, tmp_path / "new.db", **environment)
    assert (ended_with, "Traceback" in output) == (code, False)
    assert sentence in output
    assert not (tmp_path / "new.db").exists()
    assert club.discord.log.requests == []


async def test_a_postgresql_server_that_does_not_answer_is_reported(club: Club, tmp_path: Path) -> None:
    """The message names the setting, and no IDENTIFY or command sync is used."""
    code, output = await run_until_exit(club, tmp_path / "new.db", DATABASE_URL="postgresql://127.0.0.1:1/nunmul")
    assert (code, "Traceback" in output) == (ExitCode.DATABASE_UNUSABLE, False), output
    assert "DATABASE_URL" in output
    assert startup_cost(club) == (0, 0)


async def test_a_typo_in_the_env_file_is_reported(club: Club, tmp_path: Path) -> None:
    """An unknown name in .env keeps the bot from starting."""
    (tmp_path / ".env").write_text("LOG_LEVLE=DEBUG\n", encoding="utf-8")
    code, output = await run_until_exit(club, tmp_path / "new.db")
    assert (code, "did you mean LOG_LEVEL?" in output) == (ExitCode.UNKNOWN_SETTING, True)


async def test_a_file_that_is_not_a_database_is_reported(club: Club, tmp_path: Path) -> None:
    """Another kind of file is left as it is."""
    (tmp_path / "notes.db").write_text("dear diary, " * 1000, encoding="utf-8")
    code, output = await run_until_exit(club, tmp_path / "notes.db")
    assert (code, "Traceback" in output) == (ExitCode.DATABASE_UNUSABLE, False)
    assert (tmp_path / "notes.db").read_text(encoding="utf-8").startswith("dear diary")
    assert startup_cost(club) == (0, 0)


async def test_a_database_that_cannot_be_written_is_reported(club: Club, tmp_path: Path) -> None:
    """A database cannot be created in a folder that is really a file."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'file' / 'nunmul.db'}"
    code, output = await run_until_exit(club, tmp_path / "x.db", DATABASE_URL=url)
    assert (code, "Traceback" in output) == (ExitCode.DATABASE_UNUSABLE, False)
    assert startup_cost(club) == (0, 0)


async def test_a_database_newer_than_the_code_is_reported(club: Club, database_file: Path) -> None:
    """An older Nunmul leaves a newer one's database alone."""
    database = await Database.open(database_file)
    await database.write(lambda writer: writer.execute("INSERT INTO migration VALUES (9999, 'later')"))
    await database.close()
    code, output = await run_until_exit(club, database_file)
    assert (code, "newer than this Nunmul" in output, "Traceback" in output) == (ExitCode.DATABASE_NEWER, True, False)
    assert startup_cost(club) == (0, 0)


async def test_a_second_process_on_the_same_database_is_refused(club: Club, database_file: Path) -> None:
    """The second process ends before it connects, because two bots would answer everything twice."""
    async with bot_process(club.discord, database_file):
        await club.discord.wait_until_ready()
        code, output = await run_until_exit(club, database_file)
    assert (code, "is in use by" in output, "Traceback" in output) == (ExitCode.DATABASE_IN_USE, True, False)
    assert startup_cost(club) == (1, 1)


async def test_a_token_that_discord_refuses_is_reported(club: Club, database_file: Path) -> None:
    """The bot logs in before it connects to the gateway, so a bad token costs no IDENTIFY."""
    club.discord.faults.add_permanent("GET", "/users/@me", Fault.api_error(0, 401))
    code, output = await run_until_exit(club, database_file)
    assert (code, "Discord refuses DISCORD_TOKEN" in output, "Traceback" in output) == (
        ExitCode.TOKEN_REFUSED,
        True,
        False,
    )
    assert startup_cost(club) == (0, 0)


async def close_until_exit(club: Club, process: BotProcess, close_code: int) -> int:
    """Close the gateway up to five times until the bot ends, and return the exit code. A close can go unnoticed."""
    for _ in range(5):
        await club.discord.run(club.discord.gateway.close_connections(close_code))
        with suppress(TimeoutError):
            return await asyncio.wait_for(process.wait_for_exit(), 2)
    raise AssertionError("the bot did not end, although its gateway was closed five times")


async def test_intents_that_discord_refuses_are_reported(club: Club, database_file: Path) -> None:
    """Close code 4014 ends the process with its message."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        assert await close_until_exit(club, process, 4014) == ExitCode.INTENTS_REFUSED
        assert "Discord refuses the intents" in process.output
        assert "Traceback" not in process.output


async def test_a_token_reset_while_the_bot_runs_is_reported(club: Club, database_file: Path) -> None:
    """Close code 4004 ends the process as a refused token does."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        assert await close_until_exit(club, process, 4004) == ExitCode.TOKEN_REFUSED
        assert "Traceback" not in process.output


async def test_a_gateway_that_is_closed_at_the_start_is_waited_for(club: Club, database_file: Path) -> None:
    """If the gateway is down when the bot starts, the bot connects by itself later, with one IDENTIFY."""
    await club.discord.run(club.discord.gateway_listener.close())
    async with bot_process(club.discord, database_file) as process:
        await process.wait_for_output("retry_in=")
        await club.discord.run(club.discord.gateway_listener.open())
        await club.discord.wait_until(lambda: club.discord.gateway.connected_sessions == 1, seconds=30)
        assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"
    assert startup_cost(club)[0] == 1


async def test_the_bot_waits_for_an_api_that_is_down_at_the_start(club: Club, database_file: Path) -> None:
    """If the HTTP API cannot be reached at login, the bot waits and then logs in by itself."""
    await club.discord.run(club.discord.rest_listener.close())
    async with bot_process(club.discord, database_file) as process:
        await process.wait_for_output("retry_in=")
        await club.discord.run(club.discord.rest_listener.open())
        await club.discord.wait_until(lambda: club.discord.gateway.connected_sessions == 1, seconds=30)
    assert startup_cost(club) == (1, 1)


async def test_five_starts_cost_one_command_sync_and_five_identifies(club: Club, database_file: Path) -> None:
    """Commands are sent only when they have changed."""
    for start in range(1, 6):
        async with bot_process(club.discord, database_file):
            await club.discord.wait_until(lambda start=start: len(club.discord.log.identified_shards) == start)  # type: ignore[misc]
    assert startup_cost(club) == (5, 1)


async def test_the_invitation_asks_for_just_what_is_needed(club: Club, database_file: Path) -> None:
    """The logged link has both scopes, and the six permissions as one number."""
    async with bot_process(club.discord, database_file) as process:
        await process.wait_for_output("logged in")
        (link,) = re.findall(r"https://discord\.com/oauth2/authorize\?\S+", process.output)
    assert "scope=bot+applications.commands" in link
    assert "permissions=274878024704" in link
