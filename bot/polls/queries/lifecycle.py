"""SQL that starts and ends polls, and deletes those that ended long ago.

Each change of state is one statement that asks for the state it changes, so that of two at once only one does it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.storage.sql import Reader, Values, Writer
from bot.polls.queries.delivery import bump_revision
from bot.polls.queries.drafts import option_values
from bot.polls.rules.draft import Draft
from bot.polls.rules.poll import UNDO_SECONDS, CloseReason, PollKey, PollState, UnreachableReason

SETTINGS_COLUMNS = "question, method, tie, shows_counts, secret"
MAX_POST_DELAY = 60 * 60
"""Seconds after its start in which a poll of a chosen length waits for its message before its time counts."""
HAS_NO_MESSAGE = (
    "EXISTS (SELECT 1 FROM poll_delivery WHERE poll_id = poll.id AND kind = 'message' AND message_id IS NULL)"
)
EFFECTIVE_CLOSE = (
    f"CASE WHEN {HAS_NO_MESSAGE} AND lasts IS NOT NULL AND closes < opened + {MAX_POST_DELAY}"
    f" THEN opened + {MAX_POST_DELAY} ELSE closes END"
)
IS_UNSETTLED = "settled = 0 AND state <> 'open'"
IS_SETTLEABLE = f"{IS_UNSETTLED} AND (coalesce(cancelled, closed) < :before OR closed > :before + 2 * {UNDO_SECONDS})"
"""Long ago, or closed in what is the future by a clock that was set back."""
IS_HOSTS = "(host = :host OR host IS NULL AND :host IS NULL)"
IS_FINISHED = (
    "settled = 1 AND state <> 'open' AND (lost IS NOT NULL OR NOT EXISTS (SELECT 1 FROM poll_delivery"
    " WHERE poll_id = poll.id AND (kind = 'message' OR state <> 'posted')"
    " AND (kind = 'result' OR message_id IS NOT NULL AND shown_revision < revision)))"
)
"""What is true of an ended poll for which there is nothing left to do."""


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """How many polls are open in a server: those of one host, and all."""

    by_host: int
    in_guild: int


async def insert_poll(  # noqa: PLR0913  # a start is all of this
    writer: Writer, draft: Draft, closes_at: int | None, seed: str | None, now: int, *, parent_channel_id: int | None
) -> int:
    """Insert the poll of a draft, delete the draft, and return the poll's id."""
    values: Values = {"draft": draft.id, "closes": closes_at, "now": now, "parent": parent_channel_id}
    rows = await writer.execute(
        f"INSERT INTO poll (draft, server, channel, host, {SETTINGS_COLUMNS}, lasts, opened, closes, parent)"
        f" SELECT id, server, channel, person, {SETTINGS_COLUMNS}, lasts, :now, :closes, :parent"
        " FROM poll_draft WHERE id = :draft RETURNING id",
        values,
    )
    poll_id = int(rows[0][0])
    await writer.execute_many(
        "INSERT INTO poll_option (poll, position, film, label, hangul, year)"
        " VALUES (:poll, :position, :film, :label, :hangul, :year)",
        [{"poll": poll_id, "position": option.position, **option_values(option)} for option in draft.options],
    )
    if seed:
        sql = "INSERT INTO poll_seed (poll, seed) VALUES (:poll, :seed)"
        await writer.execute(sql, {"poll": poll_id, "seed": seed})
    await writer.execute("DELETE FROM poll_draft WHERE id = :draft", values)
    return poll_id


async def restart_duration(writer: Writer, guild_id: int, poll_id: int, now: int) -> None:
    """Count the chosen length of an open poll from now on, where no message of it is known."""
    await writer.execute(
        "UPDATE poll SET closes = :now + lasts WHERE id = :poll AND server = :server"
        f" AND state = 'open' AND {HAS_NO_MESSAGE} AND lasts IS NOT NULL",
        {"poll": poll_id, "server": guild_id, "now": now},
    )


async def has_begun(reader: Reader, poll_id: int) -> bool:
    """Return whether anybody can have seen a poll: its message is known, or there are votes."""
    sql = (
        f"SELECT NOT {HAS_NO_MESSAGE} OR state <> 'open' OR EXISTS (SELECT 1 FROM ballot WHERE poll = :poll)"
        " FROM poll WHERE id = :poll"
    )
    return bool((await reader.execute(sql, {"poll": poll_id}))[0][0])


async def revert_to_draft(writer: Writer, poll_id: int, now: int) -> None:
    """Make a draft of a poll, unless its host is gone or has begun another one; delete the poll in any case."""
    values: Values = {"poll": poll_id, "now": now}
    rows = await writer.execute(
        f"INSERT INTO poll_draft (server, person, channel, {SETTINGS_COLUMNS}, lasts, closes, touched)"
        f" SELECT server, host, channel, {SETTINGS_COLUMNS}, lasts, CASE WHEN lasts IS NULL THEN closes END, :now"
        " FROM poll WHERE id = :poll AND host IS NOT NULL"
        " ON CONFLICT (server, person) DO NOTHING RETURNING id",
        values,
    )
    for row in rows:
        await writer.execute(
            "INSERT INTO poll_draft_option (draft, film, label, hangul, year)"
            " SELECT :draft, film, label, hangul, year FROM poll_option WHERE poll = :poll ORDER BY position",
            {"draft": row[0], "poll": poll_id},
        )
    await writer.execute("DELETE FROM poll WHERE id = :poll", values)


