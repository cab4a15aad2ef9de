"""The use case of suggesting an option while a poll is open."""

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.ids import PollId
from bot.polls.queries import delivery, polls
from bot.polls.queries.management import suggestions
from bot.polls.rules.option import MAX_OPTIONS, OptionContent, is_same_option
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import Poll, check_accepts_votes
from bot.polls.service.views import get_poll


class PollSuggestions(Struct, frozen=True):
    """Adds options that voters suggest, one per person, if the host allowed suggestions."""

    database: Database

    async def add(self, actor: Actor, poll_id: PollId, option: OptionContent, now: int) -> Poll:
        """Add an option that a person suggests.

        Raise UserError if the poll is not open, takes no suggestions, has this option already or is full, or if the
        person has already suggested an option.
        """
        return await self.database.write(lambda writer: _add(writer, actor, poll_id, option, now), ("poll", poll_id))


async def _add(writer: Writer, actor: Actor, poll_id: PollId, option: OptionContent, now: int) -> Poll:
    poll = await get_poll(writer, actor.guild_id, poll_id)
    if not poll.takes_suggestions:
        raise UserError("polls.suggest.none")
    check_accepts_votes(poll, now)
    options = await polls.list_options(writer, poll_id)
    if same := next((other for other in options if is_same_option(option, other)), None):
        raise UserError("polls.suggest.known", number=same.position)
    if len(options) >= MAX_OPTIONS:
        raise UserError("polls.suggest.full", limit=MAX_OPTIONS)
    if await suggestions.has_suggested(writer, poll_id, actor.user_id):
        raise UserError("polls.suggest.one-each")
    await suggestions.insert(writer, poll_id, actor.user_id, option, options[-1].position + 1)
    await delivery.bump_revision(writer, poll_id)
    return poll
