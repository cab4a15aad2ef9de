"""The panel of a poll that is being prepared: what is asked, what can be voted for, and how it goes."""

from collections.abc import Iterable, Iterator, Sequence

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.vocabulary import Vocabulary
from bot.polls.cards.formatting import Notes, content_warning, discord_timestamp, option_name
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTIONS, OptionContent
from bot.polls.rules.settings import DAY, MINUTE, CloseAfter, CloseAt, Deadline, PollSettings

HOUR = 60 * MINUTE
UNITS = (("day", DAY), ("hour", HOUR), ("minute", MINUTE))
MAX_NOTES_LENGTH, MAX_NAMES_LENGTH, MAX_NOTICES_LENGTH = 45, 500, 1000
"""Characters of an option's content notes, of a list of names in one sentence, and of all that is told on top."""


def draft_card(  # noqa: PLR0913  # a card shows what it shows
    draft: Draft, notes: Notes, vocabulary: Vocabulary, now: int, localize: Localizer, *, notices: Sequence[str] = ()
) -> Embed:
    """A draft as its host sees it; `told` is what just happened, and stands where the thumb is: by the controls."""
    options = "\n".join(option_lines(draft, notes, vocabulary, localize)) or localize("polls.panel.empty")
    card = Embed(
        title=theme.with_emoji(draft.settings.question, theme.TITLE_LIMIT), description=options, colour=theme.BLUE
    )
    card.add_field(
        name=localize("polls.panel.how"), value="\n".join(setting_lines(draft.settings, now, localize)), inline=False
    )
    if notice_text := theme.truncate("\n".join(filter(None, notices)), MAX_NOTICES_LENGTH):
        card.add_field(name=localize("polls.panel.told"), value=notice_text, inline=False)
    card.set_footer(text=localize("polls.panel.private", count=len(draft.options), limit=MAX_OPTIONS))
    return card


def option_lines(draft: Draft, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Iterator[str]:
    """A line for each option, in their order."""
    for option in draft.options:
        parts = (
            f"**{option.position}.**",
            option_name(option, localize),
            content_warning(option, notes, vocabulary, localize, MAX_NOTES_LENGTH),
        )
        yield " ".join(part for part in parts if part)


def option_names(options: Iterable[OptionContent], localize: Localizer) -> str:
    """Options in one line, ready for markdown."""
    return theme.truncate(", ".join(option_name(option, localize) for option in options), MAX_NAMES_LENGTH)


def setting_lines(settings: PollSettings, now: int, localize: Localizer) -> Iterator[str]:
    """How a poll goes, a line for each thing that can be decided."""
    yield localize(f"polls.panel.method.{settings.method}")
    yield deadline_text(settings.deadline, now, localize)
    yield localize(f"polls.panel.tie.{settings.tie_break}")
    yield localize("polls.panel.counts.shown" if settings.shows_counts else "polls.panel.counts.hidden")
    yield localize(f"polls.panel.votes.{_ballot_privacy(settings)}")


def _ballot_privacy(settings: PollSettings) -> str:
    """Who is told who voted for what; where the counts are hidden, so are the names."""
    if settings.is_secret:
        return "secret"
    return "named" if settings.shows_counts else "named-later"


def deadline_text(deadline: Deadline, now: int, localize: Localizer) -> str:
    """When a poll closes."""
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
    """A length as people say it: a day is 24 hours, but three days are three days."""
    parts: list[str] = []
    for unit, size in UNITS:
        count = seconds // size
        if count and (size != DAY or count > 1):
            seconds -= count * size
            parts.append(
                localize(f"polls.panel.length.{unit}" if count == 1 else f"polls.panel.length.{unit}s", count=count)
            )
    return " ".join(parts)
