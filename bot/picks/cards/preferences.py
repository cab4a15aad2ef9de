"""The panel of what a person's picks keep away from, and of the services they have."""

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.picks.rules.preferences import UserPreferences


def preferences_card(
    preferences: UserPreferences, tearjerker_command: str, localize: Localizer, *, is_saved: bool
) -> Embed:
    """Says what the menus under it do, and after a choice that it is kept; `tearjerker` mentions the command."""
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
