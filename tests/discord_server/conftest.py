"""The tests of the small Discord itself."""

from tests.discord_server.fixtures import bot, club, discord_server, probe

__all__ = ["bot", "club", "discord_server", "probe"]
