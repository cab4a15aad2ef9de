"""A film's data from TMDB, and the choice of its poster and title."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from bot.tmdb.rules.offers import CountryOffers, Offer, watch_page

PosterKey: TypeAlias = Literal["ko", "en", "textless", "other"]
"""The language of a poster's text; `other` is the poster that TMDB itself shows."""
PosterSize: TypeAlias = Literal["w185", "w342", "w500", "w780"]

POSTER_ORDER: Final[Mapping[str, tuple[PosterKey, ...]]] = {
    "ko": ("ko", "en", "textless", "other"),
    "en": ("en", "ko", "textless", "other"),
}
"""The order of preference by language; a poster with text in either of our languages beats one without text."""
IMAGE_BASE_URL: Final = "https://image.tmdb.org/t/p"


class MovieReference(Struct, frozen=True):
    """What we know about a film before asking TMDB: its ids, its titles and its year.

    `titles` are tried in order if the film can only be found by title.
    """

    tmdb_id: int | None = None
    imdb_id: str | None = None
    titles: tuple[str, ...] = ()
    year: int | None = None

    @property
    def key(self) -> str:
        """The film's key in the cache: its TMDB number, else its IMDb id, else its titles and year."""
        if self.tmdb_id:
            return f"tmdb:{self.tmdb_id}"
        return f"imdb:{self.imdb_id}" if self.imdb_id else f"title:{'/'.join(self.titles)}/{self.year}"


class MovieFacts(Struct, frozen=True):
    """A film's facts from TMDB; None means unknown.

    `titles` has TMDB's titles in "en" and "ko". `posters` has the paths of pictures for `poster_url`. `released_on` is
    YYYY-MM-DD, and `korean_rating` is the minimum age in Korea, as TMDB writes it.
    """

    tmdb_id: int
    imdb_id: str | None = None
    titles: Mapping[str, str] | None = None
    original_title: str | None = None
    released_on: str | None = None
    minutes: int | None = None
    korean_rating: str | None = None
    posters: Mapping[PosterKey, str] | None = None

    @property
    def year(self) -> int | None:
        """The year of the first release."""
        return int(self.released_on[:4]) if self.released_on else None

    def title(self, language: str) -> str | None:
        """Return the title in a language, or None if TMDB has none."""
        return (self.titles or {}).get(language)

    def poster_path(self, language: str) -> str | None:
        """Return the path of the best poster for readers of a language, or None if there is no poster at all."""
        posters = self.posters or {}
        return next((posters[key] for key in POSTER_ORDER[language] if key in posters), None)


class CachedMovie(Struct, frozen=True):
    """A film from the cache: its facts, and its merged offers by country (ISO 3166, two letters)."""

    facts: MovieFacts
    offers: Mapping[str, tuple[Offer, ...]]
    text_fetched_at: int
    offers_fetched_at: int

    def offers_in(self, country: str) -> CountryOffers:
        """Return what JustWatch lists in a country, possibly nothing."""
        link = watch_page(self.facts.tmdb_id, country)
        return CountryOffers(country, link, self.offers.get(country, ()), self.offers_fetched_at)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries with any offers, in alphabetical order."""
        return tuple(sorted(country for country, offers in self.offers.items() if offers))


def poster_url(path: str, size: PosterSize, base_url: str = IMAGE_BASE_URL) -> str:
    """Return the URL of a poster; w185 and w342 are for thumbnails, w500 and w780 for large pictures."""
    return f"{base_url}/{size}{path}"