async def list_due(reader: Reader, now: int) -> Sequence[PollKey]:
    """Return the open polls whose time has come, the earliest first."""
    is_due = f"state = 'open' AND closes <= :now AND {EFFECTIVE_CLOSE} <= :now"
    sql = f"SELECT server AS guild_id, id AS poll_id FROM poll WHERE {is_due} ORDER BY closes, id"
    return await reader.select(PollKey, sql, {"now": now})


async def close(writer: Writer, poll_id: int, closed_at: int, reason: CloseReason) -> bool:
    """Close a poll if it is open; its ballots stay from now on."""
    values: Values = {"poll": poll_id, "closed": closed_at, "why": reason}
    rows = await writer.execute(
        "UPDATE poll SET state = 'closed', closed = :closed, why = :why"
        " WHERE id = :poll AND state = 'open' RETURNING id",
        values,
    )
    if rows:
        await writer.execute("UPDATE ballot SET closed = 1 WHERE poll = :poll", values)
    return bool(rows)


async def mark_winner(writer: Writer, option_id: int) -> None:
    """Note that an option won."""
    await writer.execute("UPDATE poll_option SET won = 1 WHERE id = :option", {"option": option_id})


async def cancel(writer: Writer, poll_id: int, now: int) -> bool:
    """Cancel a poll if it is open; return whether it was."""
    rows = await writer.execute(
        "UPDATE poll SET state = 'cancelled', cancelled = :now WHERE id = :poll AND state = 'open' RETURNING id",
        {"poll": poll_id, "now": now},
    )
    return bool(rows)


async def reopen(writer: Writer, poll_id: int) -> bool:
    """Reopen a cancelled poll; return False when its ballots are gone already."""
    rows = await writer.execute(
        "UPDATE poll SET state = 'open', cancelled = NULL"
        " WHERE id = :poll AND state = 'cancelled' AND settled = 0 RETURNING id",
        {"poll": poll_id},
    )
    return bool(rows)


async def mark_unreachable(writer: Writer, poll_id: int, reason: UnreachableReason) -> None:
    """Note that nothing can be shown in a poll's place any more; the first reason stays."""
    sql = "UPDATE poll SET lost = coalesce(lost, :reason) WHERE id = :poll"
    await writer.execute(sql, {"poll": poll_id, "reason": reason})


async def list_unsettled(reader: Reader, now: int) -> Sequence[PollKey]:
    """Return the polls that ended so long ago that nothing can be undone any more."""
    sql = f"SELECT server AS guild_id, id AS poll_id FROM poll WHERE {IS_SETTLEABLE} ORDER BY id"
    return await reader.select(PollKey, sql, {"before": now - UNDO_SECONDS})


async def settle(writer: Writer, poll_id: int, now: int) -> bool:
    """Remove the names from the ballots of a closed secret poll, or delete those of a cancelled poll, once."""
    rows = await writer.execute(
        f"UPDATE poll SET settled = 1 WHERE id = :poll AND {IS_SETTLEABLE} RETURNING state, secret",
        {"poll": poll_id, "before": now - UNDO_SECONDS},
    )
    for state, is_secret in rows:
        if state == PollState.CANCELLED:
            await bump_revision(writer, poll_id)
            await writer.execute("DELETE FROM ballot WHERE poll = :poll", {"poll": poll_id})
        elif is_secret:
            await writer.execute("UPDATE ballot SET person = NULL WHERE poll = :poll", {"poll": poll_id})
    return bool(rows)


async def next_due_at(reader: Reader) -> int | None:
    """Return the earliest epoch second at which a poll closes or is settled."""
    rows = await reader.execute(
        f"SELECT min(due_at) FROM (SELECT min({EFFECTIVE_CLOSE}) AS due_at FROM poll WHERE state = 'open'"
        f" UNION ALL SELECT min(coalesce(cancelled, closed)) + :undo FROM poll WHERE {IS_UNSETTLED}) AS due",
        {"undo": UNDO_SECONDS + 1},
    )
    due_at: int | None = rows[0][0]
    return due_at


async def count_open(reader: Reader, guild_id: int, host_id: int | None) -> OpenCounts:
    """Return how many polls are open in a server: those of a host, and all."""
    sql = (
        "SELECT count(*) AS in_guild,"
        f" coalesce(sum(CASE WHEN {IS_HOSTS} THEN 1 ELSE 0 END), 0) AS by_host"
        " FROM poll WHERE server = :server AND state = 'open'"
    )
    (counts,) = await reader.select(OpenCounts, sql, {"server": guild_id, "host": host_id})
    return counts


async def delete_oldest_finished(writer: Writer, guild_id: int, host_id: int | None, keep: int) -> None:
    """Delete all of a host's finished polls in a server but the newest; without a host, of those who were forgotten."""
    is_ended = f"server = :server AND {IS_HOSTS} AND {IS_FINISHED}"
    newest = f"SELECT id FROM poll WHERE {is_ended} ORDER BY id DESC LIMIT :keep"
    values: Values = {"server": guild_id, "host": host_id, "keep": keep}
    await writer.execute(f"DELETE FROM poll WHERE {is_ended} AND id NOT IN ({newest})", values)
