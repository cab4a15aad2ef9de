"""The panel of a draft: its question, options and settings."""

from collections.abc import Iterable, Iterator, Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.polls.cards.formatting import Notes, content_warning, discord_timestamp, option_name
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTIONS, OptionContent
from bot.polls.rules.settings import DAY, MINUTE, CloseAfter, CloseAt, Deadline, PollSettings

HOUR = 60 * MINUTE
UNITS = (("day", DAY), ("hour", HOUR), ("minute", MINUTE))
MAX_NOTES_LENGTH, MAX_NAMES_LENGTH, MAX_NOTICES_LENGTH = 45, 500, 1000
"""Characters of an option's content notes, of a list of names, and of all notices."""


def draft_card(  # noqa: PLR0913  # all that the card shows
    draft: Draft, notes: Notes, vocabulary: Vocabulary, now: int, localize: Localizer, *, notices: Sequence[str] = ()
) -> Embed:
    """Return a draft's panel; `notices` say what just happened, in the last field so that they are near the buttons."""
    options = "\n".join(option_lines(draft, notes, vocabulary, localize)) or localize("polls.panel.empty")
    card = Embed(
        title=escaping.with_emoji(draft.settings.question, theme.TITLE_LIMIT), description=options, colour=theme.BLUE
    )
    card.add_field(
        name=localize("polls.panel.how"), value="\n".join(setting_lines(draft.settings, now, localize)), inline=False
    )
    if notice_text := escaping.truncate("\n".join(filter(None, notices)), MAX_NOTICES_LENGTH):
        card.add_field(name=localize("polls.panel.told"), value=notice_text, inline=False)
    card.set_footer(text=localize("polls.panel.private", count=len(draft.options), limit=MAX_OPTIONS))
    return card


def option_lines(draft: Draft, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Iterator[str]:
    """Yield a line for each option, in order."""
    for option in draft.options:
        parts = (
            f"**{option.position}.**",
            option_name(option, localize),
            content_warning(option, notes, vocabulary, localize, MAX_NOTES_LENGTH),
        )
        yield " ".join(part for part in parts if part)


def option_names(options: Iterable[OptionContent], localize: Localizer) -> str:
    """Return the names of options as one line of markdown."""
    return escaping.truncate(", ".join(option_name(option, localize) for option in options), MAX_NAMES_LENGTH)


def setting_lines(settings: PollSettings, now: int, localize: Localizer) -> Iterator[str]:
    """Yield a line for each setting of a poll."""
    yield localize(f"polls.panel.method.{settings.method}")
    yield deadline_text(settings.deadline, now, localize)
    yield localize(f"polls.panel.tie.{settings.tie_break}")
    yield localize("polls.panel.counts.shown" if settings.shows_counts else "polls.panel.counts.hidden")
    yield localize(f"polls.panel.votes.{_ballot_privacy(settings)}")


def _ballot_privacy(settings: PollSettings) -> str:
    """Return the message key suffix for who can see votes; names are hidden while counts are."""
    if settings.is_secret:
        return "secret"
    return "named" if settings.shows_counts else "named-later"


def deadline_text(deadline: Deadline, now: int, localize: Localizer) -> str:
    """Return when a poll closes, as text."""
    match deadline:
        case CloseAfter(seconds=seconds):
            return localize(
                "polls.panel.closing.after",
                length=duration_text(seconds, localize),
                stamp=discord_timestamp(now + seconds, "f"),
            )
        case CloseAt(timestamp=timestamp):
            return localize(
                "polls.panel.closing.at", stamp=discord_timestamp(timestamp), distance=discord_timestamp(timestamp, "R")
            )
    return localize("polls.panel.closing.open")


def duration_text(seconds: int, localize: Localizer) -> str:
    """Return a duration as text; a single day is written as 24 hours."""
    parts: list[str] = []
    for unit, size in UNITS:
        count = seconds // size
        if count and (size != DAY or count > 1):
            seconds -= count * size
            parts.append(
                localize(f"polls.panel.length.{unit}" if count == 1 else f"polls.panel.length.{unit}s", count=count)
            )
    return " ".join(parts)
