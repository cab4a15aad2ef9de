"""Who voted for what, page by page, for polls that are not secret."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.ids import UserId
from bot.polls.cards.formatting import option_name, question_label, vote_count_text
from bot.polls.rules.option import Option
from bot.polls.rules.views.poll_view import PollView
from bot.tears.rules.page import page_bounds

MAX_QUESTION_LENGTH, MAX_DISPLAY_NAME_LENGTH = 100, 28
PEOPLE_PER_PAGE = 30
"""So many that the longest names fit one field of a card."""
SEPARATOR = ", "


@dataclass(frozen=True, slots=True)
class VotersPage:
    """What one page lists: each option with a text for a person, or for those that are only counted."""

    entries: Sequence[tuple[Option, str]]
    page_index: int
    page_count: int


def voters_page(view: PollView, page_index: int, localize: Localizer) -> VotersPage:
    """Return a page of the voters, or the last page if there are fewer."""
    entries = [(option, text) for option in view.options for text in _voter_texts(view, option, localize)]
    index, pages = page_bounds(page_index, len(entries), PEOPLE_PER_PAGE)
    return VotersPage(entries[index * PEOPLE_PER_PAGE : (index + 1) * PEOPLE_PER_PAGE], index, pages)


def voters_card(view: PollView, page: VotersPage, localize: Localizer) -> Embed:
    """Return a card that shows a page of who voted for what."""
    card = Embed(title=localize("polls.vote.who"), colour=theme.BLUE)
    for option, entries in groupby(page.entries, key=lambda entry: entry[0]):
        votes = vote_count_text((view.counts or {}).get(option.id, 0), localize, view.poll.method)
        name = escaping.truncate(f"{option_name(option, localize)} · {votes}", theme.FIELD_NAME_LIMIT)
        card.add_field(name=name, value=SEPARATOR.join(text for _, text in entries), inline=False)
    if not card.fields:
        card.description = localize("polls.vote.nobody")
    return card.set_footer(text=_footer(view, page, localize))


def _footer(view: PollView, page: VotersPage, localize: Localizer) -> str:
    question = question_label(view.poll, localize, MAX_QUESTION_LENGTH)
    if page.page_count == 1:
        return question
    return f"{question} · {localize('films.search.page', page=page.page_index + 1, pages=page.page_count)}"


def _voter_texts(view: PollView, option: Option, localize: Localizer) -> Iterator[str]:
    """Yield the voters of an option by name, not in the order of their votes, then how many have deleted their data."""
    people = (view.voters or {}).get(option.id, ())
    for user_id in sorted(people, key=lambda person: (view.display_names.get(person, "").casefold(), person)):
        yield _voter_name(view, user_id)
    if nameless := (view.counts or {}).get(option.id, 0) - len(people):
        yield localize("polls.vote.nameless", count=nameless)


def _voter_name(view: PollView, user_id: UserId) -> str:
    """Return the display name last seen, or a mention if there is none."""
    return escaping.escape_markdown(view.display_names.get(user_id, ""), MAX_DISPLAY_NAME_LENGTH) or f"<@{user_id}>"
