"""The panel of what a person's picks keep away from, and of the services they have."""

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Say
from bot.picks.rules.avoiding import OwnList


def avoiding_card(own: OwnList, tearjerker: str, say: Say, *, is_saved: bool) -> Embed:
    """Says what the menus under it do, and after a choice that it is kept; `tearjerker` mentions the command."""
    saved = say(
        "picks.avoid.saved", notes=_counted("notes", own.notes, say), services=_counted("services", own.services, say)
    )
    text = "\n\n".join([*([saved] if is_saved else []), say("picks.avoid.text", tearjerker=tearjerker)])
    return Embed(title=say("picks.avoid.title"), description=text, colour=theme.BLUE)


def _counted(what: str, ticked: tuple[str, ...], say: Say) -> str:
    how_many = ("none", "one")[len(ticked)] if len(ticked) < 2 else "many"  # noqa: PLR2004  # none, one, many
    return say(f"picks.avoid.{what}-{how_many}", count=len(ticked))
