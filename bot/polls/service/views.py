"""What is shown of polls, and whether their messages show it yet. No Discord here."""

from dataclasses import dataclass
from itertools import islice

from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.polls.queries import delivery, polls
from bot.polls.rules.option import clean_input
from bot.polls.rules.poll import Poll
from bot.polls.rules.views.poll_search import match_questions, parse_message_link
from bot.polls.rules.views.poll_view import PollSummary, PollView
from bot.polls.service.poll_lookup import get_poll, read_poll_view


@dataclass(frozen=True, slots=True)
class PollReader:
    """Polls as everybody may see them; hidden counts and the voters of secret polls are not even read."""

    database: Database

    async def get(self, guild_id: int, poll_id: int) -> PollView:
        """A poll as it is now, with its result once it is closed; raises Refusal for a poll of another server."""
        return await self.database.read(lambda reader: _get_view(reader, guild_id, poll_id))

    async def list_polls(self, guild_id: int, typed: str = "") -> tuple[PollSummary, ...]:
        """At most 100 polls of a server: the open ones, soonest to close first, then the latest to have ended.

        Where something was typed, only those with it in their question, or whose message's link it is.
        """
        return await self.database.read(lambda reader: _list_summaries(reader, guild_id, clean_input(typed)))

    async def mark_posted(self, guild_id: int, poll_id: int, message_id: int) -> None:
        """Note which message a poll is."""
        async with self.database.transaction() as writer:
            await delivery.posted(writer, guild_id, poll_id, message_id)

    async def list_unposted(self, before: int) -> tuple[Poll, ...]:
        """Polls that were started before an epoch second and whose message is not known: a crash came between."""
        return await polls.list_unposted(self.database.reader, before)

    async def list_stale(self, now: int) -> tuple[Poll, ...]:
        """Polls whose message shows something old and may be changed now."""
        return await polls.list_stale(self.database.reader, now)

    async def next_refresh_at(self) -> int | None:
        """The earliest epoch second at which a message should be changed; it may have passed."""
        return await polls.next_refresh_at(self.database.reader)

    async def mark_shown(self, poll: Poll, not_before: int) -> None:
        """Note that the message shows a poll as it was read; it is left alone until the epoch second `again`."""
        async with self.database.transaction() as writer:
            await delivery.showed(writer, poll.guild_id, poll.id, poll.revision)
            await delivery.put_off(writer, poll.guild_id, poll.id, not_before)

    async def defer_refresh(self, guild_id: int, poll_id: int, until: int) -> None:
        """Leave a message alone until an epoch second, as after a rate limit."""
        async with self.database.transaction() as writer:
            await delivery.put_off(writer, guild_id, poll_id, until)


async def _get_view(reader: Reader, guild_id: int, poll_id: int) -> PollView:
    return await read_poll_view(reader, await get_poll(reader, guild_id, poll_id))


async def _list_summaries(reader: Reader, guild_id: int, typed: str) -> tuple[PollSummary, ...]:
    winners = await polls.list_winners(reader, guild_id)
    return tuple(PollSummary(poll, winners.get(poll.id)) for poll in await _find_polls(reader, guild_id, typed))


async def _find_polls(reader: Reader, guild_id: int, typed: str) -> tuple[Poll, ...]:
    if not typed:
        return await polls.list_polls(reader, guild_id)
    if link := parse_message_link(typed):
        linked_guild_id, message_id = link
        return await polls.find_by_message(reader, guild_id, message_id) if linked_guild_id == guild_id else ()
    poll_ids = match_questions(await polls.list_questions(reader, guild_id), typed)
    return await polls.list_by_ids(reader, guild_id, tuple(islice(poll_ids, polls.MAX_LISTED)))
