"""The SQL statements that read polls and options; callers look a poll up by server before they use its id."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from bot.core.storage.sql import Reader
from bot.ids import DraftId, GuildId, MessageId, PollId
from bot.polls.rules.option import Option
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import CloseReason, Poll, PollState, UnreachableReason, seed_commitment
from bot.polls.rules.settings import TieBreak, VotingMethod

SELECT_POLL = """
    SELECT poll.id, guild_id, channel_id, message.message_id, host_id, question,
    method, tie_break, shows_counts, is_secret, poll.state, opened_at, closes_at,
    closed_at, close_reason, cancelled_at, announced_at,
    result.message_id AS result_message_id, unreachable_reason, message.revision, message.shown_revision,
    message.not_before_at AS edit_not_before_at, seed, parent_channel_id, duration_seconds,
    veto_threshold, tied_poll_id, watch_at, takes_suggestions
    FROM poll JOIN poll_delivery AS message ON message.poll_id = poll.id AND message.kind = 'message'
    LEFT JOIN poll_delivery AS result ON result.poll_id = poll.id AND result.kind = 'result'
    LEFT JOIN poll_seed ON poll_seed.poll_id = poll.id WHERE
"""
OPTION_COLUMNS = "label, film_id, korean_label, year, poll_option.id, position"
LIST_ORDER = """
    ORDER BY poll.state <> 'open', CASE WHEN poll.state = 'open' THEN closes_at IS NULL END,
    CASE WHEN poll.state = 'open' THEN closes_at ELSE -coalesce(closed_at, cancelled_at) END, poll.id DESC
"""
MAX_LISTED = 100
"""The maximum number of polls that are listed at once."""


class PollQuestion(Struct, frozen=True):
    """The question of a poll, for searching."""

    poll_id: PollId
    question: str


async def find_poll(reader: Reader, guild_id: GuildId, poll_id: PollId) -> Poll | None:
    """Return a poll of a server, or None if the server has no such poll."""
    sql = f"{SELECT_POLL} poll.id = :poll_id AND guild_id = :guild_id"
    polls = await reader.select(poll_from_columns, sql, {"poll_id": poll_id, "guild_id": guild_id})
    return polls[0] if polls else None


async def find_by_draft(reader: Reader, actor: Actor, draft_id: DraftId) -> Poll | None:
    """Return the poll that a person started from a draft, or None."""
    sql = f"{SELECT_POLL} draft_id = :draft_id AND guild_id = :guild_id AND host_id = :user_id"
    values = {"guild_id": actor.guild_id, "user_id": actor.user_id, "draft_id": draft_id}
    polls = await reader.select(poll_from_columns, sql, values)
    return polls[0] if polls else None


async def find_by_message(reader: Reader, guild_id: GuildId, message_id: MessageId) -> tuple[Poll, ...]:
    """Return the polls (at most one) whose message or result has this id."""
    sql = (
        f"{SELECT_POLL} guild_id = :guild_id AND (message.message_id = :message_id OR result.message_id = :message_id)"
    )
    return tuple(await reader.select(poll_from_columns, sql, {"guild_id": guild_id, "message_id": message_id}))


async def list_polls(reader: Reader, guild_id: GuildId) -> tuple[Poll, ...]:
    """Return at most `MAX_LISTED` polls of a server: open ones by closing time, then ended ones, latest first."""
    sql = f"{SELECT_POLL} guild_id = :guild_id {LIST_ORDER} LIMIT :limit"
    return tuple(await reader.select(poll_from_columns, sql, {"guild_id": guild_id, "limit": MAX_LISTED}))


async def list_by_ids(reader: Reader, guild_id: GuildId, poll_ids: Sequence[PollId]) -> tuple[Poll, ...]:
    """Return the polls of a server that have these ids, in the order of `list_polls`."""
    placeholders = ", ".join(f":key{i}" for i in range(len(poll_ids))) or "NULL"
    values = {f"key{i}": key for i, key in enumerate(poll_ids)}
    sql = f"{SELECT_POLL} guild_id = :guild_id AND poll.id IN ({placeholders}) {LIST_ORDER}"
    return tuple(await reader.select(poll_from_columns, sql, {"guild_id": guild_id, **values}))


async def list_questions(reader: Reader, guild_id: GuildId) -> Sequence[PollQuestion]:
    """Return the questions of all polls of a server, in the order of `list_polls`."""
    sql = f"SELECT id AS poll_id, question FROM poll WHERE guild_id = :guild_id {LIST_ORDER}"
    return await reader.select(PollQuestion, sql, {"guild_id": guild_id})


async def list_options(reader: Reader, poll_id: PollId) -> tuple[Option, ...]:
    """Return the options of a poll, in the order in which they were added."""
    sql = f"SELECT {OPTION_COLUMNS} FROM poll_option WHERE poll_id = :poll_id ORDER BY position"
    return tuple(await reader.select(Option, sql, {"poll_id": poll_id}))


async def list_winners(reader: Reader, guild_id: GuildId) -> Mapping[PollId, Option]:
    """Return the winners of a server's closed polls, by poll id."""
    return dict(
        await reader.select(
            _build_winner,
            f"SELECT poll.id AS poll_id, {OPTION_COLUMNS}"
            " FROM poll JOIN poll_option ON poll_option.poll_id = poll.id AND is_winner = 1 WHERE guild_id = :guild_id",
            {"guild_id": guild_id},
        )
    )


def poll_from_columns(  # noqa: PLR0913  # one parameter per column that is converted
    *,
    method: str,
    tie_break: str,
    shows_counts: int,
    is_secret: int,
    state: str,
    close_reason: str | None,
    unreachable_reason: str | None,
    seed: str | None,
    takes_suggestions: int,
    **columns: Any,
) -> Poll:
    """Build a poll from the columns of SELECT_POLL; the seed is left out unless the poll is closed."""
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
        takes_suggestions=bool(takes_suggestions),
        **columns,
    )


def _build_winner(*, poll_id: PollId, **columns: Any) -> tuple[PollId, Option]:
    return poll_id, Option(**columns)
