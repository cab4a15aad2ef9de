"""SQL on what is still to be posted or changed in the channels of polls."""

from collections.abc import Sequence

from bot.core.storage.sql import Reader, Values, Writer
from bot.polls.queries.lifecycle import PollKey
from bot.polls.queries.polls import SELECT_POLL, poll_from_columns
from bot.polls.rules.poll import Poll
from bot.polls.rules.retry_policy import MAX_DEFERRAL_SECONDS

IS_STALE = "shown < revision AND lost IS NULL AND message IS NOT NULL"
IS_UNANNOUNCED = "state = 'closed' AND announced IS NULL AND lost IS NULL"


async def list_unposted(reader: Reader, before: int) -> tuple[Poll, ...]:
    """Return the open polls that were started before an epoch second, and whose message is not known."""
    sql = f"{SELECT_POLL} state = 'open' AND message IS NULL AND lost IS NULL AND opened < :before ORDER BY poll.id"
    return tuple(await reader.select(poll_from_columns, sql, {"before": before}))


async def mark_posted(writer: Writer, guild_id: int, poll_id: int, message_id: int) -> None:
    """Note the message of a poll; the first one stays."""
    values: Values = {"server": guild_id, "poll": poll_id, "message": message_id}
    sql = "UPDATE poll SET message = coalesce(message, :message) WHERE id = :poll AND server = :server"
    await writer.execute(sql, values)


async def list_stale(reader: Reader, now: int) -> tuple[Poll, ...]:
    """Return the polls whose message should be changed now, those changed least lately first."""
    is_due = "(show_after <= :now OR show_after > :now + :longest)"
    sql = f"{SELECT_POLL} {IS_STALE} AND {is_due} ORDER BY show_after"
    return tuple(await reader.select(poll_from_columns, sql, {"now": now, "longest": MAX_DEFERRAL_SECONDS}))


async def next_refresh_at(reader: Reader) -> int | None:
    """Return the earliest epoch second at which a message should be changed."""
    earliest: int | None = (await reader.execute(f"SELECT min(show_after) FROM poll WHERE {IS_STALE}"))[0][0]
    return earliest


async def mark_shown(writer: Writer, guild_id: int, poll_id: int, revision: int) -> None:
    """Note which revision the message shows; an older edit that arrives late changes nothing."""
    values: Values = {"server": guild_id, "poll": poll_id, "revision": revision}
    sql = "UPDATE poll SET shown = :revision WHERE id = :poll AND server = :server AND shown < :revision"
    await writer.execute(sql, values)


async def defer_refresh(writer: Writer, guild_id: int, poll_id: int, until: int) -> None:
    """Leave a message alone until an epoch second."""
    values: Values = {"server": guild_id, "poll": poll_id, "until": until}
    await writer.execute("UPDATE poll SET show_after = :until WHERE id = :poll AND server = :server", values)


async def list_unannounced(reader: Reader, now: int) -> Sequence[PollKey]:
    """Return the closed polls whose result should be posted now, the earliest closed first."""
    is_due = "(announce_after <= :now OR announce_after > :now + :longest)"
    sql = f"SELECT server AS guild_id, id AS poll_id FROM poll WHERE {IS_UNANNOUNCED} AND {is_due} ORDER BY closed, id"
    return await reader.select(PollKey, sql, {"now": now, "longest": MAX_DEFERRAL_SECONDS})


async def next_result_at(reader: Reader) -> int | None:
    """Return the earliest epoch second at which a result should be posted."""
    due_at = "CASE WHEN announce_after > closed THEN announce_after ELSE closed END"
    earliest: int | None = (await reader.execute(f"SELECT min({due_at}) FROM poll WHERE {IS_UNANNOUNCED}"))[0][0]
    return earliest


async def begin_attempt(writer: Writer, guild_id: int, poll_id: int, retry_at: int) -> bool:
    """Note an attempt and when the next one may follow; return whether an earlier one may have posted the result."""
    values: Values = {"server": guild_id, "poll": poll_id, "retry_at": retry_at}
    tried = await writer.execute("SELECT tried FROM poll WHERE id = :poll AND server = :server", values)
    sql = "UPDATE poll SET tried = 1, announce_after = :retry_at WHERE id = :poll AND server = :server"
    await writer.execute(sql, values)
    return bool(tried and tried[0][0])


async def clear_attempt(writer: Writer, guild_id: int, poll_id: int) -> None:
    """Note that nothing was posted for certain."""
    values: Values = {"server": guild_id, "poll": poll_id}
    await writer.execute("UPDATE poll SET tried = 0 WHERE id = :poll AND server = :server", values)


async def mark_announced(writer: Writer, poll_id: int, message_id: int | None, now: int) -> bool:
    """Note that a result was posted; return False when that was noted before."""
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
    """Make everything that was deferred due at once."""
    await writer.execute("UPDATE poll SET announce_after = :now WHERE announce_after > :now", {"now": now})
    await writer.execute("UPDATE poll SET show_after = :now WHERE show_after > :now", {"now": now})


async def list_undelivered(reader: Reader, guild_id: int) -> Sequence[PollKey]:
    """Return a server's polls that still have something to show there."""
    is_undelivered = "lost IS NULL AND (announced IS NULL OR shown < revision)"
    sql = f"SELECT server AS guild_id, id AS poll_id FROM poll WHERE server = :server AND {is_undelivered} ORDER BY id"
    return await reader.select(PollKey, sql, {"server": guild_id})
