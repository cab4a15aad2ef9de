"""The bot as a real process: started, killed, restarted, and run only with the fake token."""

import signal
from pathlib import Path

import pytest

from tests.discord_server.bots.process import bot_command, bot_process
from tests.discord_server.bots.redirect import FAKE_TOKEN
from tests.discord_server.bots.test_redirect import REAL_LOOKING
from tests.discord_server.club import Club


async def test_a_process_starts_and_answers(club: Club, database_file: Path) -> None:
    """`python -m bot` starts with one IDENTIFY and one sync, answers, and never prints its token."""
    async with bot_command(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        answer = await club.sam.slash("film show", title="Hope")
        assert answer.message.card.title == "Hope (2013)"
        await process.wait_for_output("film show")
    assert (club.discord.log.identify_count, club.discord.log.command_sync_count) == (1, 1)
    assert FAKE_TOKEN not in process.output
    assert process.child.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        *(
            pytest.param(rest, marks=pytest.mark.soak)
            for rest in (("health",), ("--version",), ("catalogue", "nothing"))
        ),
    ],
)
async def test_a_forked_bot_behaves_like_the_command(club: Club, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A bot forked from a preloaded process has the same exit code and output as the command."""
    (tmp_path / ".env").write_text("NUNMUL_TOKEN=x\n", encoding="utf-8")
    async with bot_process(club.discord, tmp_path / "x.db", *arguments) as fork:
        code = await fork.wait_for_exit()
    async with bot_command(club.discord, tmp_path / "x.db", *arguments) as process:
        assert await process.wait_for_exit() == code
    assert fork.lines == process.lines


async def test_buttons_outlive_a_kill(club: Club, database_file: Path) -> None:
    """Messages sent before a kill -9 still work with the next process, in a new session."""
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        question = await club.sam.slash("film show", title="father")
        process.send_signal(signal.SIGKILL)
        assert await process.wait_for_exit() == -signal.SIGKILL
        await club.discord.wait_until(lambda: club.discord.gateway.connected_sessions == 0)
    async with bot_process(club.discord, database_file):
        await club.discord.wait_until_ready()
        card = await club.sam.click(question.message, "Ode to My Father (2014)")
        assert card.message.card.title == "Ode to My Father (2014)"
    assert club.discord.log.identify_count == 2


async def test_a_process_with_another_token_does_not_connect(club: Club, database_file: Path) -> None:
    """A process with another token ends with an error; it sends nothing and does not print the token."""
    async with bot_process(club.discord, database_file, DISCORD_TOKEN=REAL_LOOKING) as process:
        assert await process.wait_for_exit() != 0
    assert "not the fake one" in process.output
    assert REAL_LOOKING not in process.output
    assert club.discord.log.requests == []


async def test_a_process_that_ends_reports_its_exit_code_and_output(club: Club, database_file: Path) -> None:
    """A command that needs no Discord prints its result, ends with 0, and sends Discord nothing."""
    async with bot_command(club.discord, database_file, "catalogue", "check") as process:
        assert await process.wait_for_exit() == 0
    assert process.output.strip() == "films.json: no mistakes"
    assert club.discord.log.requests == []
