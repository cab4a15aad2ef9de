"""The bot's own command line, pointed at the small Discord that the environment names.

On SIGUSR1 it prints what is not visible from outside: its tasks, and its garbage collector's settings and runs.
"""

import gc

from bot.libraries import import_discord

gc.disable()  # the bot does both before it imports anything that needs discord.py, as the modules below do
import_discord()

import asyncio
import json
import signal
import sys

from bot.__main__ import main
from tests.discord_server.bots.redirect import redirect_discord_from_environment
from tests.discord_server.bots.timeouts import scaled_timeouts_from_environment

STATISTICS_PREFIX = "figures "


def print_statistics(*_: object) -> None:
    """Print one line of figures."""
    statistics = {
        "tasks": len(asyncio.all_tasks()),
        "enabled": gc.isenabled(),
        "thresholds": gc.get_threshold(),
        "full_collections": gc.get_stats()[-1]["collections"],
        "frozen": gc.get_freeze_count(),
    }
    print(f"\n{STATISTICS_PREFIX}{json.dumps(statistics)}", flush=True)  # noqa: T201  # the test that sent the signal reads it


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, print_statistics)
    with redirect_discord_from_environment(), scaled_timeouts_from_environment():
        sys.exit(main())
