"""A film's short card, which fits on a phone's screen."""

from collections.abc import Sequence

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import (
    add_fields,
    added_fields,
    film_embed,
    hook_quote,
    strong_note_line,
    tissue_line,
    title_and_facts,
)
from bot.films.cards.watching import watch_summary
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film
from bot.films.rules.watching import NO_WATCH_INFO, WatchInfo

MAX_EXTRA_FIELDS = 3


def short_film_card(  # noqa: PLR0913  # all that the card shows
    film: Film,
    reference: ReferenceData,
    localize: Localizer,
    extra_fields: Sequence[theme.CardField] = (),
    watch_info: WatchInfo = NO_WATCH_INFO,
    *,
    is_compact: bool = False,
) -> Embed:
    """Return a film's short card without spoilers, with the `extra_fields` of other features.

    `is_compact` leaves out the blank line above the content notes.
    """
    vocabulary = reference.vocabulary
    facts, notes = title_and_facts(film, vocabulary, localize), strong_note_line(film, vocabulary, localize)
    paragraphs = (
        *(["\n".join(filter(None, (facts, notes)))] if is_compact else [facts, notes]),
        hook_quote(film, localize),
        "\n".join(
            (
                tissue_line(film, vocabulary, localize, extra_fields),
                watch_summary(film, reference.services, localize, watch_info),
            )
        ),
    )
    card = film_embed(film, paragraphs, localize)
    add_fields(card, added_fields(extra_fields, MAX_EXTRA_FIELDS), inline=True)
    return card
