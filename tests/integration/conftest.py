"""Fixtures for the bot over real sockets and in real processes."""

from tests.discord_server.fixtures import bot, club, discord_server, real_deadline

__all__ = ["bot", "club", "discord_server", "real_deadline"]
