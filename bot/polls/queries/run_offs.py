"""The SQL statements for run-offs: polls between the options that tied in another poll."""

from collections.abc import Iterable

from bot.core.storage.sql import Reader, Values, Writer
from bot.ids import GuildId, PollId
from bot.polls.queries.lifecycle import insert_options, insert_seed
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import RUN_OFF_DURATION, TieBreak, VotingMethod


async def find_run_off_id(reader: Reader, poll_id: PollId) -> PollId | None:
    """Return the id of the poll that decides another poll's tie, or None."""
    rows = await reader.execute("SELECT id FROM poll WHERE tied_poll_id = :poll_id", {"poll_id": poll_id})
    return rows[0][0] if rows else None


async def find_unposted_run_off_id(reader: Reader, poll_id: PollId) -> PollId | None:
    """Return the id of the open run-off of a poll, or None if there is none or the run-off's message is known."""
    sql = (
        "SELECT poll.id FROM poll JOIN poll_delivery ON poll_delivery.poll_id = poll.id AND kind = 'message'"
        " WHERE tied_poll_id = :poll_id AND poll.state = 'open' AND message_id IS NULL"
    )
    rows = await reader.execute(sql, {"poll_id": poll_id})
    return rows[0][0] if rows else None


async def list_tied_ids(reader: Reader, guild_id: GuildId) -> frozenset[PollId]:
    """Return the ids of a server's polls whose tie is decided by another poll."""
    sql = "SELECT tied_poll_id FROM poll WHERE guild_id = :guild_id AND tied_poll_id IS NOT NULL"
    return frozenset(row[0] for row in await reader.execute(sql, {"guild_id": guild_id}))


async def insert_run_off(  # noqa: PLR0913, PLR0917  # everything that a run-off depends on
    writer: Writer, tied: Poll, options: Iterable[Option], method: VotingMethod, seed: str, now: int
) -> PollId:
    """Insert the run-off between the options that tied in a poll, and return its id; `seed` decides a second tie."""
    values: Values = {
        "tied_poll_id": tied.id,
        "draft_id": -tied.id,
        "method": method,
        "tie_break": TieBreak.DRAW,
        "now": now,
        "duration_seconds": RUN_OFF_DURATION,
        "closes_at": now + RUN_OFF_DURATION,
    }
    rows = await writer.execute(
        "INSERT INTO poll (tied_poll_id, draft_id, guild_id, channel_id, parent_channel_id, host_id, question, method,"
        " tie_break, shows_counts, is_secret, watch_at, duration_seconds, opened_at, closes_at)"
        " SELECT id, :draft_id, guild_id, channel_id, parent_channel_id, host_id, question, :method, :tie_break,"
        " shows_counts, is_secret, watch_at, :duration_seconds, :now, :closes_at"
        " FROM poll WHERE id = :tied_poll_id RETURNING id",
        values,
    )
    run_off_id: PollId = rows[0][0]
    await insert_options(writer, run_off_id, options)
    await insert_seed(writer, run_off_id, seed)
    return run_off_id
