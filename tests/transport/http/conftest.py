"""The bot over real sockets, for reports."""

from tests.discord_server.fixtures import bot, club, discord_server

__all__ = ["bot", "club", "discord_server"]
