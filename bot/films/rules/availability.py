"""Which services have a film in a country: the same answer as the condition in SQL, for a film that is at hand."""

from bot.films.rules.film import Film
from bot.tmdb.rules.movie import CachedMovie


def services_with(film: Film, movie: CachedMovie | None, country: str | None) -> frozenset[str]:
    """Return the keys of the services by our own rows, which count anywhere without a country, and by JustWatch's.

    A row without a region counts in every country. What is to rent or to buy does not count.
    """
    rows = {offer.service for offer in film.streaming_offers if country is None or offer.region in {None, country}}
    offers = movie.offers_in(country).offers if movie and country else ()
    return frozenset(rows | {offer.service_key for offer in offers if offer.service_key and offer.is_included})
