"""Whatever happens to the gateway, the bot recovers, answers nothing twice and spends few IDENTIFYs."""

import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club
from tests.discord_server.gateway.gateway import Gateway

RESUMABLE: dict[str, Callable[[Gateway], Awaitable[None]]] = {
    "op 7": lambda gateway: gateway.request_reconnect(),
    "op 9, resumable": lambda gateway: gateway.invalidate_sessions(resumable=True),
    "close 4000": lambda gateway: gateway.close_connections(4000),
    "TCP drop": lambda gateway: gateway.drop_connections(),
}


@pytest.mark.parametrize("disruption", RESUMABLE)
async def test_a_session_that_can_be_resumed_costs_no_identify(
    club: Club, database_file: Path, disruption: str
) -> None:
    """The session goes on if Discord asks for a new connection and if the connection breaks."""
    server = club.discord
    async with bot_process(server, database_file) as process:
        await server.wait_until_ready()
        await server.run(RESUMABLE[disruption](server.gateway))  # type: ignore[arg-type]  # each returns a coroutine
        await server.wait_until(lambda: server.log.resumes == 1 and server.gateway.connected_sessions == 1, seconds=30)
        answer = await club.sam.slash("film show", title="Hope")
        assert answer.message.card.title == "Hope (2013)"
        assert "Traceback" not in process.output
    assert len(server.log.identified_shards) == 1
    assert len(club.sam.visible_messages()) == 1


async def test_a_session_that_is_over_costs_one_identify(club: Club, database_file: Path) -> None:
    """When Discord ends the session, the bot identifies once more and answers again."""
    server = club.discord
    async with bot_process(server, database_file):
        await server.wait_until_ready()
        await server.run(server.gateway.invalidate_sessions(resumable=False))
        await server.wait_until(
            lambda: len(server.log.identified_shards) == 2 and server.gateway.connected_sessions == 1, seconds=30
        )
        assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"


async def test_old_buttons_work_after_a_kill_and_a_new_start(club: Club, database_file: Path) -> None:
    """A button from before kill -9 works after the next start, which does not sync the commands again."""
    server = club.discord
    async with bot_process(server, database_file) as process:
        await server.wait_until_ready()
        question = await club.sam.slash("film show", title="father")
        process.send_signal(signal.SIGKILL)
        await process.wait_for_exit()
    await server.run(server.gateway.drop_connections())
    async with bot_process(server, database_file):
        await server.wait_until(
            lambda: len(server.log.identified_shards) == 2 and server.gateway.connected_sessions == 1
        )
        card = await club.sam.click(question.message, "Ode to My Father (2014)")
        assert card.message.card.title == "Ode to My Father (2014)"
    assert sum(request.is_command_sync for request in server.log.requests) == 1


async def test_an_event_that_arrives_twice_is_answered_once(club: Club, database_file: Path) -> None:
    """A duplicate interaction gets no second answer, and is not logged as answered again."""
    server = club.discord
    async with bot_process(server, database_file) as process:
        await server.wait_until_ready()
        await club.sam.slash("film show", title="Hope")
        await server.run(server.gateway.resend_last_event())
        await club.sam.slash("film show", title="Harmony")
        assert process.output.count("film show answered") <= 2
        assert len(club.sam.visible_messages()) == 2
    assert sum("callback" in request.path for request in server.log.requests) == 2


@pytest.mark.soak
async def test_a_silent_gateway_connection_is_dropped(club: Club, database_file: Path) -> None:
    """A half-open connection is dropped after a minute without an acknowledgement, and the session goes on."""
    server = club.discord
    server.gateway.heartbeat_seconds = 5
    async with bot_process(server, database_file):
        await server.wait_until_ready()
        await server.run(server.gateway.stop_responding())
        await server.wait_until(lambda: server.log.resumes == 1, seconds=100)
        assert (await club.sam.slash("film show", title="Hope")).message.card.title == "Hope (2013)"
    assert len(server.log.identified_shards) == 1
