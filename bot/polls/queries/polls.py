"""SQL that reads polls and their options; every statement names the server, or a poll that was found so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.storage.sql import Reader
from bot.polls.rules.option import Option
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import CloseReason, Poll, PollState, UnreachableReason, seed_commitment
from bot.polls.rules.settings import TieBreak, VotingMethod

SELECT_POLL = """
    SELECT poll.id, server AS guild_id, channel AS channel_id, message.message_id, host AS host_id, question,
    method, tie AS tie_break, shows_counts, secret AS is_secret, poll.state, opened AS opened_at, closes AS closes_at,
    closed AS closed_at, why AS close_reason, cancelled AS cancelled_at, announced AS announced_at,
    result.message_id AS result_message_id, lost AS unreachable_reason, message.revision, message.shown_revision,
    message.not_before_at AS edit_not_before_at, seed, parent AS parent_channel_id, lasts AS duration_seconds
    FROM poll JOIN poll_delivery AS message ON message.poll_id = poll.id AND message.kind = 'message'
    LEFT JOIN poll_delivery AS result ON result.poll_id = poll.id AND result.kind = 'result'
    LEFT JOIN poll_seed ON poll_seed.poll = poll.id WHERE
"""
OPTION_COLUMNS = "label, film AS film_id, hangul AS korean_label, year, poll_option.id, position"
LIST_ORDER = """
    ORDER BY poll.state <> 'open', CASE WHEN poll.state = 'open' THEN closes IS NULL END,
    CASE WHEN poll.state = 'open' THEN closes ELSE -coalesce(closed, cancelled) END, poll.id DESC
"""
MAX_LISTED = 100
"""Polls at most that are listed at once."""


@dataclass(frozen=True, slots=True)
class PollQuestion:
    """The question of a poll, to search in."""

    poll_id: int
    question: str


async def find_poll(reader: Reader, guild_id: int, poll_id: int) -> Poll | None:
    """Return a poll of a server."""
    sql = f"{SELECT_POLL} poll.id = :poll AND server = :server"
    polls = await reader.select(poll_from_columns, sql, {"poll": poll_id, "server": guild_id})
    return polls[0] if polls else None


async def find_by_draft(reader: Reader, actor: Actor, draft_id: int) -> Poll | None:
    """Return the poll that a person started from a draft."""
    sql = f"{SELECT_POLL} draft = :draft AND server = :server AND host = :person"
    values = {"server": actor.guild_id, "person": actor.user_id, "draft": draft_id}
    polls = await reader.select(poll_from_columns, sql, values)
    return polls[0] if polls else None


async def find_by_message(reader: Reader, guild_id: int, message_id: int) -> tuple[Poll, ...]:
    """Return the poll whose message, or whose result's message, this is."""
    sql = f"{SELECT_POLL} server = :server AND (message.message_id = :message OR result.message_id = :message)"
    return tuple(await reader.select(poll_from_columns, sql, {"server": guild_id, "message": message_id}))


async def list_polls(reader: Reader, guild_id: int) -> tuple[Poll, ...]:
    """Return a server's polls: the open ones, soonest to close first; then the latest ended."""
    sql = f"{SELECT_POLL} server = :server {LIST_ORDER} LIMIT :limit"
    return tuple(await reader.select(poll_from_columns, sql, {"server": guild_id, "limit": MAX_LISTED}))


async def list_by_ids(reader: Reader, guild_id: int, poll_ids: Sequence[int]) -> tuple[Poll, ...]:
    """Return the polls of a server that have these ids, in the order in which they are listed."""
    placeholders = ", ".join(f":key{i}" for i in range(len(poll_ids)))
    values = {f"key{i}": key for i, key in enumerate(poll_ids)}
    sql = f"{SELECT_POLL} server = :server AND poll.id IN ({placeholders}) {LIST_ORDER}"
    return tuple(await reader.select(poll_from_columns, sql, {"server": guild_id, **values}))


async def list_questions(reader: Reader, guild_id: int) -> Sequence[PollQuestion]:
    """Return the questions of all polls of a server, in the order in which they are listed."""
    sql = f"SELECT id AS poll_id, question FROM poll WHERE server = :server {LIST_ORDER}"
    return await reader.select(PollQuestion, sql, {"server": guild_id})


async def list_options(reader: Reader, poll_id: int) -> tuple[Option, ...]:
    """Return the options of a poll, in the order added."""
    sql = f"SELECT {OPTION_COLUMNS} FROM poll_option WHERE poll = :poll ORDER BY position"
    return tuple(await reader.select(Option, sql, {"poll": poll_id}))


async def list_winners(reader: Reader, guild_id: int) -> Mapping[int, Option]:
    """Return what won in a server's closed polls, by poll id."""
    return dict(
        await reader.select(
            _winner,
            f"SELECT poll.id AS poll_id, {OPTION_COLUMNS}"
            " FROM poll JOIN poll_option ON poll_option.poll = poll.id AND won = 1 WHERE server = :server",
            {"server": guild_id},
        )
    )


async def find_seed(reader: Reader, poll_id: int) -> str | None:
    """Return the seed that settles a tie by a draw; nobody may see it before the close."""
    rows = await reader.execute("SELECT seed FROM poll_seed WHERE poll = :poll", {"poll": poll_id})
    return rows[0][0] if rows else None


def poll_from_columns(  # noqa: PLR0913  # one parameter for each column that is no plain value
    *,
    method: str,
    tie_break: str,
    shows_counts: int,
    is_secret: int,
    state: str,
    close_reason: str | None,
    unreachable_reason: str | None,
    seed: str | None,
    **columns: Any,
) -> Poll:
    """Build a poll from the columns of SELECT_POLL; its seed is left out while it is open."""
    return Poll(
        method=VotingMethod(method),
        tie_break=TieBreak(tie_break),
        shows_counts=bool(shows_counts),
        is_secret=bool(is_secret),
        state=PollState(state),
        close_reason=CloseReason(close_reason) if close_reason else None,
        unreachable_reason=UnreachableReason(unreachable_reason) if unreachable_reason else None,
        commitment=seed_commitment(seed) if seed else None,
        seed=seed if state == PollState.CLOSED else None,
        **columns,
    )


def _winner(*, poll_id: int, **columns: Any) -> tuple[int, Option]:
    return poll_id, Option(**columns)
