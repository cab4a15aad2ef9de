"""What an operator sees of a running bot: its health, its log, and never a token."""

import asyncio
import json
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.core.exit_codes import ExitCode
from bot.core.feature import Feature
from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.bots.process import bot_process, process_environment
from tests.discord_server.bots.redirect import FAKE_TOKEN
from tests.discord_server.club import Club
from tests.integration.polls.poll_helpers import query_rows, start_poll

ON_A_FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
from tests.discord_server.bots.launcher import main, redirect_discord_from_environment
with redirect_discord_from_environment():
    sys.exit(main([]))
"""
WITH_A_BROKEN_FEATURE = """
import sys
from bot import app
from bot.__main__ import main
from bot.core.feature import Feature

async def prepare():
    raise RuntimeError("this feature cannot be prepared")

app.help_feature = lambda *_, **__: Feature("broken", on_startup=prepare)
sys.exit(main([]))
"""


WITH_A_STUCK_DATABASE = """
import asyncio, sys, time
from bot import app
from bot.__main__ import main
from bot.core.feature import Feature
from tests.sql import sqlite_engine

ours = app.build_features

def build_features(core, *rest, **named):
    def stick():
        asyncio.ensure_future(sqlite_engine(core.database).reader.raw._execute(time.sleep, 60))

    async def prepare():
        asyncio.get_running_loop().call_later(1.0, stick)

    return [*ours(core, *rest, **named), Feature("stuck", on_startup=prepare)]

app.build_features = build_features
sys.exit(main([]))
"""


async def run_python(club: Club, database: Path, code: str) -> tuple[int, str]:
    """Run Python code in the bot's environment, and return the exit code and output."""
    async with bot_process(club.discord, database, "-c", code) as process:
        return await process.wait_for_exit(), process.output


