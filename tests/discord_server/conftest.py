"""Fixtures for the tests of the small Discord itself."""

from tests.discord_server.fixtures import bot, club, discord_server, probe, real_deadline

__all__ = ["bot", "club", "discord_server", "probe", "real_deadline"]
