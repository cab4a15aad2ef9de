"""The port of the demo's page, checked before anything else is done."""

import argparse
import os
import socket

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode

MAX_PORT = 65_535


def parse_port(text: str) -> int:
    """Return the port that somebody typed; raise ArgumentTypeError for what is not one."""
    if text.isascii() and text.isdigit() and int(text[:6]) <= MAX_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"choose a number from 1024 to {MAX_PORT}, or leave it out for any free port")


def require_free_port(port: int) -> None:
    """Raise StartupError if a page cannot be opened at a port of this machine; 0 is any free one."""
    try:
        with socket.create_server(("127.0.0.1", port)):
            pass
    except OSError as error:
        raise port_error(port, os.strerror(error.errno or 0)) from error


def port_error(port: int, reason: str) -> StartupError:
    """Return the error for a port at which the page cannot be opened."""
    sentence = f"Port {port} cannot be opened ({reason}): choose another with --port, or leave it out."
    return StartupError(sentence, ExitCode.PORT_TAKEN)
