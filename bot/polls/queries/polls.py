"""Polls, their options and what is on their ballots, as they are read; everything names the server."""

from collections.abc import Iterable, Mapping, Sequence

from bot.core.storage.sql import Reader, Row
from bot.polls.rules.actor import Actor
from bot.polls.rules.option import Option
from bot.polls.rules.poll import CloseReason, Poll, PollState, UnreachableReason, seed_commitment
from bot.polls.rules.retry_policy import MAX_DEFERRAL_SECONDS
from bot.polls.rules.settings import TieBreak, VotingMethod

SELECT_POLL = """
    SELECT poll.id, server, channel, message, host, question, opened, closes, closed, cancelled, announced, result,
    revision, shown, parent, lasts, method, tie, state, why, lost, shows_counts, secret, seed
    FROM poll LEFT JOIN poll_seed ON poll_seed.poll = poll.id WHERE
"""
LIST_ORDER = """
    ORDER BY state <> 'open', CASE WHEN state = 'open' THEN closes IS NULL END,
    CASE WHEN state = 'open' THEN closes ELSE -coalesce(closed, cancelled) END, poll.id DESC
"""
MAX_LISTED = 100
"""Polls at most that are listed at once."""


async def find_poll(reader: Reader, guild_id: int, poll_id: int) -> Poll | None:
    """One poll of a server."""
    rows = await reader.execute(
        f"{SELECT_POLL} poll.id = :poll AND server = :server", {"poll": poll_id, "server": guild_id}
    )
    return _to_poll(rows[0]) if rows else None


async def find_by_draft(reader: Reader, actor: Actor, draft_id: int) -> Poll | None:
    """The poll that somebody started from a draft."""
    values = {"server": actor.guild_id, "person": actor.user_id, "draft": draft_id}
    rows = await reader.execute(f"{SELECT_POLL} draft = :draft AND server = :server AND host = :person", values)
    return _to_poll(rows[0]) if rows else None


async def list_questions(reader: Reader, guild_id: int) -> Sequence[tuple[int, str]]:
    """Return the ids and questions of all polls of a server, in the order in which they are listed."""
    rows = await reader.execute(
        f"SELECT id, question FROM poll WHERE server = :server {LIST_ORDER}", {"server": guild_id}
    )
    return [(poll_id, question) for poll_id, question in rows]


async def list_polls(reader: Reader, guild_id: int) -> tuple[Poll, ...]:
    """A server's polls: the open ones, soonest to close first; then the latest ended."""
    return _to_polls(
        await reader.execute(
            f"{SELECT_POLL} server = :server {LIST_ORDER} LIMIT :most", {"server": guild_id, "most": MAX_LISTED}
        )
    )


async def list_by_ids(reader: Reader, guild_id: int, poll_ids: Sequence[int]) -> tuple[Poll, ...]:
    """Return the polls of a server that have these ids, in the order in which they are listed."""
    placeholders = ", ".join(f":key{i}" for i in range(len(poll_ids)))
    values = {f"key{i}": key for i, key in enumerate(poll_ids)}
    rows = await reader.execute(
        f"{SELECT_POLL} server = :server AND poll.id IN ({placeholders}) {LIST_ORDER}", {"server": guild_id, **values}
    )
    return _to_polls(rows)


async def find_by_message(reader: Reader, guild_id: int, message_id: int) -> tuple[Poll, ...]:
    """Return the poll whose message, or whose result's message, this is."""
    sql = f"{SELECT_POLL} server = :server AND (message = :message OR result = :message)"
    return _to_polls(await reader.execute(sql, {"server": guild_id, "message": message_id}))


async def list_unposted(reader: Reader, before: int) -> tuple[Poll, ...]:
    """Open polls that were started before an epoch second, and whose message nobody has told of."""
    sql = f"{SELECT_POLL} state = 'open' AND message IS NULL AND lost IS NULL AND opened < :before ORDER BY poll.id"
    return _to_polls(await reader.execute(sql, {"before": before}))


async def list_stale(reader: Reader, now: int) -> tuple[Poll, ...]:
    """Polls whose message should be changed now, those changed least lately first."""
    is_due = "(show_after <= :now OR show_after > :now + :longest)"
    sql = f"{SELECT_POLL} shown < revision AND lost IS NULL AND message IS NOT NULL AND {is_due} ORDER BY show_after"
    return _to_polls(await reader.execute(sql, {"now": now, "longest": MAX_DEFERRAL_SECONDS}))


