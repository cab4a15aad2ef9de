"""The SQL statements for the outbox of polls: what to post or edit in their channels, and how many attempts failed.

Every poll has a delivery for its message from the start, and one for its result once the poll is closed.
"""

from collections.abc import Sequence

from bot.core.storage.sql import Reader, Values, Writer
from bot.ids import GuildId, MessageId, PollId
from bot.polls.queries.polls import SELECT_POLL, poll_from_columns
from bot.polls.rules.poll import Poll, PollKey
from bot.polls.rules.retry_policy import MAX_DEFERRAL_SECONDS, Attempt

IS_MESSAGE = "poll_id = :poll_id AND kind = 'message'"
IS_RESULT = "poll_id = :poll_id AND kind = 'result'"
BELONGS_TO_GUILD = "poll_id IN (SELECT id FROM poll WHERE id = :poll_id AND guild_id = :guild_id)"
IS_STALE = "kind = 'message' AND state = 'posted' AND shown_revision < revision"
IS_UNPOSTED_RESULT = "kind = 'result' AND state IN ('pending', 'sending')"
IS_DUE = "(not_before_at <= :now OR not_before_at > :now + :max_deferral)"
"""The condition for deliveries that are not deferred. An impossibly long deferral, from a wrong clock, is ignored."""
IS_DUE_LATER = "not_before_at > :now AND not_before_at <= :now + :max_deferral"


async def insert_message(writer: Writer, poll_id: PollId) -> None:
    """Record that a poll's message must be posted."""
    await writer.execute("INSERT INTO poll_delivery (poll_id, kind) VALUES (:poll_id, 'message')", {"poll_id": poll_id})


async def insert_result(writer: Writer, poll_id: PollId) -> None:
    """Record that a poll's result must be posted, or is given up because the poll's channel is unreachable."""
    sql = (
        "INSERT INTO poll_delivery (poll_id, kind, state)"
        " SELECT id, 'result', CASE WHEN unreachable_reason IS NULL THEN 'pending' ELSE 'abandoned' END"
        " FROM poll WHERE id = :poll_id"
    )
    await writer.execute(sql, {"poll_id": poll_id})


async def abandon(writer: Writer, poll_id: PollId) -> None:
    """Record that nothing more will be delivered for a poll; ids of posted messages are kept."""
    await writer.execute(
        "UPDATE poll_delivery SET state = 'abandoned'"
        " WHERE poll_id = :poll_id AND (kind = 'message' OR state <> 'posted')",
        {"poll_id": poll_id},
    )


async def bump_revision(writer: Writer, poll_id: PollId) -> None:
    """Record that a poll's message is outdated."""
    await writer.execute(f"UPDATE poll_delivery SET revision = revision + 1 WHERE {IS_MESSAGE}", {"poll_id": poll_id})


async def list_unposted(reader: Reader, before: int) -> tuple[Poll, ...]:
    """Return the open polls without a known message: those started before an epoch second, and due run-offs.

    A run-off is due once the result of the tied poll is in the channel.
    """
    sql = (
        f"{SELECT_POLL} poll.state = 'open' AND message.state IN ('pending', 'sending')"
        " AND CASE WHEN tied_poll_id IS NULL THEN opened_at < :before ELSE EXISTS (SELECT 1 FROM poll AS tied"
        " WHERE tied.id = poll.tied_poll_id AND tied.announced_at IS NOT NULL) END ORDER BY poll.id"
    )
    return tuple(await reader.select(poll_from_columns, sql, {"before": before}))


async def mark_posted(writer: Writer, poll_id: PollId, message_id: MessageId) -> None:
    """Record the message of a poll, unless one is recorded already."""
    sql = (
        "UPDATE poll_delivery SET message_id = :message_id, attempts = 0,"
        " state = CASE state WHEN 'abandoned' THEN state ELSE 'posted' END"
        f" WHERE {IS_MESSAGE} AND message_id IS NULL"
    )
    await writer.execute(sql, {"poll_id": poll_id, "message_id": message_id})


async def list_stale(reader: Reader, now: int) -> tuple[Poll, ...]:
    """Return the polls whose message should be edited now, the longest due first."""
    sql = (
        f"{SELECT_POLL} message.id IN (SELECT id FROM poll_delivery WHERE {IS_STALE} AND {IS_DUE})"
        " ORDER BY message.not_before_at"
    )
    return tuple(await reader.select(poll_from_columns, sql, {"now": now, "max_deferral": MAX_DEFERRAL_SECONDS}))


