"""Handles the button below a result that prepares another poll from the options that lost."""

from collections.abc import Mapping

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.context import Context
from bot.ids import NO_GUILD, PollId, parse_id
from bot.polls.actor import actor_of, check_can_see_poll
from bot.polls.handlers.draft.open_panel import DraftHandlers
from bot.polls.message_buttons import REPEAT
from bot.polls.rules.management.repetition import losing_options, repeated_settings
from bot.polls.rules.permissions import check_can_manage


class RepeatHandlers(Struct, frozen=True):
    """Opens the panel for the host of the poll that ended, or for a moderator."""

    draft: DraftHandlers

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {REPEAT: self._repeat}

    async def _repeat(self, context: Context, argument: str) -> None:
        view = await self.draft.launch.views.get(context.guild_id or NO_GUILD, parse_id(argument, PollId))
        check_can_see_poll(context, view.poll)
        check_can_manage(view.poll, actor_of(context, view.poll))
        if not (losers := losing_options(view)):
            raise UserError("polls.repeat.none")
        await self.draft.repeat(context, repeated_settings(view.poll), losers)
