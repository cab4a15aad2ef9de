"""Formatting shared by the cards of polls."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.films.cards.film import CONTENT_NOTE_KIND
from bot.films.rules.catalogue.reference_data import STRONG, Vocabulary
from bot.polls.rules.option import Option, OptionContent
from bot.polls.rules.views.poll_view import PollView

Notes = Mapping[int, tuple[str, ...] | None]
"""Content notes by film id; None if nobody has reviewed the film."""

MAX_NAME_LENGTH, MAX_LABEL_LENGTH, MAX_NOTES_LENGTH = 80, 60, 130
MAX_OPTIONS_LENGTH, MAX_SHORT_NAME_LENGTH, MAX_SHORT_NOTES_LENGTH = 3_600, 45, 105
"""Characters of all options, and the limits used beyond that, which cut names more than content notes."""
BAR_CELLS = 10
FULL, EMPTY = "▰", "▱"


def option_name(option: OptionContent, localize: Localizer, limit: int = MAX_NAME_LENGTH) -> str:
    """Return an option's title and year as markdown."""
    title = escaping.with_emoji(option.title(localize.language), limit)
    return f"{title} {localize('films.year', year=option.year)}" if option.year else title


def option_label(option: OptionContent, localize: Localizer, limit: int = MAX_LABEL_LENGTH) -> str:
    """Return an option's title and year without markdown, for a button or a menu."""
    year = " " + localize("films.year", year=option.year) if option.year else ""
    return escaping.label(option.title(localize.language), limit - len(year)) + year


def vote_count_text(count: int, localize: Localizer) -> str:
    """Return a number of votes as text, such as "7 votes"."""
    return localize("polls.message.vote" if count == 1 else "polls.message.votes", count=count)


def people_count_text(count: int, localize: Localizer) -> str:
    """Return a number of people as text, such as "7 people"."""
    return localize("polls.message.person" if count == 1 else "polls.message.people", count=count)


def vote_bar(count: int, voters: int) -> str:
    """Return the share of voters as a bar, with at least one full cell if there is a vote."""
    full = 0 if not voters else max(round(count / voters * BAR_CELLS), 1 if count else 0)
    return FULL * full + EMPTY * (BAR_CELLS - full)


def content_warning(
    option: OptionContent, notes: Notes, vocabulary: Vocabulary, localize: Localizer, limit: int = MAX_NOTES_LENGTH
) -> str:
    """Return a film's strong notes or that nobody has reviewed it, or an empty string if there are none."""
    if option.film_id is None or option.film_id not in notes:
        return ""
    film_notes = notes[option.film_id]
    if film_notes is None:
        return localize("polls.message.not-reviewed")
    strong = [
        vocabulary.label(CONTENT_NOTE_KIND, key, localize.language)
        for key in vocabulary.in_categories(CONTENT_NOTE_KIND, film_notes, STRONG)
    ]
    return localize("polls.message.strong", notes=escaping.escape_markdown(" · ".join(strong), limit)) if strong else ""


def option_blocks(view: PollView, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Sequence[str]:
    """Return each option with its content warning, and with its votes unless they are hidden."""
    full = [_option_block(view, option, notes, vocabulary, localize) for option in view.options]
    if sum(map(escaping.utf16_length, full)) <= MAX_OPTIONS_LENGTH:
        return full
    return [_option_block(view, option, notes, vocabulary, localize, is_short=True) for option in view.options]


def _option_block(  # noqa: PLR0913  # all that an option shows
    view: PollView,
    option: Option,
    notes: Notes,
    vocabulary: Vocabulary,
    localize: Localizer,
    *,
    is_short: bool = False,
) -> str:
    name_limit, limit = (
        (MAX_SHORT_NAME_LENGTH, MAX_SHORT_NOTES_LENGTH) if is_short else (MAX_NAME_LENGTH, MAX_NOTES_LENGTH)
    )
    named = f"**{option.position}.** {option_name(option, localize, name_limit)}"
    return "\n".join(
        filter(
            None,
            (named, content_warning(option, notes, vocabulary, localize, limit), _count_line(view, option, localize)),
        )
    )


def count_blocks(view: PollView, options: Iterable[Option], localize: Localizer) -> Iterator[str]:
    """Yield each option with its votes only."""
    for option in options:
        yield f"**{option.position}.** {option_name(option, localize)}\n{_count_line(view, option, localize)}"


def _count_line(view: PollView, option: Option, localize: Localizer) -> str:
    if view.counts is None:
        return ""
    count = view.counts[option.id]
    return f"{vote_bar(count, view.voter_count)} {vote_count_text(count, localize)}"


def options_by_votes(view: PollView) -> list[Option]:
    """Return the options with most votes first, and the winner first among tied ones."""
    counts, winner = view.counts or {}, view.outcome.winner if view.outcome else None
    return sorted(view.options, key=lambda option: (-counts.get(option.id, 0), option != winner, option.position))


def discord_timestamp(timestamp: int, style: str = "F") -> str:
    """Return a Discord timestamp, which each reader sees in their own time zone."""
    return f"<t:{timestamp}:{style}>"