async def next_refresh_at(reader: Reader, now: int) -> int | None:
    """Return the earliest epoch second after `now` at which a message should be edited, or None."""
    return await _next_at(reader, IS_STALE, now)


async def mark_shown(writer: Writer, poll: Poll, *, is_cancelled: bool, not_before_at: int) -> None:
    """Record which revision the message shows, unless a later one is recorded, and defer the next edit.

    If the poll has closed in the meantime, the next edit is not deferred.
    """
    await writer.execute(
        "UPDATE poll_delivery SET attempts = 0, shows_cancelled = :is_cancelled, not_before_at ="
        " CASE WHEN EXISTS (SELECT 1 FROM poll WHERE poll.id = poll_id AND poll.state = 'closed')"
        " THEN 0 ELSE :not_before_at END,"
        " shown_revision = CASE WHEN shown_revision < :revision THEN :revision ELSE shown_revision END"
        f" WHERE {IS_MESSAGE} AND {BELONGS_TO_GUILD}",
        {
            "guild_id": poll.guild_id,
            "poll_id": poll.id,
            "revision": poll.revision,
            "is_cancelled": int(is_cancelled),
            "not_before_at": not_before_at,
        },
    )


async def claim_message(writer: Writer, poll_id: PollId, now: int, until: int) -> bool:
    """Keep other processes from editing a poll's message until an epoch second; return False if edits are deferred."""
    sql = f"UPDATE poll_delivery SET not_before_at = :until WHERE {IS_MESSAGE} AND {IS_DUE} RETURNING poll_id"
    values: Values = {"poll_id": poll_id, "now": now, "until": until, "max_deferral": MAX_DEFERRAL_SECONDS}
    return bool(await writer.execute(sql, values))


async def count_message_attempt(writer: Writer, poll_id: PollId) -> Attempt:
    """Count an attempt to post or edit a poll's message, and return the state before it."""
    attempt = await _find_attempt(writer, IS_MESSAGE, poll_id)
    await writer.execute(f"UPDATE poll_delivery SET attempts = attempts + 1 WHERE {IS_MESSAGE}", {"poll_id": poll_id})
    return attempt


async def clear_message_attempts(writer: Writer, poll_id: PollId) -> None:
    """Reset the count of failed attempts to post or edit a poll's message."""
    await writer.execute(f"UPDATE poll_delivery SET attempts = 0 WHERE {IS_MESSAGE}", {"poll_id": poll_id})


async def defer_message(writer: Writer, guild_id: GuildId, poll_id: PollId, until: int) -> None:
    """Defer edits of a poll's message until an epoch second."""
    sql = f"UPDATE poll_delivery SET not_before_at = :until WHERE {IS_MESSAGE} AND {BELONGS_TO_GUILD}"
    await writer.execute(sql, {"guild_id": guild_id, "poll_id": poll_id, "until": until})


async def list_results(reader: Reader, now: int) -> Sequence[PollKey]:
    """Return the closed polls whose result should be posted now, the earliest closed first."""
    sql = (
        "SELECT guild_id, poll.id AS poll_id FROM poll WHERE id IN"
        f" (SELECT poll_id FROM poll_delivery WHERE {IS_UNPOSTED_RESULT} AND {IS_DUE}) ORDER BY closed_at, id"
    )
    return await reader.select(PollKey, sql, {"now": now, "max_deferral": MAX_DEFERRAL_SECONDS})


async def next_result_at(reader: Reader, now: int) -> int | None:
    """Return the earliest epoch second after `now` at which a result should be posted, or None."""
    return await _next_at(reader, IS_UNPOSTED_RESULT, now)


async def find_result_attempt(reader: Reader, poll_id: PollId) -> Attempt:
    """Return the state before an attempt to post a result."""
    return await _find_attempt(reader, IS_RESULT, poll_id)


