"""How polls end: what changes their state, and what is left to do afterwards.

Each change of state is one statement that asks for the state it changes, so that of two at once only one does it.
"""

from collections.abc import Sequence

from bot.core.storage.sql import Reader, Row, Values, Writer
from bot.polls.rules.poll import UNDO_SECONDS, CloseReason, PollState, UnreachableReason
from bot.polls.rules.retry_policy import MAX_DEFERRAL_SECONDS

IS_UNANNOUNCED = "state = 'closed' AND announced IS NULL AND lost IS NULL"
MAX_POST_DELAY = 60 * 60
"""Seconds after its start in which a poll of a chosen length waits for its message before its time counts."""
EFFECTIVE_CLOSE = (
    f"CASE WHEN message IS NULL AND lasts IS NOT NULL THEN max(closes, opened + {MAX_POST_DELAY}) ELSE closes END"
)
IS_UNSETTLED = "settled = 0 AND state <> 'open'"
IS_SETTLEABLE = f"{IS_UNSETTLED} AND (coalesce(cancelled, closed) < :before OR closed > :before + 2 * {UNDO_SECONDS})"
"""Long ago, or closed in what is the future by a clock that was set back."""
PollKey = tuple[int, int]
"""A server and a poll of it."""


async def list_due(reader: Reader, now: int) -> tuple[PollKey, ...]:
    """Open polls whose time has come, the earliest first."""
    is_due = f"state = 'open' AND closes <= :now AND {EFFECTIVE_CLOSE} <= :now"
    sql = f"SELECT server, id FROM poll WHERE {is_due} ORDER BY closes, id"
    return _to_keys(await reader.execute(sql, {"now": now}))


async def close(writer: Writer, poll_id: int, closed_at: int, reason: CloseReason) -> bool:
    """Close a poll if it is open; its ballots stay from now on."""
    values: Values = {"poll": poll_id, "closed": closed_at, "why": reason}
    rows = await writer.execute(
        "UPDATE poll SET state = 'closed', closed = :closed, why = :why, revision = revision + 1"
        " WHERE id = :poll AND state = 'open' RETURNING id",
        values,
    )
    if rows:
        await writer.execute("UPDATE ballot SET closed = 1 WHERE poll = :poll", values)
    return bool(rows)


async def mark_winner(writer: Writer, option_id: int) -> None:
    """Write down that an option won."""
    await writer.execute("UPDATE poll_option SET won = 1 WHERE id = :option", {"option": option_id})


async def cancel(writer: Writer, poll_id: int, now: int) -> None:
    """Cancel a poll if it is open."""
    await writer.execute(
        "UPDATE poll SET state = 'cancelled', cancelled = :now, revision = revision + 1"
        " WHERE id = :poll AND state = 'open'",
        {"poll": poll_id, "now": now},
    )


async def reopen(writer: Writer, poll_id: int) -> bool:
    """Take a cancelling back; False when the ballots are gone already."""
    rows = await writer.execute(
        "UPDATE poll SET state = 'open', cancelled = NULL, revision = revision + 1"
        " WHERE id = :poll AND state = 'cancelled' AND settled = 0 RETURNING id",
        {"poll": poll_id},
    )
    return bool(rows)


async def mark_unreachable(writer: Writer, poll_id: int, reason: UnreachableReason) -> None:
    """Note that nothing can be shown in a poll's place any more; the first reason stays."""
    sql = "UPDATE poll SET lost = coalesce(lost, :reason) WHERE id = :poll"
    await writer.execute(sql, {"poll": poll_id, "reason": reason})


async def list_undelivered(reader: Reader, guild_id: int) -> tuple[PollKey, ...]:
    """A server's polls that still have something to show there."""
    is_undelivered = "lost IS NULL AND (announced IS NULL OR shown < revision)"
    sql = f"SELECT server, id FROM poll WHERE server = :server AND {is_undelivered} ORDER BY id"
    return _to_keys(await reader.execute(sql, {"server": guild_id}))


async def list_unannounced(reader: Reader, now: int) -> tuple[PollKey, ...]:
    """Closed polls whose result should be posted now, the earliest closed first."""
    is_due = "(announce_after <= :now OR announce_after > :now + :longest)"
    sql = f"SELECT server, id FROM poll WHERE {IS_UNANNOUNCED} AND {is_due} ORDER BY closed, id"
    return _to_keys(await reader.execute(sql, {"now": now, "longest": MAX_DEFERRAL_SECONDS}))


async def mark_announced(writer: Writer, poll_id: int, message_id: int | None, now: int) -> bool:
    """Note that a result was posted; False when that was noted before."""
    rows = await writer.execute(
        "UPDATE poll SET announced = :now, result = :message, revision = revision + 1"
        " WHERE id = :poll AND state = 'closed' AND announced IS NULL RETURNING id",
        {"poll": poll_id, "message": message_id, "now": now},
    )
    return bool(rows)


async def defer_result(writer: Writer, poll_id: int, until: int) -> None:
    """Leave a result alone until an epoch second."""
    await writer.execute("UPDATE poll SET announce_after = :until WHERE id = :poll", {"poll": poll_id, "until": until})


async def clear_deferrals(writer: Writer, now: int) -> None:
    """Let what was put off be due at once."""
    sql = "UPDATE poll SET announce_after = min(announce_after, :now), show_after = min(show_after, :now)"
    await writer.execute(f"{sql} WHERE announce_after > :now OR show_after > :now", {"now": now})


async def list_unsettled(reader: Reader, now: int) -> tuple[PollKey, ...]:
    """Polls that ended so long ago that nothing can be taken back any more."""
    sql = f"SELECT server, id FROM poll WHERE {IS_SETTLEABLE} ORDER BY id"
    return _to_keys(await reader.execute(sql, {"before": now - UNDO_SECONDS}))


async def settle(writer: Writer, poll_id: int, now: int) -> bool:
    """Take the names off the ballots of a closed secret poll, or throw those of a cancelled poll away, once."""
    rows = await writer.execute(
        "UPDATE poll SET settled = 1, revision = revision + CASE state WHEN 'cancelled' THEN 1 ELSE 0 END"
        f" WHERE id = :poll AND {IS_SETTLEABLE} RETURNING state, secret",
        {"poll": poll_id, "before": now - UNDO_SECONDS},
    )
    for state, is_secret in rows:
        if state == PollState.CANCELLED:
            await writer.execute("DELETE FROM ballot WHERE poll = :poll", {"poll": poll_id})
        elif is_secret:
            await writer.execute("UPDATE ballot SET person = NULL WHERE poll = :poll", {"poll": poll_id})
    return bool(rows)


async def next_due_at(reader: Reader) -> int | None:
    """The earliest epoch second at which something of the above is due."""
    rows = await reader.execute(
        f"SELECT min(moment) FROM (SELECT min({EFFECTIVE_CLOSE}) AS moment FROM poll WHERE state = 'open'"
        " UNION ALL SELECT min(CASE WHEN announce_after > closed THEN announce_after ELSE closed END)"
        f" FROM poll WHERE {IS_UNANNOUNCED}"
        f" UNION ALL SELECT min(coalesce(cancelled, closed)) + :undo FROM poll WHERE {IS_UNSETTLED})",
        {"undo": UNDO_SECONDS + 1},
    )
    due_at: int | None = rows[0][0]
    return due_at


def _to_keys(rows: Sequence[Row]) -> tuple[PollKey, ...]:
    return tuple((guild_id, poll_id) for guild_id, poll_id in rows)
