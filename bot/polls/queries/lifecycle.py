"""The SQL statements that start and end polls, and delete all but the newest finished ones.

Each change of state is one statement conditional on the old state, so that only one of two concurrent changes succeeds.
"""

from collections.abc import Iterable, Sequence

from bot.core.storage.sql import Reader, Values, Writer
from bot.ids import ChannelId, GuildId, OptionId, PollId, UserId
from bot.polls.queries.delivery import bump_revision
from bot.polls.queries.drafts import option_values
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import Option
from bot.polls.rules.poll import UNDO_SECONDS, CloseReason, PollKey, PollState, UnreachableReason

COPIED_COLUMNS = (
    "guild_id, channel_id, host_id, question, method, tie_break, shows_counts, is_secret, veto_threshold, watch_at,"
    " takes_suggestions"
)
"""The columns that are copied from a draft to its poll, and back if the poll is reverted."""
MAX_POST_DELAY = 60 * 60
"""While its message is unknown, a poll with a duration is not due until this many seconds after its start."""
HAS_NO_MESSAGE = (
    "EXISTS (SELECT 1 FROM poll_delivery WHERE poll_id = poll.id AND kind = 'message' AND message_id IS NULL)"
)
EFFECTIVE_CLOSE = (
    f"CASE WHEN {HAS_NO_MESSAGE} AND duration_seconds IS NOT NULL AND closes_at < opened_at + {MAX_POST_DELAY}"
    f" THEN opened_at + {MAX_POST_DELAY} ELSE closes_at END"
)
IS_UNSETTLED = "is_settled = 0 AND state <> 'open'"
IS_SETTLEABLE = (
    f"{IS_UNSETTLED} AND (coalesce(cancelled_at, closed_at) < :before OR closed_at > :before + 2 * {UNDO_SECONDS})"
)
"""The condition for an unsettled poll that ended long ago, or closed in the future because the clock was set back."""
IS_BY_HOST = "(host_id = :host_id OR host_id IS NULL AND :host_id IS NULL)"
IS_FINISHED = (
    "is_settled = 1 AND state <> 'open' AND (unreachable_reason IS NOT NULL OR NOT EXISTS (SELECT 1"
    " FROM poll_delivery WHERE poll_id = poll.id AND (kind = 'message' OR state <> 'posted')"
    " AND (kind = 'result' OR message_id IS NOT NULL AND shown_revision < revision)))"
)
"""The condition for an ended poll for which nothing remains to be done."""


async def insert_poll(  # noqa: PLR0913  # everything that a start depends on
    writer: Writer,
    draft: Draft,
    closes_at: int | None,
    seed: str | None,
    now: int,
    *,
    parent_channel_id: ChannelId | None,
) -> PollId:
    """Insert the poll of a draft, delete the draft, and return the poll's id."""
    values: Values = {"draft_id": draft.id, "closes_at": closes_at, "now": now, "parent_channel_id": parent_channel_id}
    rows = await writer.execute(
        f"INSERT INTO poll (draft_id, {COPIED_COLUMNS}, duration_seconds, opened_at, closes_at, parent_channel_id)"
        f" SELECT id, {COPIED_COLUMNS}, duration_seconds, :now, :closes_at, :parent_channel_id"
        " FROM poll_draft WHERE id = :draft_id RETURNING id",
        values,
    )
    poll_id = PollId(rows[0][0])
    await insert_options(writer, poll_id, draft.options)
    if seed:
        await insert_seed(writer, poll_id, seed)
    await writer.execute("DELETE FROM poll_draft WHERE id = :draft_id", values)
    return poll_id


async def insert_options(writer: Writer, poll_id: PollId, options: Iterable[Option]) -> None:
    """Insert the options of a new poll, in this order."""
    rows = [
        {"poll_id": poll_id, "position": position, **option_values(option)}
        for position, option in enumerate(options, start=1)
    ]
    await writer.execute_many(
        "INSERT INTO poll_option (poll_id, position, film_id, label, korean_label, year)"
        " VALUES (:poll_id, :position, :film_id, :label, :korean_label, :year)",
        rows,
    )


