"""The cards of /where: a film in one country or everywhere."""

from collections.abc import Mapping, Sequence
from typing import Final

from discord import Embed

from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import film_embed
from bot.films.cards.watching import grouped_names, listed_lines, source_line, watch_lines
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film
from bot.films.rules.watching import WatchInfo, price_label

MAX_NAMES, MAX_COUNTRIES, MAX_OTHER_COUNTRIES = 10, 12, 40
NAMES_PER_COUNTRY: Final = 3


def where_card(film: Film, reference: ReferenceData, watch_info: WatchInfo, localize: Localizer) -> Embed:
    """Return a card that says where to watch a film in one country, by our own rows and JustWatch's offers."""
    own = watch_lines(film, reference.services, localize, watch_info, with_listed=False)
    listed = "\n".join(listed_lines(watch_info, localize, MAX_NAMES))
    return _card(film, [listed, own] if watch_info.listed else [own, listed], localize)


def everywhere_card(
    film: Film, reference: ReferenceData, by_country: Mapping[str, WatchInfo], localize: Localizer
) -> Embed:
    """Return a card with the countries where JustWatch lists a film, and our own rows.

    Only the first countries have their services listed.
    """
    own = watch_lines(film, reference.services, localize, with_listed=False)
    shown = [*by_country.values()]
    if not shown:
        return _card(film, [own], localize)
    lines = [_country_line(watch_info, localize) for watch_info in shown[:MAX_COUNTRIES]]
    others = [watch_info.country_name for watch_info in shown[MAX_COUNTRIES:]]
    also = [localize("films.where.also", countries=", ".join(others[:MAX_OTHER_COUNTRIES]))] if others else []
    if (more := len(others) - MAX_OTHER_COUNTRIES) > 0:
        also = [f"{also[0]} {localize('films.where.more-countries', count=more)}"]
    return _card(film, ["\n".join(lines), *also, source_line(shown[0], localize), own], localize)


def _country_line(watch_info: WatchInfo, localize: Localizer) -> str:
    named = [(price_label(service.kinds), service.name) for service in watch_info.services]
    services = grouped_names(named, localize, NAMES_PER_COUNTRY)
    return localize("films.where.country", country=watch_info.country_name, services=services)


def _card(film: Film, paragraphs: Sequence[str], localize: Localizer) -> Embed:
    card = film_embed(film, paragraphs, localize)
    return card.set_author(name=localize("films.where.title"))
