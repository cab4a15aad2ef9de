"""The cards of settings."""

from collections.abc import Sequence
from typing import Literal

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.settings.rules.local_time import local_time, utc_offset
from bot.settings.rules.name_search import MAX_QUERY_LENGTH, NameMatches


def panel_card(lines: Sequence[theme.CardField], localize: Localizer, *, is_saved: bool = False) -> Embed:
    """All settings of a server, one line each."""
    above = [localize("settings.saved")] if is_saved else []
    card = Embed(
        title=localize("settings.panel.title"), description="\n".join([*above, localize("settings.panel.text")])
    )
    card.colour = theme.BLUE
    for line in lines:
        card.add_field(name=line.name, value=line.value, inline=False)
    return card


def choices_card(heading: str, text: str, now: str, localize: Localizer) -> Embed:
    """One setting, what it does, and what it is now."""
    below = localize("settings.panel.now", value=now)
    return Embed(title=heading, description=f"{text}\n\n{below}", colour=theme.BLUE)


def searched_card(
    setting: Literal["region", "zone"], typed: str, found: NameMatches, localize: Localizer, below: Sequence[str] = ()
) -> Embed:
    """Told when it is not clear, or not at all, what was searched for; `below` are lines about the only guess."""
    key = "missing" if not found.keys else "guess" if found.is_guess else "several"
    text = localize(f"settings.{setting}.{key}", typed=theme.escape_markdown(typed, MAX_QUERY_LENGTH) or theme.ELLIPSIS)
    return Embed(title=localize(f"settings.{setting}.label"), description="\n".join([text, *below]), colour=theme.BLUE)


def own_language_card(*, is_chosen: bool, place: str | None, is_saved: bool, localize: Localizer) -> Embed:
    """Which language a person reads and why, and which one everybody in the `place` reads."""
    why = "settings.own.chosen" if is_chosen else "settings.own.by-discord"
    lines = [
        localize("settings.saved") if is_saved else "",
        localize(why, language=language_name(localize.language, localize)),
        localize("settings.own.place", language=language_name(place, localize)) if place else "",
    ]
    return Embed(title=localize("settings.own.title"), description="\n".join(filter(None, lines)), colour=theme.BLUE)


def language_name(language: str, localize: Localizer) -> str:
    """A language's own name for itself."""
    return localize(f"settings.language.{language}")


def zone_text(zone: str | None, now: int, localize: Localizer) -> str:
    """A zone with its offset and the time there."""
    if zone is None:
        return localize("settings.zone.unset")
    return localize("settings.zone.now", zone=zone, offset=utc_offset(zone, now), time=local_time(zone, now))


def zone_line(zone: str, now: int, localize: Localizer) -> str:
    """A zone's quiet second line in a menu."""
    return localize("settings.zone.line", zone=zone, offset=utc_offset(zone, now), time=local_time(zone, now))