async def insert_seed(writer: Writer, poll_id: PollId, seed: str) -> None:
    """Insert the seed that decides a poll's ties by lot."""
    sql = "INSERT INTO poll_seed (poll_id, seed) VALUES (:poll_id, :seed)"
    await writer.execute(sql, {"poll_id": poll_id, "seed": seed})


async def restart_duration(writer: Writer, guild_id: GuildId, poll_id: PollId, now: int) -> None:
    """Restart the duration of an open poll now, if it has one and the poll's message is unknown."""
    await writer.execute(
        "UPDATE poll SET closes_at = :now + duration_seconds WHERE id = :poll_id AND guild_id = :guild_id"
        f" AND state = 'open' AND {HAS_NO_MESSAGE} AND duration_seconds IS NOT NULL",
        {"poll_id": poll_id, "guild_id": guild_id, "now": now},
    )


async def was_posted(reader: Reader, poll_id: PollId) -> bool:
    """Return whether a poll was posted: its message is known, or it has votes or is no longer open."""
    sql = (
        f"SELECT NOT {HAS_NO_MESSAGE} OR state <> 'open' OR EXISTS (SELECT 1 FROM ballot WHERE poll_id = :poll_id)"
        " FROM poll WHERE id = :poll_id"
    )
    return bool((await reader.execute(sql, {"poll_id": poll_id}))[0][0])


async def revert_to_draft(writer: Writer, poll_id: PollId, now: int) -> None:
    """Delete a poll, and restore its draft unless the host is unknown or has another draft."""
    values: Values = {"poll_id": poll_id, "now": now}
    rows = await writer.execute(
        f"INSERT INTO poll_draft ({COPIED_COLUMNS}, duration_seconds, closes_at, updated_at)"
        f" SELECT {COPIED_COLUMNS}, duration_seconds, CASE WHEN duration_seconds IS NULL THEN closes_at END, :now"
        " FROM poll WHERE id = :poll_id AND host_id IS NOT NULL"
        " ON CONFLICT (guild_id, host_id) DO NOTHING RETURNING id",
        values,
    )
    for row in rows:
        await writer.execute(
            "INSERT INTO poll_draft_option (draft_id, film_id, label, korean_label, year)"
            " SELECT :draft_id, film_id, label, korean_label, year FROM poll_option"
            " WHERE poll_id = :poll_id ORDER BY position",
            {"draft_id": row[0], "poll_id": poll_id},
        )
    await writer.execute("DELETE FROM poll WHERE id = :poll_id", values)


async def list_due(reader: Reader, now: int) -> Sequence[PollKey]:
    """Return the open polls that must be closed now, the earliest closing time first."""
    is_due = f"state = 'open' AND closes_at <= :now AND {EFFECTIVE_CLOSE} <= :now"
    sql = f"SELECT guild_id, id AS poll_id FROM poll WHERE {is_due} ORDER BY closes_at, id"
    return await reader.select(PollKey, sql, {"now": now})


async def close(writer: Writer, poll_id: PollId, closed_at: int, reason: CloseReason) -> bool:
    """Close a poll if it is open; return whether it was.

    If so, also finalise its ballots and vetoes, and forget who suggested options.
    """
    values: Values = {"poll_id": poll_id, "closed_at": closed_at, "close_reason": reason}
    rows = await writer.execute(
        "UPDATE poll SET state = 'closed', closed_at = :closed_at, close_reason = :close_reason"
        " WHERE id = :poll_id AND state = 'open' RETURNING id",
        values,
    )
    if rows:
        await writer.execute("UPDATE ballot SET is_closed = 1 WHERE poll_id = :poll_id", values)
        await _forget_suggestions(writer, poll_id)
        await writer.execute("UPDATE veto SET is_closed = 1 WHERE poll_id = :poll_id", values)
    return bool(rows)


async def _forget_suggestions(writer: Writer, poll_id: PollId) -> None:
    """Delete the ids of those who suggested options, but keep the options."""
    await writer.execute("DELETE FROM poll_suggestion WHERE poll_id = :poll_id", {"poll_id": poll_id})


async def mark_winner(writer: Writer, option_id: OptionId) -> None:
    """Record that an option won."""
    await writer.execute("UPDATE poll_option SET is_winner = 1 WHERE id = :option_id", {"option_id": option_id})


