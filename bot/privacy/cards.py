"""The cards of privacy: what is stored, what is deleted and what remains."""

from collections.abc import Iterable, Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.privacy.rules import GRACE_DAYS, RowCounts

FIELD_VALUE_LIMIT = 1024


def stored_data_card(
    counts: Sequence[RowCounts],
    guild_counts: Sequence[RowCounts] | None,
    export_mention: str,
    forget_mention: str,
    localize: Localizer,
) -> Embed:
    """Return a card with what is stored about a person, and also about the server unless `guild_counts` is None."""
    lines = [
        localize(
            "privacy.show.line",
            what=_description(row_counts, row_counts.total, localize),
            until=_retention(row_counts, localize),
        )
        for row_counts in counts
    ]
    card = _card(localize("privacy.show.title"), lines or [localize("privacy.nothing")])
    _add_field(card, localize("privacy.show.never"), [localize("privacy.show.messages")])
    if guild_counts is not None:
        _add_field(card, localize("privacy.show.server"), _guild_lines(guild_counts, localize))
    if counts:
        _add_field(
            card,
            localize("privacy.show.decide"),
            [localize("privacy.show.decisions", copy=export_mention, forget=forget_mention)],
        )
    return card


def _card(title: str, lines: Iterable[str]) -> Embed:
    return Embed(
        title=title, description=escaping.truncate("\n".join(lines), theme.DESCRIPTION_LIMIT), colour=theme.BLUE
    )


def _add_field(card: Embed, heading: str, lines: Iterable[str]) -> None:
    card.add_field(name=heading, value=escaping.truncate("\n".join(lines), FIELD_VALUE_LIMIT), inline=False)


def _description(row_counts: RowCounts, count: int, localize: Localizer) -> str:
    return localize(row_counts.declaration.user_text_key, count=count)


def _retention(row_counts: RowCounts, localize: Localizer) -> str:
    match row_counts.declaration.retention_days:
        case None | 0:
            return localize("privacy.show.until-forgotten")
        case 1:
            return localize("privacy.show.day")
        case days:
            return localize("privacy.show.days", days=days)


def _guild_lines(counts: Sequence[RowCounts], localize: Localizer) -> Iterable[str]:
    """Yield lines on what is stored about a server; members' rows in tables without a `guild_text_key` share a line."""
    keys_and_counts = [
        (
            row_counts.declaration.guild_text_key
            or ("" if row_counts.declaration.user_column else row_counts.declaration.user_text_key),
            row_counts.total,
        )
        for row_counts in counts
    ]
    for key, count in keys_and_counts:
        if key:
            yield localize("privacy.show.server-line", what=localize(key, count=count))
    if user_rows := sum(count for key, count in keys_and_counts if not key):
        yield localize("privacy.show.server-line", what=localize("privacy.show.of-people", count=user_rows))
    yield localize("privacy.show.server-until", days=GRACE_DAYS) if counts else localize("privacy.show.server-nothing")


def export_card(localize: Localizer) -> Embed:
    """Return a card that introduces the exported file."""
    return _card(localize("privacy.export.title"), [localize("privacy.export.text")])


def confirmation_card(counts: Sequence[RowCounts], export_mention: str, localize: Localizer) -> Embed:
    """Return a card that asks a person whether to delete their data."""
    card = _outcome_card(
        counts,
        localize("privacy.forget.title"),
        localize("privacy.forget.goes"),
        localize("privacy.forget.stays"),
        localize,
    )
    _add_field(
        card, localize("privacy.forget.no-way-back"), [localize("privacy.forget.copy-first", copy=export_mention)]
    )
    return card


def erased_card(counts: Sequence[RowCounts], localize: Localizer) -> Embed:
    """Return a card with what was deleted, and what remains anonymously."""
    title, deleted_title, anonymized_title = (
        localize("privacy.forgotten.title"),
        localize("privacy.forgotten.gone"),
        localize("privacy.forgotten.stayed"),
    )
    card = _outcome_card(counts, title, deleted_title, anonymized_title, localize)
    _add_field(card, localize("privacy.forgotten.anew"), [localize("privacy.forgotten.backups")])
    return card


def _outcome_card(
    counts: Sequence[RowCounts], title: str, deleted_title: str, anonymized_title: str, localize: Localizer
) -> Embed:
    deleted_lines = [
        _outcome_line(row_counts, row_counts.deleted, localize) for row_counts in counts if row_counts.deleted
    ]
    anonymized_lines = [
        _outcome_line(row_counts, row_counts.anonymized, localize) for row_counts in counts if row_counts.anonymized
    ]
    card = _card(
        title, [localize("privacy.forget.heading", heading=deleted_title), *deleted_lines] if deleted_lines else []
    )
    if anonymized_lines:
        _add_field(card, anonymized_title, [*anonymized_lines, localize("privacy.forget.why")])
    return card


def _outcome_line(row_counts: RowCounts, count: int, localize: Localizer) -> str:
    return localize("privacy.forget.line", what=_description(row_counts, count, localize))


def no_data_card(localize: Localizer) -> Embed:
    """Return a card that says that there is nothing to export or delete."""
    return _notice_card(localize("privacy.nothing"))


def cancelled_card(localize: Localizer) -> Embed:
    """Return a card that says that nothing was deleted."""
    return _notice_card(localize("privacy.forget.unchanged"))


def _notice_card(text: str) -> Embed:
    return Embed(description=text, colour=theme.PALE_BLUE)
