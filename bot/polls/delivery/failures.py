"""Logs why a message was not delivered, and chooses which error to show the host."""

import logging

import discord

from bot.polls.delivery.channel import unreachable_reason_of
from bot.polls.rules.poll import Poll, UnreachableReason

log = logging.getLogger(__name__)


def log_failure(event: str, poll: Poll, error: Exception) -> None:
    """Log a failure, with a traceback unless Discord or the network caused it."""
    is_bug = not isinstance(error, discord.DiscordException | OSError)
    log.warning("%s poll=%d error=%r", event, poll.id, error, exc_info=error if is_bug else None)


def start_error_key(error: Exception) -> str:
    """Return the key of the text that tells a host why their poll could not be posted."""
    if unreachable_reason_of(error) is UnreachableReason.ARCHIVED:
        return "polls.message.locked"
    return "polls.message.forbidden" if unreachable_reason_of(error) else "polls.message.unreachable"
