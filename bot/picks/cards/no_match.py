"""The cards for a draw that found no film, and for the number of films left in a deck."""

from collections.abc import Iterator

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.picks.rules.pick import DeckCount, NoMatch


def no_match_card(no_match: NoMatch, avoid_command: str, localize: Localizer, *, can_shuffle: bool) -> Embed:
    """Return a card that says why no film was drawn and what to change; `avoid_command` is a mention of `/avoid`."""
    text = "\n\n".join(localize(key, avoid=avoid_command) for key in _sentence_keys(no_match, can_shuffle=can_shuffle))
    return Embed(title=localize("picks.nothing.title"), description=text, colour=theme.PALE_BLUE)


def no_services_card(localize: Localizer) -> Embed:
    """Return the reply to a person who draws from their own services but has chosen none."""
    return Embed(description=localize("picks.no-services"), colour=theme.PALE_BLUE)


def _sentence_keys(no_match: NoMatch, *, can_shuffle: bool) -> Iterator[str]:
    """Yield the message keys of the sentences, in order."""
    yield _reason_key(no_match)
    if would_shuffle_help(no_match):
        yield "picks.nothing.may-shuffle" if can_shuffle else "picks.nothing.ask-manager"
    if no_match.undrawn:
        yield "picks.nothing.helps" if no_match.counts_without else "picks.nothing.helps-all"


def _reason_key(no_match: NoMatch) -> str:
    if not no_match.undrawn:
        return "picks.nothing.list-left" if no_match.drawn else "picks.nothing.list"
    return "picks.nothing.drawn" if no_match.matching_drawn else "picks.nothing.fits"


def would_shuffle_help(no_match: NoMatch) -> bool:
    """Return whether a shuffle would bring back matching films that have been drawn."""
    return no_match.matching_drawn > 0


def deck_count_card(deck_count: DeckCount, localize: Localizer, *, is_shuffled: bool) -> Embed:
    """Return a card with the number of films left in a deck; `is_shuffled` says that the deck was just shuffled."""
    key = "picks.deck.shuffled" if is_shuffled else "picks.deck.left"
    text = localize(key, left=deck_count.undrawn, all=deck_count.undrawn + deck_count.drawn)
    return Embed(
        title=localize("picks.deck.title"), description=text, colour=theme.BLUE if is_shuffled else theme.PALE_BLUE
    )
