"""Warns people who vote for a film with content that they avoid."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from bot.core.interactions.context import Context
from bot.ids import UserId
from bot.polls.cards.vote import avoided_text
from bot.polls.render import PollRenderer
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll

AvoidedNotes = Callable[[UserId], Awaitable[Collection[str]]]
"""Returns the keys of the content notes that a person avoids."""


@dataclass(frozen=True, slots=True)
class ContentWarnings:
    """Compares the strong notes of a film with what a person avoids."""

    renderer: PollRenderer
    avoided_notes: AvoidedNotes

    async def text(self, context: Context, poll: Poll, option: Option, avoided: Collection[str] | None = None) -> str:
        """Return the sentence that warns about an option, or an empty string; `avoided` is read unless it is given."""
        strong = await self.renderer.strong_notes(poll, option)
        if avoided is None:
            avoided = await self.avoided_notes(context.user_id) if strong else ()
        notes = [note for note in strong if note in avoided]
        return avoided_text(option, notes, self.renderer.reference.vocabulary, context.user_text) if notes else ""
