"""The SQL statement that extends a poll."""

from bot.core.storage.sql import Writer
from bot.ids import PollId


async def extend(writer: Writer, poll_id: PollId, closes_at: int) -> None:
    """Set a later closing time for an open poll, and lengthen its duration, if it has one, by as much."""
    await writer.execute(
        "UPDATE poll SET closes_at = :closes_at, duration_seconds = duration_seconds + (:closes_at - closes_at)"
        " WHERE id = :poll_id AND state = 'open'",
        {"poll_id": poll_id, "closes_at": closes_at},
    )
