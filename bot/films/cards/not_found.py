"""The replies to typed titles that do not name exactly one film."""

from collections.abc import Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import NAME_LIMIT
from bot.films.rules.film import FilmSummary


def not_found_card(query: str, nearest: Sequence[FilmSummary], localize: Localizer) -> Embed:
    """Return the reply for a title that matches no film; the buttons below it show the `nearest` films."""
    key = {0: "films.missing.nothing", 1: "films.missing.nearest-one"}.get(len(nearest), "films.missing.nearest")
    return Embed(description=localize(key, typed=_query_text(query)), colour=theme.PALE_BLUE)


def ambiguous_card(query: str, localize: Localizer) -> Embed:
    """Return the reply for a title that several films share; the menu below lists them."""
    return Embed(description=localize("films.several.which", typed=_query_text(query)), colour=theme.PALE_BLUE)


def with_typed_query(card: Embed, query: str, localize: Localizer) -> Embed:
    """Add a line to a film's card which says that the film is the best match for the typed text."""
    user_input = escaping.label(escaping.unquoted(query), NAME_LIMIT)
    return card.set_author(name=localize("films.missing.taken", typed=user_input))


def _query_text(query: str) -> str:
    """Return the typed text as markdown, without surrounding quotes because the sentence adds its own."""
    return escaping.escape_markdown(escaping.unquoted(query), NAME_LIMIT)
