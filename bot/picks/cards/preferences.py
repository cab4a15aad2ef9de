"""The panel of what a person's picks keep away from, and of the services they have."""

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.picks.rules.preferences import UserPreferences


def avoiding_card(own: UserPreferences, tearjerker: str, localize: Localizer, *, is_saved: bool) -> Embed:
    """Says what the menus under it do, and after a choice that it is kept; `tearjerker` mentions the command."""
    saved = localize(
        "picks.avoid.saved",
        notes=_counted("notes", own.notes, localize),
        services=_counted("services", own.services, localize),
    )
    text = "\n\n".join([*([saved] if is_saved else []), localize("picks.avoid.text", tearjerker=tearjerker)])
    return Embed(title=localize("picks.avoid.title"), description=text, colour=theme.BLUE)


def _counted(what: str, ticked: tuple[str, ...], localize: Localizer) -> str:
    how_many = ("none", "one")[len(ticked)] if len(ticked) < 2 else "many"  # noqa: PLR2004  # none, one, many
    return localize(f"picks.avoid.{what}-{how_many}", count=len(ticked))
