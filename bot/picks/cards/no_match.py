"""Told to who drew when nothing fitted: why, and what would help."""

from collections.abc import Iterator

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.picks.rules.pick import DeckCount, NoMatch


def nothing_card(found: NoMatch, avoid: str, localize: Localizer, *, may_shuffle: bool) -> Embed:
    """Says why nothing was drawn and what to do; `avoid` mentions the command that changes one's list."""
    text = "\n\n".join(localize(key, avoid=avoid) for key in _sentences(found, may_shuffle=may_shuffle))
    return Embed(title=localize("picks.nothing.title"), description=text, colour=theme.PALE_BLUE)


def _sentences(found: NoMatch, *, may_shuffle: bool) -> Iterator[str]:
    """The keys of what is said, in their order."""
    yield _why(found)
    if would_shuffling_help(found):
        yield "picks.nothing.may-shuffle" if may_shuffle else "picks.nothing.ask-host"
    if found.undrawn:
        yield "picks.nothing.helps" if found.counts_without else "picks.nothing.helps-all"


def _why(found: NoMatch) -> str:
    if not found.undrawn:
        return "picks.nothing.list-left" if found.drawn else "picks.nothing.list"
    return "picks.nothing.drawn" if found.matching_drawn else "picks.nothing.fits"


def would_shuffling_help(found: NoMatch) -> bool:
    """Whether films that fit were drawn already, and would come back."""
    return found.matching_drawn > 0


def left_card(left: DeckCount, localize: Localizer, *, is_shuffled: bool) -> Embed:
    """How much is left of a deck, perhaps just after it was shuffled."""
    key = "picks.deck.shuffled" if is_shuffled else "picks.deck.left"
    text = localize(key, left=left.undrawn, all=left.undrawn + left.drawn)
    return Embed(
        title=localize("picks.deck.title"), description=text, colour=theme.BLUE if is_shuffled else theme.PALE_BLUE
    )
