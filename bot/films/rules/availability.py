"""Decides which services have a film in a country, by the same rules as bot/films/queries/film_conditions.py."""

from bot.films.rules.film import Film
from bot.tmdb.rules.movie import CachedMovie


def services_with(film: Film, movie: CachedMovie | None, country: str | None) -> frozenset[str]:
    """Return the keys of the services that have a film in a country, by our rows and JustWatch's offers.

    A row without a region counts in every country. Offers to rent or buy a film do not count. Without a country, all
    our rows count, and JustWatch's offers do not.
    """
    rows = {offer.service for offer in film.streaming_offers if country is None or offer.region in {None, country}}
    offers = movie.offers_in(country).offers if movie and country else ()
    return frozenset(rows | {offer.service_key for offer in offers if offer.service_key and offer.is_included})
