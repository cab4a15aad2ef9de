"""The panel of a draft: its question, options and settings."""

from collections.abc import Iterable, Iterator, Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.polls.cards.formatting import Notes, content_warning, discord_timestamp, option_name, watch_lines
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTIONS, OptionContent
from bot.polls.rules.settings import DAY, MINUTE, CloseAfter, CloseAt, Deadline, PollSettings

HOUR = 60 * MINUTE
SEPARATOR = " · "
UNITS = (("day", DAY), ("hour", HOUR), ("minute", MINUTE))
MAX_NOTES_LENGTH, MAX_NAMES_LENGTH, MAX_NOTICES_LENGTH = 90, 500, 1000
"""The most characters of an option's content notes, of a list of names, and of all notices."""


def draft_card(
    draft: Draft, notes: Notes, vocabulary: Vocabulary, localize: Localizer, *, notices: Sequence[str] = ()
) -> Embed:
    """Return a draft's panel; `notices`, in the last field near the buttons, say what just happened."""
    title = localize("polls.panel.title", question=escaping.with_emoji(draft.settings.question))
    options = "\n".join(option_lines(draft, notes, vocabulary, localize)) or localize("polls.panel.empty")
    card = Embed(
        title=escaping.truncate(title, theme.TITLE_LIMIT),
        description=options,
        colour=theme.BLUE,
    )
    card.add_field(name=localize("polls.panel.rules"), value=rules_line(draft.settings, localize), inline=False)
    if notice_text := escaping.truncate("\n".join(filter(None, notices)), MAX_NOTICES_LENGTH):
        card.add_field(name=localize("polls.panel.told"), value=notice_text, inline=False)
    return card.set_footer(text=localize("polls.panel.private", count=len(draft.options), limit=MAX_OPTIONS))


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


def rules_line(settings: PollSettings, localize: Localizer) -> str:
    """Return a poll's settings except its question in one line."""
    return SEPARATOR.join(
        (
            localize(f"polls.panel.is.{settings.method}"),
            _closing_text(settings.deadline, localize),
            localize(f"polls.panel.is.{settings.tie_break}"),
            localize("polls.panel.is.shown" if settings.shows_counts else "polls.panel.is.hidden"),
            localize(f"polls.panel.is.{ballot_privacy(settings)}"),
            *([veto_text(settings.veto_threshold, localize, "is")] if settings.veto_threshold else []),
            *([localize("polls.panel.is.suggest-on")] if settings.takes_suggestions else []),
            *watch_lines(settings.watch_at, localize),
        )
    )


def veto_text(threshold: int | None, localize: Localizer, kind: str) -> str:
    """Return how many vetoes rule an option out, worded as the current setting ("is") or as a menu option ("to")."""
    name = {None: "veto-off", 1: "veto-1"}.get(threshold, "veto")
    return localize(f"polls.panel.{kind}.{name}", count=threshold)


def ballot_privacy(settings: PollSettings) -> str:
    """Return the message key suffix for who can see votes; names stay hidden as long as counts do."""
    if settings.is_secret:
        return "secret"
    return "named" if settings.shows_counts else "named-later"


def _closing_text(deadline: Deadline, localize: Localizer) -> str:
    match deadline:
        case CloseAfter(seconds=seconds):
            return localize("polls.panel.is.after", length=duration_text(seconds, localize))
        case CloseAt(timestamp=timestamp):
            stamps = discord_timestamp(timestamp, "f"), discord_timestamp(timestamp, "R")
            return localize("polls.panel.is.at", stamp=stamps[0], distance=stamps[1])
    return localize("polls.panel.is.open")


def closing_label(deadline: Deadline, localize: Localizer) -> str:
    """Return when a poll closes, without markdown, for a menu."""
    return localize("polls.panel.is.fixed") if isinstance(deadline, CloseAt) else _closing_text(deadline, localize)


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
