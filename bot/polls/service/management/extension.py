"""The use case of extending an open poll."""

from msgspec import Struct

from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.ids import PollId
from bot.polls.queries import delivery
from bot.polls.queries.management import extension
from bot.polls.rules.management.extension import extended_closing_time
from bot.polls.rules.permissions import Actor, check_can_manage
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import CloseAfter, CloseAt
from bot.polls.service.views import get_poll


class PollExtender(Struct, frozen=True):
    """Gives open polls more time, for their hosts and moderators."""

    database: Database

    async def extend(self, actor: Actor, poll_id: PollId, by: CloseAfter | CloseAt, now: int) -> Poll:
        """Extend a poll by a duration or until a time, and return it."""
        return await self.database.write(lambda writer: _extend(writer, actor, poll_id, by, now), ("poll", poll_id))


async def _extend(writer: Writer, actor: Actor, poll_id: PollId, by: CloseAfter | CloseAt, now: int) -> Poll:
    poll = await get_poll(writer, actor.guild_id, poll_id)
    check_can_manage(poll, actor)
    await extension.extend(writer, poll_id, extended_closing_time(poll, by, now))
    await delivery.bump_revision(writer, poll_id)
    return await get_poll(writer, actor.guild_id, poll_id)
