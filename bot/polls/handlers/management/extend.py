"""Handles `/poll extend`."""

from collections.abc import Mapping

from msgspec import Struct

from bot.core.feature import ComponentHandler
from bot.core.interactions.components import button, link_button
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Choices
from bot.ids import NO_GUILD, GuildId, PollId, parse_id
from bot.polls.actor import actor_of
from bot.polls.cards.draft.settings_line import duration_text
from bot.polls.cards.manage import extended_card, which_time_card
from bot.polls.cards.poll_list import reachable_url
from bot.polls.handlers.manage import ManageHandlers
from bot.polls.handlers.typed_times import time_choices
from bot.polls.rules.deadline.parser import AmbiguousDeadline, parse_deadline
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import CloseAfter, CloseAt
from bot.polls.service.management.extension import PollExtender
from bot.settings.rules.local_time import local_datetime, zone_info
from bot.settings.service import SettingsService

EXTEND = "poll-extend"


class ExtendHandlers(Struct, frozen=True):
    """Gives an open poll more time; if a time is ambiguous, asks with buttons which one is meant."""

    manage: ManageHandlers
    extender: PollExtender
    settings: SettingsService

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {EXTEND: self._extend_until}

    async def extend(self, context: Context, typed_poll: str, typed_time: str) -> None:
        """Extend the typed poll by the typed duration or until the typed time."""
        poll = await self.manage.find_poll(context, typed_poll)
        zone = self._zone(poll.guild_id)
        try:
            by = parse_deadline(typed_time, zone, self.manage.clock())
        except AmbiguousDeadline as ambiguous:
            readings = [
                button(EXTEND, f"{poll.id}:{timestamp}", local_datetime(zone, timestamp))
                for timestamp in ambiguous.candidates
            ]
            await context.reply_private(which_time_card(ambiguous.candidates, context.user_text), readings)
        else:
            await self._extend(context, poll, by)

    async def suggest_times(self, context: Context, user_input: str) -> Choices:
        """Return the meanings of a partly typed time: a duration is added, a time replaces the closing time."""
        zone, localize = self._zone(context.guild_id or NO_GUILD), context.user_text
        return time_choices(
            user_input,
            zone,
            self.manage.clock(),
            lambda seconds: localize("polls.extend.longer", length=duration_text(seconds, localize)),
            localize,
        )

    def _zone(self, guild_id: GuildId) -> str:
        return str(zone_info(self.settings.for_guild(guild_id).time_zone))

    async def _extend_until(self, context: Context, argument: str) -> None:
        poll_id, _, timestamp = argument.partition(":")
        poll = await self.manage.get_poll(context, parse_id(poll_id, PollId))
        await self._extend(context, poll, CloseAt(parse_id(timestamp, int)))

    async def _extend(self, context: Context, before: Poll, by: CloseAfter | CloseAt) -> None:
        poll = await self.extender.extend(actor_of(context, before), before.id, by, self.manage.clock())
        self.manage.wake()
        url = reachable_url(poll)
        links = [link_button(context.user_text("polls.press.poll"), url)] if url else []
        await context.reply_private(extended_card(poll, context.user_text), links)
