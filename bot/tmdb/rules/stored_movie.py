"""The cached data about a film, and whether TMDB must be asked again."""

from collections.abc import Mapping

from msgspec import Struct

from bot.tmdb.rules.freshness import are_offers_stale, is_expired, is_lookup_stale, is_text_stale
from bot.tmdb.rules.movie import CachedMovie, MovieFacts
from bot.tmdb.rules.offers import Offer, ProviderFamily, fold_families


class Lookup(Struct, frozen=True):
    """The result of looking up a film whose own TMDB number is missing or dead; `tmdb_id` is None if none was found."""

    tmdb_id: int | None
    checked_at: int


class StoredFacts(Struct, frozen=True):
    """A film's row in the cache."""

    facts: MovieFacts
    text_fetched_at: int
    offers_fetched_at: int

    def with_offers(
        self, offers: Mapping[str, tuple[Offer, ...]], families: Mapping[int, ProviderFamily]
    ) -> CachedMovie:
        """Return the film with its offers, merged by country."""
        folded = {country: fold_families(listed, families) for country, listed in offers.items()}
        return CachedMovie(self.facts, folded, self.text_fetched_at, self.offers_fetched_at)


class StoredMovie(Struct, frozen=True):
    """The cached data about one film, and the lookup of its number; each is None if it is not stored."""

    movie: CachedMovie | None = None
    lookup: Lookup | None = None

    def current(self, now: int) -> CachedMovie | None:
        """Return the film, or None if it is not stored or has expired."""
        movie = self.movie
        return movie if movie and not is_expired(movie.text_fetched_at, now) else None

    def is_fresh(self, now: int) -> bool:
        """Return whether the cached data is so recent that TMDB need not be asked."""
        if self.movie:
            is_stale = are_offers_stale(self.movie.offers_fetched_at, now) or self.needs_text(now)
            return not is_stale
        is_known_missing = self.lookup is not None and self.lookup.tmdb_id is None
        return is_known_missing and not is_lookup_stale(self.lookup.checked_at if self.lookup else 0, now)

    def needs_text(self, now: int) -> bool:
        """Return whether titles and posters must be requested again, not only the offers."""
        return self.movie is None or is_text_stale(self.movie.text_fetched_at, now)