async def cancel(writer: Writer, poll_id: PollId, now: int) -> bool:
    """Cancel a poll if it is open; return whether it was."""
    rows = await writer.execute(
        "UPDATE poll SET state = 'cancelled', cancelled_at = :now WHERE id = :poll_id AND state = 'open' RETURNING id",
        {"poll_id": poll_id, "now": now},
    )
    return bool(rows)


async def reopen(writer: Writer, poll_id: PollId) -> bool:
    """Reopen a poll; return False if it is not cancelled or its ballots were already deleted."""
    rows = await writer.execute(
        "UPDATE poll SET state = 'open', cancelled_at = NULL"
        " WHERE id = :poll_id AND state = 'cancelled' AND is_settled = 0 RETURNING id",
        {"poll_id": poll_id},
    )
    return bool(rows)


async def mark_unreachable(writer: Writer, poll_id: PollId, reason: UnreachableReason) -> None:
    """Record why nothing more can be shown in a poll's channel, unless a reason is recorded already."""
    sql = "UPDATE poll SET unreachable_reason = coalesce(unreachable_reason, :unreachable_reason) WHERE id = :poll_id"
    await writer.execute(sql, {"poll_id": poll_id, "unreachable_reason": reason})


async def list_unsettled(reader: Reader, now: int) -> Sequence[PollKey]:
    """Return the unsettled polls that ended too long ago to be reopened, or closed in the future by a wrong clock."""
    sql = f"SELECT guild_id, id AS poll_id FROM poll WHERE {IS_SETTLEABLE} ORDER BY id"
    return await reader.select(PollKey, sql, {"before": now - UNDO_SECONDS})


async def settle(writer: Writer, poll_id: PollId, now: int) -> bool:
    """Anonymise or delete the ballots of a poll that can no longer be reopened; return whether this was done now.

    A cancelled poll loses its ballots and vetoes; a closed one forgets who cast vetoes and secret ballots. Both forget
    who suggested options.
    """
    rows = await writer.execute(
        f"UPDATE poll SET is_settled = 1 WHERE id = :poll_id AND {IS_SETTLEABLE} RETURNING state, is_secret",
        {"poll_id": poll_id, "before": now - UNDO_SECONDS},
    )
    for state, is_secret in rows:
        await _forget_suggestions(writer, poll_id)
        if state == PollState.CANCELLED:
            await bump_revision(writer, poll_id)
            await writer.execute("DELETE FROM ballot WHERE poll_id = :poll_id", {"poll_id": poll_id})
            await writer.execute("DELETE FROM veto WHERE poll_id = :poll_id", {"poll_id": poll_id})
            continue
        await writer.execute("UPDATE veto SET user_id = NULL WHERE poll_id = :poll_id", {"poll_id": poll_id})
        if is_secret:
            await writer.execute("UPDATE ballot SET user_id = NULL WHERE poll_id = :poll_id", {"poll_id": poll_id})
    return bool(rows)


async def next_due_at(reader: Reader) -> int | None:
    """Return the earliest epoch second at which a poll closes or is settled, or None if there is no such poll."""
    rows = await reader.execute(
        f"SELECT min(due_at) FROM (SELECT min({EFFECTIVE_CLOSE}) AS due_at FROM poll WHERE state = 'open'"
        f" UNION ALL SELECT min(coalesce(cancelled_at, closed_at)) + :undo FROM poll WHERE {IS_UNSETTLED}) AS due",
        {"undo": UNDO_SECONDS + 1},
    )
    due_at: int | None = rows[0][0]
    return due_at


async def delete_oldest_finished(writer: Writer, guild_id: GuildId, host_id: UserId | None, keep: int) -> None:
    """Delete all but the `keep` newest finished polls of a host in a server.

    If `host_id` is None, these are the polls of all deleted hosts.
    """
    is_ended = f"guild_id = :guild_id AND {IS_BY_HOST} AND {IS_FINISHED}"
    newest = f"SELECT id FROM poll WHERE {is_ended} ORDER BY id DESC LIMIT :keep"
    values: Values = {"guild_id": guild_id, "host_id": host_id, "keep": keep}
    await writer.execute(f"DELETE FROM poll WHERE {is_ended} AND id NOT IN ({newest})", values)