async def run_in_new_interpreter(club: Club, database: Path, code: str) -> tuple[int, str]:
    """Run Python code in a new interpreter, without coverage, and return the exit code and output."""
    around = process_environment(club.discord, database)
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        code,
        cwd=database.parent,
        env={name: value for name, value in around.items() if not name.startswith("COVERAGE_")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(child.communicate(), 60)
    return child.returncode or 0, output.decode()


async def check_health(club: Club, database: Path) -> tuple[int, str]:
    """Check the bot's health as a container does, and return the exit code and output."""
    async with bot_process(club.discord, database, "health") as process:
        return await process.wait_for_exit(), process.output


async def test_a_running_bot_is_healthy_and_a_stopped_one_is_not(club: Club, database_file: Path) -> None:
    """The exit code of `health` is 0 soon after the start, and 1 once the bot has stopped."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        async with asyncio.timeout(60):
            while (await check_health(club, database_file))[0]:  # noqa: ASYNC110  # another process writes the file that is checked
                await asyncio.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        await process.wait_for_exit()
    code, output = await check_health(club, database_file)
    assert (code, "no bot has left a sign of life" in output) == (1, True)


async def test_a_killed_bot_is_unhealthy_at_once(club: Club, database_file: Path) -> None:
    """`health` says that the bot is gone, although its status file is fresh."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        async with asyncio.timeout(60):
            while (await check_health(club, database_file))[0]:  # noqa: ASYNC110  # another process writes the file that is checked
                await asyncio.sleep(0.2)
        await process.kill()
        code, output = await check_health(club, database_file)
    assert (code, "is gone" in output) == (1, True), output


def delete_database(database: Path) -> None:
    database.unlink()


def delete_all_files(database: Path) -> None:
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()


def delete_wal(database: Path) -> None:
    database.with_name(f"{database.name}-wal").unlink()


def replace_database(database: Path) -> None:
    shutil.copy(database, database.with_name("other.db"))
    database.with_name("other.db").replace(database)


@pytest.mark.parametrize("lose", [delete_database, delete_all_files, delete_wal, replace_database])
async def test_a_deleted_database_is_noticed_and_nothing_is_confirmed(
    club: Club, database_file: Path, lose: Callable[[Path], None]
) -> None:
    """Changes are refused, and films can still be read. The log, `health` and `doctor` report the loss."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        assert "Saved" in (await club.sam.slash("language", language="en")).message.text
        lose(database_file)
        refused = (await club.sam.slash("language", language="ko")).message
        assert "I couldn't save that just now" in refused.text
        assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"
        async with asyncio.timeout(60):
            while "CRITICAL" not in process.output:  # noqa: ASYNC110  # waits for another process's output
                await asyncio.sleep(0.2)
        for command in ("health", "doctor"):
            async with bot_process(club.discord, database_file, command) as check:
                assert await check.wait_for_exit() == 1
                assert "nothing is saved any more" in " ".join(check.output.split())


@pytest.mark.parametrize("form", ["text", "json"])
async def test_no_token_is_in_the_log_at_any_level(club: Club, database_file: Path, form: str) -> None:
    """Even at DEBUG, the log has neither the bot's token nor an interaction's token."""
    async with bot_process(club.discord, database_file, LOG_LEVEL="DEBUG", LOG_FORMAT=form) as process:
        await club.discord.wait_until_ready()
        question = await club.sam.slash("film show", title="father")
        await club.sam.click(question.message, "Ode to My Father (2014)")
        await process.wait_for_output("press film answered")
        tokens = {
            request.path.split("/")[3]
            for request in club.discord.log.requests
            if request.path.startswith("/interactions")
        }
        assert len(tokens) == 2
        assert not [secret for secret in (FAKE_TOKEN, *tokens) if secret in process.output]


async def test_debug_logs_neither_voters_nor_a_seed(club: Club, database_file: Path) -> None:
    """The log contains neither a voter's id nor the seed by which a tie is decided by lot."""
    async with bot_process(club.discord, database_file, LOG_LEVEL="DEBUG") as process:
        await club.discord.wait_until_ready()
        poll = await start_poll(club.sam, ticked=["Ties: decide by lot"])
        await club.jiwoo.click(poll, "1 Hope (2013)")
        await process.wait_for_output("press vote answered")
        await process.wait_for_output("connecting shard=0")
        (seed,) = query_rows(database_file, "SELECT seed FROM poll_seed")[0]
    assert not [secret for secret in (str(club.jiwoo.user.id), seed) if secret in process.output]


async def test_each_interaction_is_one_json_line(club: Club, database_file: Path) -> None:
    """Its command, outcome, shard and server are fields of that line."""
    async with bot_process(club.discord, database_file, LOG_FORMAT="json") as process:
        await club.discord.wait_until_ready()
        await club.sam.slash("film show", title="Hope")
        await process.wait_for_output("film show answered")
        lines = [json.loads(line) for line in process.lines if line.startswith("{")]
    (line,) = [line for line in lines if "command" in line]
    assert (line["command"], line["outcome"], line["shard"]) == ("film show", "answered", 0)
    assert line["server"] == club.home_guild.id


async def test_a_full_disk_is_reported_at_the_start(club: Club, tmp_path: Path) -> None:
    """The process ends with the exit code for an unusable database and no traceback, without contacting Discord."""
    code, output = await run_in_new_interpreter(club, tmp_path / "new.db", ON_A_FULL_DISK)
    assert (code, "Traceback" in output) == (ExitCode.DATABASE_UNUSABLE, False), output
    assert club.discord.log.requests == []


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="there is no read-only file system to try")
async def test_a_read_only_folder_is_reported_at_the_start(club: Club, tmp_path: Path) -> None:
    """The process ends with the exit code for an unusable database, and no traceback."""
    url = "sqlite:////sys/nunmul.db"
    async with bot_process(club.discord, tmp_path / "x.db", DATABASE_URL=url) as process:
        assert await process.wait_for_exit() == ExitCode.DATABASE_UNUSABLE
        assert "Traceback" not in process.output


async def test_an_exception_in_set_up_ends_the_process(club: Club, tmp_path: Path) -> None:
    """If a feature cannot be prepared, the process ends with exit code 1 without connecting to the gateway."""
    code, output = await run_python(club, tmp_path / "new.db", WITH_A_BROKEN_FEATURE)
    assert code == 1
    assert "this feature cannot be prepared" in output
    assert club.discord.log.identified_shards == []


async def nothing(_: discord.Interaction) -> None:
    """Do nothing when the command is used."""


async def test_a_stuck_database_does_not_keep_the_process_from_ending(club: Club, tmp_path: Path) -> None:
    """If the token is refused while the database hangs, the process still ends with the right message and exit code."""
    ending = asyncio.create_task(run_python(club, tmp_path / "new.db", WITH_A_STUCK_DATABASE))
    await club.discord.wait_until_ready()
    await asyncio.sleep(1.5)
    club.discord.world.token = "another"  # noqa: S105  # a changed token, so that no session is resumed
    await club.discord.run(club.discord.gateway.close_connections(4004))
    code, output = await ending
    assert code == ExitCode.TOKEN_REFUSED
    assert "Discord refuses DISCORD_TOKEN" in output


async def test_a_changed_command_costs_one_more_sync(club: Club, database_file: Path) -> None:
    """A changed command list is sent once. An unchanged one is not sent again."""
    for described, syncs in (("one", 1), ("one", 1), ("another", 2), ("another", 2)):
        command: app_commands.Command[Any, ..., None] = app_commands.Command(
            name="x", description=described, callback=nothing
        )
        async with in_process_bot(club.discord, database_file, extra_features=[Feature("x", commands=[command])]):
            assert club.discord.log.command_sync_count == syncs
