"""Decides how far an open poll may be extended."""

from bot.core.errors import UserError
from bot.polls.rules.poll import Poll, PollState, check_can_cancel
from bot.polls.rules.settings import CloseAfter, CloseAt, resolve_deadline


def extended_closing_time(poll: Poll, extension: CloseAfter | CloseAt, now: int) -> int:
    """Return the new closing time of an open poll; raise UserError if the extension is not possible.

    A duration is added to the remaining time. A time replaces the closing time, and must be later. A poll without a
    closing time cannot be extended.
    """
    if poll.state is PollState.CANCELLED:
        raise UserError("polls.refused.cancelled")
    check_can_cancel(poll, now)
    if poll.closes_at is None:
        raise UserError("polls.extend.endless")
    closes_at = poll.closes_at + extension.seconds if isinstance(extension, CloseAfter) else extension.timestamp
    resolve_deadline(CloseAt(closes_at), now)
    if closes_at <= poll.closes_at:
        raise UserError("polls.extend.earlier")
    return closes_at
