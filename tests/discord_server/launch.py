"""The bot's own command line, pointed at the small Discord that the environment names."""

import sys

from bot.__main__ import main
from tests.discord_server.pointing import pointed_from_environment

if __name__ == "__main__":
    with pointed_from_environment():
        sys.exit(main())