async def next_refresh_at(reader: Reader) -> int | None:
    """The earliest epoch second at which a message should be changed."""
    sql = "SELECT min(show_after) FROM poll WHERE shown < revision AND lost IS NULL AND message IS NOT NULL"
    earliest: int | None = (await reader.execute(sql))[0][0]
    return earliest


async def list_options(reader: Reader, poll_id: int) -> tuple[Option, ...]:
    """The options of a poll, in the order added."""
    sql = "SELECT label, film, hangul, year, id, position FROM poll_option WHERE poll = :poll ORDER BY position"
    return tuple(Option(*row) for row in await reader.execute(sql, {"poll": poll_id}))


async def list_winners(reader: Reader, guild_id: int) -> Mapping[int, Option]:
    """What won in a server's closed polls, by poll."""
    rows = await reader.execute(
        "SELECT poll.id, label, film, hangul, year, poll_option.id, position"
        " FROM poll JOIN poll_option ON poll_option.poll = poll.id AND won = 1 WHERE server = :server",
        {"server": guild_id},
    )
    return {poll_id: Option(*option) for poll_id, *option in rows}


async def find_seed(reader: Reader, poll_id: int) -> str | None:
    """What settles a tie by a draw; nobody may be shown it before the close."""
    rows = await reader.execute("SELECT seed FROM poll_seed WHERE poll = :poll", {"poll": poll_id})
    return rows[0][0] if rows else None


async def list_ballots(reader: Reader, poll_id: int) -> tuple[tuple[int, ...], ...]:
    """What stands on each ballot of a poll, without whose it is."""
    sql = "SELECT ballot, option FROM ballot_choice WHERE poll = :poll"
    choices: dict[int, list[int]] = {}
    for ballot_id, option_id in await reader.execute(sql, {"poll": poll_id}):
        choices.setdefault(ballot_id, []).append(option_id)
    return tuple(map(tuple, choices.values()))


async def list_voters(reader: Reader, poll_id: int) -> Sequence[tuple[int, int, str | None]]:
    """The options of a poll with the people who voted for them, as far as they are kept, and their display names."""
    rows = await reader.execute(
        "SELECT ballot_choice.option, person, name FROM ballot_choice JOIN ballot ON ballot.id = ballot_choice.ballot"
        " LEFT JOIN vote_press ON vote_press.ballot = ballot.id"
        " WHERE ballot.poll = :poll AND person IS NOT NULL ORDER BY ballot_choice.option, ballot.id",
        {"poll": poll_id},
    )
    return [(option_id, user_id, display_name) for option_id, user_id, display_name in rows]


def _to_polls(rows: Iterable[Row]) -> tuple[Poll, ...]:
    return tuple(map(_to_poll, rows))


def _to_poll(row: Row) -> Poll:
    *columns, method, tie_break, state, close_reason, unreachable_reason, shows_counts, is_secret, seed = row
    (
        poll_id,
        guild_id,
        channel_id,
        message_id,
        host_id,
        question,
        opened_at,
        closes_at,
        closed_at,
        cancelled_at,
        *delivery_columns,
    ) = columns
    announced_at, result_message_id, revision, shown_revision, parent_channel_id, duration_seconds = delivery_columns
    return Poll(
        id=poll_id,
        guild_id=guild_id,
        channel_id=channel_id,
        message_id=message_id,
        host_id=host_id,
        question=question,
        method=VotingMethod(method),
        tie_break=TieBreak(tie_break),
        shows_counts=bool(shows_counts),
        is_secret=bool(is_secret),
        state=PollState(state),
        opened_at=opened_at,
        closes_at=closes_at,
        closed_at=closed_at,
        close_reason=CloseReason(close_reason) if close_reason else None,
        cancelled_at=cancelled_at,
        announced_at=announced_at,
        result_message_id=result_message_id,
        unreachable_reason=UnreachableReason(unreachable_reason) if unreachable_reason else None,
        revision=revision,
        shown_revision=shown_revision,
        commitment=seed_commitment(seed) if seed else None,
        seed=seed if state == PollState.CLOSED else None,
        parent_channel_id=parent_channel_id,
        duration_seconds=duration_seconds,
    )
