"""The cards of settings."""

from collections.abc import Sequence
from typing import Literal

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Say
from bot.settings.rules.hours import hour, offset
from bot.settings.rules.matching import LONGEST, Matches


def panel_card(lines: Sequence[theme.CardField], say: Say, *, is_saved: bool = False) -> Embed:
    """All settings of a server, one line each."""
    above = [say("settings.saved")] if is_saved else []
    card = Embed(title=say("settings.panel.title"), description="\n".join([*above, say("settings.panel.text")]))
    card.colour = theme.BLUE
    for line in lines:
        card.add_field(name=line.name, value=line.value, inline=False)
    return card


def choices_card(heading: str, text: str, now: str, say: Say) -> Embed:
    """One setting, what it does, and what it is now."""
    below = say("settings.panel.now", value=now)
    return Embed(title=heading, description=f"{text}\n\n{below}", colour=theme.BLUE)


def searched_card(
    setting: Literal["region", "zone"], typed: str, found: Matches, say: Say, below: Sequence[str] = ()
) -> Embed:
    """Told when it is not clear, or not at all, what was searched for; `below` are lines about the only guess."""
    key = "missing" if not found.keys else "guess" if found.is_guess else "several"
    text = say(f"settings.{setting}.{key}", typed=theme.escape_markdown(typed, LONGEST) or theme.ELLIPSIS)
    return Embed(title=say(f"settings.{setting}.label"), description="\n".join([text, *below]), colour=theme.BLUE)


def own_language_card(*, is_chosen: bool, place: str | None, is_saved: bool, say: Say) -> Embed:
    """Which language a person reads and why, and which one everybody in the `place` reads."""
    why = "settings.own.chosen" if is_chosen else "settings.own.by-discord"
    lines = [
        say("settings.saved") if is_saved else "",
        say(why, language=language_name(say.language, say)),
        say("settings.own.place", language=language_name(place, say)) if place else "",
    ]
    return Embed(title=say("settings.own.title"), description="\n".join(filter(None, lines)), colour=theme.BLUE)


def language_name(language: str, say: Say) -> str:
    """A language's own name for itself."""
    return say(f"settings.language.{language}")


def zone_text(zone: str | None, now: int, say: Say) -> str:
    """A zone with its offset and the time there."""
    if zone is None:
        return say("settings.zone.unset")
    return say("settings.zone.now", zone=zone, offset=offset(zone, now), time=hour(zone, now))


def zone_line(zone: str, now: int, say: Say) -> str:
    """A zone's quiet second line in a menu."""
    return say("settings.zone.line", zone=zone, offset=offset(zone, now), time=hour(zone, now))
