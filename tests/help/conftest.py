"""Fixtures for testing help and reports over real sockets."""

from tests.discord_server.fixtures import bot, club, discord_server

__all__ = ["bot", "club", "discord_server"]
