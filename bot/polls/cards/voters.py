"""Shows who voted for what, page by page, for polls that are not secret."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from discord import Embed
from msgspec import Struct

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.ids import UserId
from bot.polls.cards.formatting import option_name, question_label, vote_count_text
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.views.poll_view import PollView
from bot.tears.rules.page import page_bounds

MAX_QUESTION_LENGTH, MAX_DISPLAY_NAME_LENGTH = 100, 28
PEOPLE_PER_PAGE = 30
"""Chosen so that even the longest names fit into one field of a card."""
SEPARATOR = ", "
EntryT = TypeVar("EntryT")


class PageNumber(Struct, frozen=True):
    """A page of a list: its index, the number of pages, and the number of entries per page."""

    index: int
    count: int
    size: int

    def of(self, entries: Sequence[EntryT]) -> Sequence[EntryT]:
        """Return the entries on this page."""
        return entries[self.index * self.size : (self.index + 1) * self.size]


def page_number(page_index: int, entry_count: int, size: int) -> PageNumber:
    """Return the page with this index; an index beyond the last page means the last page."""
    return PageNumber(*page_bounds(page_index, entry_count, size), size)


def voter_entries(view: PollView, localize: Localizer) -> Iterator[tuple[Option, str]]:
    """Yield each option with each known voter, sorted by name, and then with the number of its unknown voters."""
    for option in view.options:
        people = (view.voters or {}).get(option.id, ())
        for user_id in sorted(people, key=lambda person: (view.display_names.get(person, "").casefold(), person)):
            yield option, voter_name(user_id, view.display_names.get(user_id))
        if nameless := (view.counts or {}).get(option.id, 0) - len(people):
            yield option, localize("polls.vote.nameless", count=nameless)


def voters_card(view: PollView, entries: Sequence[tuple[Option, str]], page: PageNumber, localize: Localizer) -> Embed:
    """Return a card with a page of who voted for what."""
    card = Embed(title=localize("polls.vote.who"), colour=theme.BLUE)
    for option, shown in groupby(page.of(entries), key=lambda entry: entry[0]):
        votes = vote_count_text((view.counts or {}).get(option.id, 0), localize, view.poll.method)
        name = escaping.truncate(f"{option_name(option, localize)} · {votes}", theme.FIELD_NAME_LIMIT)
        card.add_field(name=name, value=SEPARATOR.join(text for _, text in shown), inline=False)
    if not card.fields:
        card.description = localize("polls.vote.nobody")
    return card.set_footer(text=page_footer(view.poll, page, localize))


def page_footer(poll: Poll, page: PageNumber, localize: Localizer) -> str:
    """Return the question, and the page number if there are several pages."""
    question = question_label(poll, localize, MAX_QUESTION_LENGTH)
    if page.count == 1:
        return question
    return f"{question} · {localize('films.search.page', page=page.index + 1, pages=page.count)}"


def voter_name(user_id: UserId, display_name: str | None) -> str:
    """Return the last known display name, or a mention if no name is known."""
    return escaping.escape_markdown(display_name or "", MAX_DISPLAY_NAME_LENGTH) or f"<@{user_id}>"
