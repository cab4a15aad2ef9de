"""The cards of privacy: what is kept, in words, and what goes or stays of it."""

from collections.abc import Iterable, Sequence

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.privacy.rules import GRACE_DAYS, RowCounts

FIELD = 1024


def kept_card(
    kept: Sequence[RowCounts], of_server: Sequence[RowCounts] | None, copy: str, forget: str, localize: Localizer
) -> Embed:
    """What is kept of a person, and of the server for a host of it; `copy` and `forget` are mentions of commands."""
    lines = [
        localize("privacy.show.line", what=_what(one, one.total, localize), until=_until(one, localize)) for one in kept
    ]
    card = _card(localize("privacy.show.title"), lines or [localize("privacy.show.nothing")])
    _add(card, localize("privacy.show.never"), [localize("privacy.show.messages")])
    if of_server is not None:
        _add(card, localize("privacy.show.server"), _of_server(of_server, localize))
    if kept:
        _add(card, localize("privacy.show.decide"), [localize("privacy.show.decisions", copy=copy, forget=forget)])
    return card


def _card(title: str, lines: Iterable[str]) -> Embed:
    return Embed(title=title, description=theme.truncate("\n".join(lines), theme.DESCRIPTION_LIMIT), colour=theme.BLUE)


def _add(card: Embed, heading: str, lines: Iterable[str]) -> None:
    card.add_field(name=heading, value=theme.truncate("\n".join(lines), FIELD), inline=False)


def _what(kept: RowCounts, count: int, localize: Localizer) -> str:
    return localize(kept.declaration.user_text, count=count)


def _until(kept: RowCounts, localize: Localizer) -> str:
    return (
        localize("privacy.show.days", days=kept.declaration.retention_days)
        if kept.declaration.retention_days
        else localize("privacy.show.until-forgotten")
    )


def _of_server(kept: Sequence[RowCounts], localize: Localizer) -> Iterable[str]:
    """Of rows that belong to people too a host is told only how many there are, unless there is a sentence for it."""
    told = [
        (one.declaration.guild_text or ("" if one.declaration.user_column else one.declaration.user_text), one.total)
        for one in kept
    ]
    for key, count in told:
        if key:
            yield localize("privacy.show.server-line", what=localize(key, count=count))
    if of_people := sum(count for key, count in told if not key):
        yield localize("privacy.show.server-line", what=localize("privacy.show.of-people", count=of_people))
    yield localize("privacy.show.server-until", days=GRACE_DAYS) if kept else localize("privacy.show.server-nothing")


def copy_card(localize: Localizer) -> Embed:
    """Comes with the file."""
    return _card(localize("privacy.export.title"), [localize("privacy.export.text")])


def question_card(kept: Sequence[RowCounts], copy: str, localize: Localizer) -> Embed:
    """Asks somebody whether they want to be forgotten; `copy` is a mention of the command that gives a copy first."""
    card = _fate(
        kept,
        localize("privacy.forget.title"),
        localize("privacy.forget.goes"),
        localize("privacy.forget.stays"),
        localize,
    )
    _add(card, localize("privacy.forget.no-way-back"), [localize("privacy.forget.copy-first", copy=copy)])
    return card


def forgotten_card(kept: Sequence[RowCounts], localize: Localizer) -> Embed:
    """Tells somebody what went, and what stays without their name."""
    title, gone, stayed = (
        localize("privacy.forgotten.title"),
        localize("privacy.forgotten.gone"),
        localize("privacy.forgotten.stayed"),
    )
    card = _fate(kept, title, gone, stayed, localize)
    _add(card, localize("privacy.forgotten.anew"), [localize("privacy.forgotten.backups")])
    return card


def _fate(kept: Sequence[RowCounts], title: str, goes: str, stays: str, localize: Localizer) -> Embed:
    going = [_fate_line(one, one.deleted, localize) for one in kept if one.deleted]
    staying = [_fate_line(one, one.anonymized, localize) for one in kept if one.anonymized]
    card = _card(title, [localize("privacy.forget.heading", heading=goes), *going] if going else [])
    if staying:
        _add(card, stays, [*staying, localize("privacy.forget.why")])
    return card


def _fate_line(kept: RowCounts, count: int, localize: Localizer) -> str:
    return localize("privacy.forget.line", what=_what(kept, count, localize))


def nothing_card(localize: Localizer) -> Embed:
    """Told to somebody of whom there is nothing to copy or to erase."""
    return _quiet(localize("privacy.nothing"))


def unchanged_card(localize: Localizer) -> Embed:
    """Told to somebody who would rather not be forgotten."""
    return _quiet(localize("privacy.forget.unchanged"))


def _quiet(text: str) -> Embed:
    return Embed(description=text, colour=theme.PALE_BLUE)
