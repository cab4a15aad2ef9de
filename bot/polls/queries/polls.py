"""Polls, their options and what is on their ballots, as they are read; everything names the server."""

from collections.abc import Iterable, Mapping, Sequence

from bot.core.storage.sql import Reader, Row
from bot.polls.rules.actor import Actor
from bot.polls.rules.option import Option
from bot.polls.rules.poll import CloseReason, Poll, PollState, UnreachableReason, seed_commitment
from bot.polls.rules.retry_policy import MAX_DEFERRAL_SECONDS
from bot.polls.rules.settings import TieBreak, VotingMethod

POLL = """
    SELECT poll.id, server, channel, message, host, question, opened, closes, closed, cancelled, announced, result,
    revision, shown, parent, lasts, method, tie, state, why, lost, shows_counts, secret, seed
    FROM poll LEFT JOIN poll_seed ON poll_seed.poll = poll.id WHERE
"""
ORDER = """
    ORDER BY state <> 'open', CASE WHEN state = 'open' THEN closes IS NULL END,
    CASE WHEN state = 'open' THEN closes ELSE -coalesce(closed, cancelled) END, poll.id DESC
"""
LISTED = 100
"""Polls at most that are listed at once."""


async def poll(reader: Reader, server: int, key: int) -> Poll | None:
    """One poll of a server."""
    rows = await reader.execute(f"{POLL} poll.id = :poll AND server = :server", {"poll": key, "server": server})
    return _poll(rows[0]) if rows else None


async def started_from(reader: Reader, actor: Actor, draft: int) -> Poll | None:
    """The poll that somebody started from a draft."""
    values = {"server": actor.guild_id, "person": actor.user_id, "draft": draft}
    rows = await reader.execute(f"{POLL} draft = :draft AND server = :server AND host = :person", values)
    return _poll(rows[0]) if rows else None


async def questions(reader: Reader, server: int) -> Sequence[tuple[int, str]]:
    """Return the ids and questions of all polls of a server, in the order in which they are listed."""
    rows = await reader.execute(f"SELECT id, question FROM poll WHERE server = :server {ORDER}", {"server": server})
    return [(key, question) for key, question in rows]


async def listed(reader: Reader, server: int) -> tuple[Poll, ...]:
    """A server's polls: the open ones, soonest to close first; then the latest ended."""
    return _polls(
        await reader.execute(f"{POLL} server = :server {ORDER} LIMIT :most", {"server": server, "most": LISTED})
    )


async def of_keys(reader: Reader, server: int, keys: Sequence[int]) -> tuple[Poll, ...]:
    """Return the polls of a server that have these ids, in the order in which they are listed."""
    named = ", ".join(f":key{i}" for i in range(len(keys)))
    values = {f"key{i}": key for i, key in enumerate(keys)}
    rows = await reader.execute(
        f"{POLL} server = :server AND poll.id IN ({named}) {ORDER}", {"server": server, **values}
    )
    return _polls(rows)


async def of_message(reader: Reader, server: int, message: int) -> tuple[Poll, ...]:
    """Return the poll whose message, or whose result's message, this is."""
    sql = f"{POLL} server = :server AND (message = :message OR result = :message)"
    return _polls(await reader.execute(sql, {"server": server, "message": message}))


async def unposted(reader: Reader, before: int) -> tuple[Poll, ...]:
    """Open polls that were started before an epoch second, and whose message nobody has told of."""
    sql = f"{POLL} state = 'open' AND message IS NULL AND lost IS NULL AND opened < :before ORDER BY poll.id"
    return _polls(await reader.execute(sql, {"before": before}))


async def stale(reader: Reader, now: int) -> tuple[Poll, ...]:
    """Polls whose message should be changed now, those changed least lately first."""
    is_due = "(show_after <= :now OR show_after > :now + :longest)"
    sql = f"{POLL} shown < revision AND lost IS NULL AND message IS NOT NULL AND {is_due} ORDER BY show_after"
    return _polls(await reader.execute(sql, {"now": now, "longest": MAX_DEFERRAL_SECONDS}))


async def next_stale(reader: Reader) -> int | None:
    """The earliest epoch second at which a message should be changed."""
    sql = "SELECT min(show_after) FROM poll WHERE shown < revision AND lost IS NULL AND message IS NOT NULL"
    earliest: int | None = (await reader.execute(sql))[0][0]
    return earliest


async def options(reader: Reader, key: int) -> tuple[Option, ...]:
    """The options of a poll, in the order added."""
    sql = "SELECT label, film, hangul, year, id, position FROM poll_option WHERE poll = :poll ORDER BY position"
    return tuple(Option(*row) for row in await reader.execute(sql, {"poll": key}))


async def winners(reader: Reader, server: int) -> Mapping[int, Option]:
    """What won in a server's closed polls, by poll."""
    rows = await reader.execute(
        "SELECT poll.id, label, film, hangul, year, poll_option.id, position"
        " FROM poll JOIN poll_option ON poll_option.poll = poll.id AND won = 1 WHERE server = :server",
        {"server": server},
    )
    return {poll: Option(*option) for poll, *option in rows}


async def seed(reader: Reader, key: int) -> str | None:
    """What settles a tie by a draw; nobody may be shown it before the close."""
    rows = await reader.execute("SELECT seed FROM poll_seed WHERE poll = :poll", {"poll": key})
    return rows[0][0] if rows else None


async def ballots(reader: Reader, key: int) -> tuple[tuple[int, ...], ...]:
    """What stands on each ballot of a poll, without whose it is."""
    sql = "SELECT ballot, option FROM ballot_choice WHERE poll = :poll"
    found: dict[int, list[int]] = {}
    for ballot, option in await reader.execute(sql, {"poll": key}):
        found.setdefault(ballot, []).append(option)
    return tuple(map(tuple, found.values()))


async def voters(reader: Reader, key: int) -> Sequence[tuple[int, int, str | None]]:
    """The options of a poll with the people who voted for them, as far as they are kept, and their display names."""
    rows = await reader.execute(
        "SELECT ballot_choice.option, person, name FROM ballot_choice JOIN ballot ON ballot.id = ballot_choice.ballot"
        " LEFT JOIN vote_press ON vote_press.ballot = ballot.id"
        " WHERE ballot.poll = :poll AND person IS NOT NULL ORDER BY ballot_choice.option, ballot.id",
        {"poll": key},
    )
    return [(option, person, name) for option, person, name in rows]


def _polls(rows: Iterable[Row]) -> tuple[Poll, ...]:
    return tuple(map(_poll, rows))


def _poll(row: Row) -> Poll:
    *plain, method, tie, state, why, lost, shows_counts, secret, seed = row
    key, server, channel, message, host, question, opened, closes, closed, cancelled, *marks = plain
    announced, result, revision, shown, parent, lasts = marks
    return Poll(
        id=key,
        guild_id=server,
        channel_id=channel,
        message_id=message,
        host_id=host,
        question=question,
        method=VotingMethod(method),
        tie_break=TieBreak(tie),
        shows_counts=bool(shows_counts),
        is_secret=bool(secret),
        state=PollState(state),
        opened_at=opened,
        closes_at=closes,
        closed_at=closed,
        close_reason=CloseReason(why) if why else None,
        cancelled_at=cancelled,
        announced_at=announced,
        result_message_id=result,
        unreachable_reason=UnreachableReason(lost) if lost else None,
        revision=revision,
        shown_revision=shown,
        commitment=seed_commitment(seed) if seed else None,
        seed=seed if state == PollState.CLOSED else None,
        parent_channel_id=parent,
        duration_seconds=lasts,
    )
