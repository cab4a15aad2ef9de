"""Whatever goes wrong between Discord and us, nobody is answered twice and nobody reads a traceback."""

import logging
from pathlib import Path

import discord
import pytest

from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.soak_cases import soak_after

CALLBACK = ("POST", "/interactions/*/callback")
TEMPORARY_FAULTS = {
    "503": Fault.status(503),
    "429 for everybody": Fault.rate_limited("global"),
    "502 after processing": Fault.status(502, processed=True),
    "reset after processing": Fault.connection_reset(processed=True),
    "500": Fault.status(500),
    "502": Fault.status(502),
    "429 for us": Fault.rate_limited("user"),
    "429 shared": Fault.rate_limited("shared"),
    "reset": Fault.connection_reset(),
}


@pytest.mark.parametrize("fault", soak_after(4, TEMPORARY_FAULTS))
async def test_a_temporary_fault_neither_loses_nor_repeats_an_answer(
    club: Club, bot: discord.Client, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    """After one fault, the card is shown once, and the log has no traceback."""
    club.discord.faults.add(*CALLBACK, TEMPORARY_FAULTS[fault])
    with caplog.at_level(logging.INFO, logger="bot"):
        answer = await club.sam.slash("film show", title="Hope")
        await club.discord.wait_until(lambda: len(club.sam.visible_messages()) >= 1)
    assert answer.message.card.title == "Hope (2013)"
    assert len(club.sam.visible_messages()) == 1
    assert [record for record in caplog.records if record.exc_info] == []


async def test_a_press_is_answered_once(club: Club, bot: discord.Client) -> None:
    """The card that a button posts is posted once, even if Discord's answer was lost."""
    question = await club.sam.slash("film show", title="father")
    club.discord.faults.add(*CALLBACK, Fault.status(502, processed=True))
    card = await club.sam.click(question.message, "Ode to My Father (2014)")
    assert card.message.card.title == "Ode to My Father (2014)"
    assert [seen.card.title for seen in club.sam.visible_messages()].count("Ode to My Father (2014)") == 1


@pytest.mark.parametrize("code", [10062, 40060])
async def test_an_expired_interaction_is_not_logged_as_an_error(
    club: Club, bot: discord.Client, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    """There is nobody to answer and nothing for the operator to fix, so no error is logged."""
    club.discord.faults.add(*CALLBACK, Fault.api_error(code))
    with caplog.at_level(logging.INFO, logger="bot"):
        await club.sam.without_waiting.slash("film show", title="Hope")
        await club.discord.wait_until(
            lambda: any(request.status in {400, 404} for request in club.discord.log.requests)
        )
        await club.sam.slash("film show", title="Hope")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_failed_command_sync_does_not_prevent_the_start(club: Club, database_file: Path) -> None:
    """The failure is logged without a traceback, and the bot connects."""
    club.discord.faults.add_permanent("PUT", "/applications/*/commands", Fault.api_error(30034))
    async with bot_process(club.discord, database_file) as process:
        await club.discord.wait_until_ready()
        await process.wait_for_output("commands not synced")
        assert "Traceback" not in process.output
