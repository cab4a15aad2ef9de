"""The cards of privacy: what is kept, in words, and what goes or stays of it."""

from collections.abc import Iterable, Sequence

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Say
from bot.privacy.rules import GRACE_DAYS, Kept

FIELD = 1024


def kept_card(kept: Sequence[Kept], of_server: Sequence[Kept] | None, copy: str, forget: str, say: Say) -> Embed:
    """What is kept of a person, and of the server for a host of it; `copy` and `forget` are mentions of commands."""
    lines = [say("privacy.show.line", what=_what(one, one.count, say), until=_until(one, say)) for one in kept]
    card = _card(say("privacy.show.title"), lines or [say("privacy.show.nothing")])
    _add(card, say("privacy.show.never"), [say("privacy.show.messages")])
    if of_server is not None:
        _add(card, say("privacy.show.server"), _of_server(of_server, say))
    if kept:
        _add(card, say("privacy.show.decide"), [say("privacy.show.decisions", copy=copy, forget=forget)])
    return card


def _card(title: str, lines: Iterable[str]) -> Embed:
    return Embed(title=title, description=theme.truncate("\n".join(lines), theme.DESCRIPTION_LIMIT), colour=theme.BLUE)


def _add(card: Embed, heading: str, lines: Iterable[str]) -> None:
    card.add_field(name=heading, value=theme.truncate("\n".join(lines), FIELD), inline=False)


def _what(kept: Kept, count: int, say: Say) -> str:
    return say(kept.keeps.user_text, count=count)


def _until(kept: Kept, say: Say) -> str:
    return (
        say("privacy.show.days", days=kept.keeps.retention_days)
        if kept.keeps.retention_days
        else say("privacy.show.until-forgotten")
    )


def _of_server(kept: Sequence[Kept], say: Say) -> Iterable[str]:
    """Of rows that belong to people too a host is told only how many there are, unless there is a sentence for it."""
    told = [(one.keeps.guild_text or ("" if one.keeps.user_column else one.keeps.user_text), one.count) for one in kept]
    for key, count in told:
        if key:
            yield say("privacy.show.server-line", what=say(key, count=count))
    if of_people := sum(count for key, count in told if not key):
        yield say("privacy.show.server-line", what=say("privacy.show.of-people", count=of_people))
    yield say("privacy.show.server-until", days=GRACE_DAYS) if kept else say("privacy.show.server-nothing")


def copy_card(say: Say) -> Embed:
    """Comes with the file."""
    return _card(say("privacy.export.title"), [say("privacy.export.text")])


def question_card(kept: Sequence[Kept], copy: str, say: Say) -> Embed:
    """Asks somebody whether they want to be forgotten; `copy` is a mention of the command that gives a copy first."""
    card = _fate(kept, say("privacy.forget.title"), say("privacy.forget.goes"), say("privacy.forget.stays"), say)
    _add(card, say("privacy.forget.no-way-back"), [say("privacy.forget.copy-first", copy=copy)])
    return card


def forgotten_card(kept: Sequence[Kept], say: Say) -> Embed:
    """Tells somebody what went, and what stays without their name."""
    title, gone, stayed = say("privacy.forgotten.title"), say("privacy.forgotten.gone"), say("privacy.forgotten.stayed")
    card = _fate(kept, title, gone, stayed, say)
    _add(card, say("privacy.forgotten.anew"), [say("privacy.forgotten.backups")])
    return card


def _fate(kept: Sequence[Kept], title: str, goes: str, stays: str, say: Say) -> Embed:
    going = [_fate_line(one, one.goes, say) for one in kept if one.goes]
    staying = [_fate_line(one, one.stays, say) for one in kept if one.stays]
    card = _card(title, [say("privacy.forget.heading", heading=goes), *going] if going else [])
    if staying:
        _add(card, stays, [*staying, say("privacy.forget.why")])
    return card


def _fate_line(kept: Kept, count: int, say: Say) -> str:
    return say("privacy.forget.line", what=_what(kept, count, say))


def nothing_card(say: Say) -> Embed:
    """Told to somebody of whom there is nothing to copy or to erase."""
    return _quiet(say("privacy.nothing"))


def unchanged_card(say: Say) -> Embed:
    """Told to somebody who would rather not be forgotten."""
    return _quiet(say("privacy.forget.unchanged"))


def _quiet(text: str) -> Embed:
    return Embed(description=text, colour=theme.PALE_BLUE)