async def claim_result(writer: Writer, poll_id: PollId, now: int, not_before_at: int) -> bool:
    """Record an attempt to post a result, and the earliest time of the next one.

    Return False if the result is not due.
    """
    claimed = await writer.execute(
        "UPDATE poll_delivery SET state = 'sending', attempts = attempts + 1, not_before_at = :not_before_at,"
        " first_sent_at = coalesce(first_sent_at, :now)"
        f" WHERE {IS_RESULT} AND {IS_UNPOSTED_RESULT} AND {IS_DUE} RETURNING poll_id",
        {"poll_id": poll_id, "now": now, "not_before_at": not_before_at, "max_deferral": MAX_DEFERRAL_SECONDS},
    )
    return bool(claimed)


async def clear_sending(writer: Writer, poll_id: PollId) -> None:
    """Record that a result was certainly not posted; its failed attempts are still counted."""
    sql = f"UPDATE poll_delivery SET state = 'pending', first_sent_at = NULL WHERE {IS_RESULT} AND state = 'sending'"
    await writer.execute(sql, {"poll_id": poll_id})


async def mark_announced(writer: Writer, poll_id: PollId, message_id: MessageId | None, now: int) -> bool:
    """Record that a result was posted and the poll's message is outdated; return False if that was recorded already."""
    values: Values = {"poll_id": poll_id, "message_id": message_id, "now": now}
    sql = (
        "UPDATE poll SET announced_at = :now"
        " WHERE id = :poll_id AND state = 'closed' AND announced_at IS NULL RETURNING id"
    )
    if not await writer.execute(sql, values):
        return False
    await writer.execute(
        "UPDATE poll_delivery SET state = 'posted', message_id = :message_id, shown_revision = revision"
        f" WHERE {IS_RESULT}",
        values,
    )
    await bump_revision(writer, poll_id)
    return True


async def defer_result(writer: Writer, guild_id: GuildId, poll_id: PollId, until: int) -> None:
    """Defer a result until an epoch second."""
    sql = f"UPDATE poll_delivery SET not_before_at = :until WHERE {IS_RESULT} AND {BELONGS_TO_GUILD}"
    await writer.execute(sql, {"guild_id": guild_id, "poll_id": poll_id, "until": until})


async def clear_deferrals(writer: Writer, now: int) -> None:
    """Make all deferred deliveries due now."""
    await writer.execute("UPDATE poll_delivery SET not_before_at = :now WHERE not_before_at > :now", {"now": now})


async def find_backlog(reader: Reader) -> tuple[int, int | None]:
    """Return how many messages and results are not posted yet, and when the oldest began to wait, or None."""
    sql = (
        "SELECT count(*), min(CASE kind WHEN 'result' THEN closed_at ELSE opened_at END)"
        " FROM poll_delivery JOIN poll ON poll.id = poll_id WHERE poll_delivery.state IN ('pending', 'sending')"
    )
    ((pending, since),) = await reader.execute(sql)
    return pending, since


async def list_undelivered(reader: Reader, guild_id: GuildId) -> Sequence[PollKey]:
    """Return a server's polls, in any state, that have no posted result or whose message is outdated.

    Polls whose channel is known to be unreachable are left out.
    """
    sql = (
        "SELECT guild_id, poll.id AS poll_id FROM poll"
        " JOIN poll_delivery AS message ON message.poll_id = poll.id AND message.kind = 'message'"
        " WHERE guild_id = :guild_id AND unreachable_reason IS NULL"
        " AND (announced_at IS NULL OR shown_revision < revision) ORDER BY poll.id"
    )
    return await reader.select(PollKey, sql, {"guild_id": guild_id})


async def _find_attempt(reader: Reader, condition: str, poll_id: PollId) -> Attempt:
    sql = f"SELECT attempts, state, first_sent_at, shows_cancelled FROM poll_delivery WHERE {condition}"
    attempts = await reader.select(_build_attempt, sql, {"poll_id": poll_id})
    return attempts[0] if attempts else Attempt()


def _build_attempt(*, attempts: int, state: str, first_sent_at: int | None, shows_cancelled: int) -> Attempt:
    return Attempt(attempts, state == "sending", first_sent_at or 0, bool(shows_cancelled))


async def _next_at(reader: Reader, condition: str, now: int) -> int | None:
    sql = f"SELECT min(not_before_at) FROM poll_delivery WHERE {condition} AND {IS_DUE_LATER}"
    earliest: int | None = (await reader.execute(sql, {"now": now, "max_deferral": MAX_DEFERRAL_SECONDS}))[0][0]
    return earliest
