"""What the message, the result and the private cards of a poll share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.cards.film import CONTENT_NOTE_KIND
from bot.films.rules.catalogue.vocabulary import STRONG, Vocabulary
from bot.polls.rules.option import Option, OptionContent
from bot.polls.rules.views.poll_view import PollView

Notes = Mapping[int, tuple[str, ...] | None]
"""Content notes by film; None where nobody looked yet."""

NAME, LABEL, STRONG_NOTES = 80, 60, 130
OPTIONS, SHORT_NAME, SHORT_NOTES = 3_600, 45, 105
"""Characters of all options together; where they are more, names are cut before the notes are: those must be seen."""
CELLS = 10
FULL, EMPTY = "▰", "▱"


def name(option: OptionContent, localize: Localizer, limit: int = NAME) -> str:
    """What is voted for, as readers know it, with its year; ready for markdown."""
    title = theme.with_emoji(option.title(localize.language), limit)
    return f"{title} {localize('films.year', year=option.year)}" if option.year else title


def label(option: OptionContent, localize: Localizer, limit: int = LABEL) -> str:
    """The same for a button or a menu."""
    year = " " + localize("films.year", year=option.year) if option.year else ""
    return theme.label(option.title(localize.language), limit - len(year)) + year


def votes(count: int, localize: Localizer) -> str:
    """A count in words: "7 votes"."""
    return localize("polls.message.vote" if count == 1 else "polls.message.votes", count=count)


def people(count: int, localize: Localizer) -> str:
    """How many people: "7 people"."""
    return localize("polls.message.person" if count == 1 else "polls.message.people", count=count)


def bar(count: int, voters: int) -> str:
    """How many of those who voted want it, as a bar; a single vote of many is still to be seen."""
    full = 0 if not voters else max(round(count / voters * CELLS), 1 if count else 0)
    return FULL * full + EMPTY * (CELLS - full)


def warning(
    option: OptionContent, notes: Notes, vocabulary: Vocabulary, localize: Localizer, limit: int = STRONG_NOTES
) -> str:
    """What must be seen before choosing a film: its strong notes, or that nobody looked; empty where there is none."""
    if option.film_id is None or option.film_id not in notes:
        return ""
    its_notes = notes[option.film_id]
    if its_notes is None:
        return localize("polls.message.not-reviewed")
    strong = [
        vocabulary.label(CONTENT_NOTE_KIND, key, localize.language)
        for key in vocabulary.in_categories(CONTENT_NOTE_KIND, its_notes, STRONG)
    ]
    return localize("polls.message.strong", notes=theme.escape_markdown(" · ".join(strong), limit)) if strong else ""


def option_blocks(shown: PollView, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Sequence[str]:
    """Each option as it is voted on: its number, what must be seen of it, its count as far as that may be told."""
    whole = [_block(shown, option, notes, vocabulary, localize) for option in shown.options]
    if sum(map(theme.utf16_length, whole)) <= OPTIONS:
        return whole
    return [_block(shown, option, notes, vocabulary, localize, is_short=True) for option in shown.options]


def _block(  # noqa: PLR0913  # all that an option shows
    shown: PollView,
    option: Option,
    notes: Notes,
    vocabulary: Vocabulary,
    localize: Localizer,
    *,
    is_short: bool = False,
) -> str:
    names, limit = (SHORT_NAME, SHORT_NOTES) if is_short else (NAME, STRONG_NOTES)
    named = f"**{option.position}.** {name(option, localize, names)}"
    return "\n".join(
        filter(None, (named, warning(option, notes, vocabulary, localize, limit), _count(shown, option, localize)))
    )


def count_blocks(shown: PollView, options: Iterable[Option], localize: Localizer) -> Iterator[str]:
    """Options with their counts alone."""
    for option in options:
        yield f"**{option.position}.** {name(option, localize)}\n{_count(shown, option, localize)}"


def _count(shown: PollView, option: Option, localize: Localizer) -> str:
    if shown.counts is None:
        return ""
    count = shown.counts[option.id]
    return f"{bar(count, shown.voter_count)} {votes(count, localize)}"


def by_votes(shown: PollView) -> list[Option]:
    """The options, those with most votes first, the winner before those it tied with."""
    counts, winner = shown.counts or {}, shown.outcome.winner if shown.outcome else None
    return sorted(shown.options, key=lambda option: (-counts.get(option.id, 0), option != winner, option.position))


def stamp(moment: int, style: str = "F") -> str:
    """A moment as Discord shows it in everybody's own time."""
    return f"<t:{moment}:{style}>"
