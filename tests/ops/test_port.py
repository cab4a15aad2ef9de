"""The demo's port is checked before anything else."""

import socket
from collections.abc import Callable

import pytest

from bot.core.exit_codes import ExitCode
from tests.ops.helpers import CommandResult
from tests.soak_cases import soak_after


def test_a_taken_port_gets_a_message_and_its_own_exit_code(run_in_process: Callable[..., CommandResult]) -> None:
    """The port is checked before SimCord is imported."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run_in_process("demo", "--port", port, python=("-X", "importtime", "-m", "bot"))
    assert result.exit_code == ExitCode.PORT_TAKEN
    assert f"Port {port} cannot be opened (Address already in use): choose another with --port" in result.err
    assert "simcord" not in result.err


@pytest.mark.parametrize(
    "port", soak_after(2, ["99999", "0000009999999", "65536", "-1", "1.5", "eight", "٣", "9" * 5000])
)
def test_an_invalid_port_is_refused_with_the_valid_range(
    run_in_process: Callable[..., CommandResult], port: str
) -> None:
    """The exit code is 2, as for any wrong command line."""
    result = run_in_process("demo", "--port", port)
    assert result.exit_code == 2
    assert "Traceback" not in result.err
    assert "choose a number from 1 to 65535" in result.err or "expected one argument" in result.err
