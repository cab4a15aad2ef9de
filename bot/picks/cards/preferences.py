"""The card of the panel in which a person chooses content notes to avoid, and their streaming services."""

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.picks.rules.preferences import UserPreferences


def preferences_card(
    preferences: UserPreferences, tearjerker_command: str, localize: Localizer, *, is_saved: bool
) -> Embed:
    """Return the card above the preference menus; with `is_saved`, it confirms a choice."""
    saved = localize(
        "picks.avoid.saved",
        notes=_count_text("notes", preferences.notes, localize),
        services=_count_text("services", preferences.services, localize),
    )
    text = "\n\n".join([*([saved] if is_saved else []), localize("picks.avoid.text", tearjerker=tearjerker_command)])
    return Embed(title=localize("picks.avoid.title"), description=text, colour=theme.BLUE)


def _count_text(kind: str, selected: tuple[str, ...], localize: Localizer) -> str:
    quantity = ("none", "one")[len(selected)] if len(selected) < 2 else "many"  # noqa: PLR2004  # none, one, many
    return localize(f"picks.avoid.{kind}-{quantity}", count=len(selected))
