"""Handles the button that exports a closed poll."""

import asyncio
from collections.abc import Mapping

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.ids import NO_GUILD, PollId, parse_id
from bot.polls.actor import actor_of, check_can_see_poll
from bot.polls.cards.manage import exported_card
from bot.polls.rules.poll import Poll
from bot.polls.rules.views.exported_poll import ExportFormat, export
from bot.polls.service.management.exports import PollExporter
from bot.polls.service.views import PollReader

EXPORT = "poll-export"


class ExportHandlers(Struct, frozen=True):
    """Sends a closed poll as a file, privately, to its host or a moderator."""

    exporter: PollExporter
    views: PollReader

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {EXPORT: self._export}

    async def _export(self, context: Context, argument: str) -> None:
        poll_id, _, format_name = argument.partition(":")
        if format_name not in {*ExportFormat}:
            raise UserError("core.unknown-press")
        file_format = ExportFormat(format_name)
        poll = await self.views.get_poll(context.guild_id or NO_GUILD, parse_id(poll_id, PollId))
        check_can_see_poll(context, poll)
        exported = await self.exporter.export(actor_of(context, poll), poll.id)
        content = await asyncio.to_thread(export, exported, file_format)
        others = [other for other in ExportFormat if other is not file_format]
        await context.reply_private(
            exported_card(exported, context.user_text),
            [export_button(poll, context.user_text, other) for other in others],
            file=(f"poll-{poll.id}.{file_format}", content),
        )


def export_button(poll: Poll, localize: Localizer, file_format: ExportFormat = ExportFormat.CSV) -> Component:
    """Return the button that exports a poll in a format."""
    return button(EXPORT, f"{poll.id}:{file_format}", localize(f"polls.export.{file_format}"))
