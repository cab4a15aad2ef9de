"""The cards of settings."""

from collections.abc import Sequence
from typing import Literal

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.settings.rules.local_time import local_time, utc_offset
from bot.settings.rules.name_search import MAX_QUERY_LENGTH, NameMatches


def panel_card(fields: Sequence[theme.CardField], localize: Localizer, *, is_saved: bool = False) -> Embed:
    """Return a card with all settings of a server, one per field."""
    paragraphs = [localize("settings.saved")] if is_saved else []
    card = Embed(
        title=localize("settings.panel.title"), description="\n".join([*paragraphs, localize("settings.panel.text")])
    )
    card.colour = theme.BLUE
    for field in fields:
        card.add_field(name=field.name, value=field.value, inline=False)
    return card


def choices_card(title: str, text: str, current: str, localize: Localizer) -> Embed:
    """Return a card that says what a setting does, and its current value."""
    current_line = localize("settings.panel.now", value=current)
    return Embed(title=title, description=f"{text}\n\n{current_line}", colour=theme.BLUE)


def search_result_card(
    setting: Literal["region", "zone"],
    user_input: str,
    matches: NameMatches,
    localize: Localizer,
    extra_lines: Sequence[str] = (),
) -> Embed:
    """Return a card that says that a search was ambiguous or found nothing; `extra_lines` describe a single guess."""
    guess = "guess-one" if len(matches.keys) == 1 else "guess"
    key = "missing" if not matches.keys else guess if matches.is_guess else "several"
    text = localize(
        f"settings.{setting}.{key}", typed=escaping.escape_markdown(user_input, MAX_QUERY_LENGTH) or escaping.ELLIPSIS
    )
    return Embed(
        title=localize(f"settings.{setting}.label"), description="\n".join([text, *extra_lines]), colour=theme.BLUE
    )


def user_language_card(*, is_chosen: bool, guild_language: str | None, is_saved: bool, localize: Localizer) -> Embed:
    """Return a card with the language of a person's messages, the reason for it, and the server's language."""
    reason_key = "settings.own.chosen" if is_chosen else "settings.own.by-discord"
    lines = [
        localize("settings.saved") if is_saved else "",
        localize(reason_key, language=language_name(localize.language, localize)),
        localize("settings.own.place", language=language_name(guild_language, localize)) if guild_language else "",
    ]
    return Embed(title=localize("settings.own.title"), description="\n".join(filter(None, lines)), colour=theme.BLUE)


def own_country_card(country: str, where_command: str, localize: Localizer, *, is_saved: bool = False) -> Embed:
    """Return a card that says which country a person watches in, or asks for the country, and explains its use."""
    lines = [
        localize("settings.saved") if is_saved else "",
        localize("settings.country.chosen", country=country) if country else localize("settings.country.unset"),
        localize("settings.country.text", where=where_command),
    ]
    return Embed(
        title=localize("settings.country.title"), description="\n".join(filter(None, lines)), colour=theme.BLUE
    )


def language_name(language: str, localize: Localizer) -> str:
    """Return the name of a language in that language."""
    return localize(f"settings.language.{language}")


def time_zone_text(zone: str | None, now: int, localize: Localizer) -> str:
    """Return a time zone with its offset and the time there, or a text that says that none is set."""
    if zone is None:
        return localize("settings.zone.unset")
    return localize("settings.zone.now", zone=zone, offset=utc_offset(zone, now), time=local_time(zone, now))


def time_zone_description(zone: str, now: int, localize: Localizer) -> str:
    """Return a description of a time zone for the second line of a menu option."""
    return localize("settings.zone.line", zone=zone, offset=utc_offset(zone, now), time=local_time(zone, now))
