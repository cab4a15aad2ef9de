"""The panel of a draft: its question, options and settings."""

from collections.abc import Iterable, Iterator, Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.polls.cards.draft.settings_line import settings_line
from bot.polls.cards.formatting import MAX_NAME_LENGTH, Notes, is_unreviewed, option_name, strong_labels
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTIONS, OptionContent

NOTES_MARK = "⚠️"
MANY_OPTIONS, MAX_NAME_LENGTH_OF_MANY = 10, 27
"""The number of options above which the panel is compact, to fit a phone, and a name's maximum length in it."""
MAX_NOTES_LENGTH, MAX_NAMES_LENGTH, MAX_NOTICES_LENGTH = 500, 500, 1000
"""The maximum lengths of all content notes, of a list of names, and of all notices."""


def draft_card(
    draft: Draft, notes: Notes, vocabulary: Vocabulary, localize: Localizer, *, notices: Sequence[str] = ()
) -> Embed:
    """Return a draft's panel. It ends with `notices`, which say what just happened."""
    lines = [*_option_lines(draft, notes, vocabulary, localize), *_notes_lines(draft, notes, vocabulary, localize)]
    options = "\n".join(lines) or localize("polls.panel.empty")
    notice = escaping.truncate("\n".join(filter(None, notices)), MAX_NOTICES_LENGTH)
    paragraphs = (options, settings_line(draft.settings, localize), notice)
    gap = "\n" if _is_long(draft) else "\n\n"
    return Embed(
        title=escaping.with_emoji(draft.settings.question, theme.TITLE_LIMIT),
        description=gap.join(filter(None, paragraphs)),
        colour=theme.BLUE,
    ).set_footer(text=localize("polls.panel.private", count=len(draft.options), limit=MAX_OPTIONS))


def _option_lines(draft: Draft, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Iterator[str]:
    """Yield a line for each option, marked if its film has strong content notes or is unreviewed."""
    limit = MAX_NAME_LENGTH_OF_MANY if _is_long(draft) else MAX_NAME_LENGTH
    for option in draft.options:
        has_notes = is_unreviewed(option, notes) or strong_labels(option, notes, vocabulary, localize)
        mark = f" {NOTES_MARK}" if has_notes else ""
        yield f"**{option.position}.** {option_name(option, localize, limit)}{mark}"


def _notes_lines(draft: Draft, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Iterator[str]:
    """Yield a line on strong content notes and a line on unreviewed films, each with the numbers of the options."""
    numbers: dict[str, list[int]] = {}
    for option in draft.options:
        for label in strong_labels(option, notes, vocabulary, localize):
            numbers.setdefault(label, []).append(option.position)
    if numbers:
        listed = " · ".join(f"{label}{_numbers(draft, positions)}" for label, positions in numbers.items())
        yield localize("polls.message.strong", notes=escaping.escape_markdown(listed, MAX_NOTES_LENGTH))
    if unreviewed := [option.position for option in draft.options if is_unreviewed(option, notes)]:
        yield f"{localize('polls.message.not-reviewed')}{_numbers(draft, unreviewed)}"


def _numbers(draft: Draft, positions: Sequence[int]) -> str:
    """Return the numbers of options in brackets, or an empty string in a compact panel, which has only the marks."""
    return "" if _is_long(draft) else f" ({', '.join(map(str, positions))})"


def _is_long(draft: Draft) -> bool:
    return len(draft.options) > MANY_OPTIONS


def option_names(options: Iterable[OptionContent], localize: Localizer) -> str:
    """Return the names of options as one line of markdown."""
    return escaping.truncate(", ".join(option_name(option, localize) for option in options), MAX_NAMES_LENGTH)
