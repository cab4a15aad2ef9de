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
class Views:
    """Polls as everybody may see them; hidden counts and the voters of secret polls are not even read."""

    database: Database

    async def show(self, server: int, poll: int) -> PollView:
        """A poll as it is now, with its result once it is closed; raises Refusal for a poll of another server."""
        return await self.database.read(lambda reader: _show(reader, server, poll))

    async def listed(self, server: int, typed: str = "") -> tuple[PollSummary, ...]:
        """At most 100 polls of a server: the open ones, soonest to close first, then the latest to have ended.

        Where something was typed, only those with it in their question, or whose message's link it is.
        """
        return await self.database.read(lambda reader: _listed(reader, server, clean_input(typed)))

    async def posted(self, server: int, poll: int, message: int) -> None:
        """Note which message a poll is."""
        async with self.database.transaction() as writer:
            await delivery.posted(writer, server, poll, message)

    async def unposted(self, before: int) -> tuple[Poll, ...]:
        """Polls that were started before an epoch second and whose message is not known: a crash came between."""
        return await polls.list_unposted(self.database.reader, before)

    async def stale(self, now: int) -> tuple[Poll, ...]:
        """Polls whose message shows something old and may be changed now."""
        return await polls.list_stale(self.database.reader, now)

    async def next_stale(self) -> int | None:
        """The earliest epoch second at which a message should be changed; it may have passed."""
        return await polls.next_refresh_at(self.database.reader)

    async def showed(self, shown: Poll, again: int) -> None:
        """Note that the message shows a poll as it was read; it is left alone until the epoch second `again`."""
        async with self.database.transaction() as writer:
            await delivery.showed(writer, shown.guild_id, shown.id, shown.revision)
            await delivery.put_off(writer, shown.guild_id, shown.id, again)

    async def show_later(self, server: int, poll: int, until: int) -> None:
        """Leave a message alone until an epoch second, as after a rate limit."""
        async with self.database.transaction() as writer:
            await delivery.put_off(writer, server, poll, until)


async def _show(reader: Reader, server: int, poll: int) -> PollView:
    return await read_poll_view(reader, await get_poll(reader, server, poll))


async def _listed(reader: Reader, server: int, typed: str) -> tuple[PollSummary, ...]:
    won = await polls.list_winners(reader, server)
    return tuple(PollSummary(poll, won.get(poll.id)) for poll in await _sought(reader, server, typed))


async def _sought(reader: Reader, server: int, typed: str) -> tuple[Poll, ...]:
    if not typed:
        return await polls.list_polls(reader, server)
    if link := parse_message_link(typed):
        of_server, message = link
        return await polls.find_by_message(reader, server, message) if of_server == server else ()
    keys = match_questions(await polls.list_questions(reader, server), typed)
    return await polls.list_by_ids(reader, server, tuple(islice(keys, polls.MAX_LISTED)))
