"""Warns people who vote for a film with content that they avoid."""

from collections.abc import Collection

from msgspec import Struct

from bot.core.interactions.context import Context
from bot.polls.cards.vote import avoided_text
from bot.polls.render import PollRenderer
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll


class ContentWarnings(Struct, frozen=True):
    """Compares the strong notes of a film with what a person avoids."""

    renderer: PollRenderer

    async def sentence(self, context: Context, poll: Poll, option: Option, avoided: Collection[str]) -> str:
        """Return a sentence that names an option's strong notes that are in `avoided`, or an empty string."""
        notes = [note for note in await self.renderer.strong_notes(poll, option) if note in avoided]
        return avoided_text(option, notes, self.renderer.reference.vocabulary, context.user_text) if notes else ""
