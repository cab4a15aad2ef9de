"""What is known of a film from TMDB, and which of its posters and titles to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.tmdb.rules.offers import CountryOffers, Offer, watch_page

PosterKey: TypeAlias = Literal["ko", "en", "textless", "other"]
"""The language of a poster's words; `other` is the one that TMDB itself shows."""
PosterSize: TypeAlias = Literal["w185", "w342", "w500", "w780"]

POSTER_ORDER: Final[Mapping[str, tuple[PosterKey, ...]]] = {
    "ko": ("ko", "en", "textless", "other"),
    "en": ("en", "ko", "textless", "other"),
}
"""The posters for readers of a language, best first: one with words in any of our languages beats one without."""
IMAGE_BASE_URL: Final = "https://image.tmdb.org/t/p"


@dataclass(frozen=True, slots=True)
class MovieReference:
    """What we know of a film before TMDB is asked: its numbers, all of its titles and its year.

    Films build it from a film. `titles` are tried in their order where only a title can find the film.
    """

    tmdb_id: int | None = None
    imdb_id: str | None = None
    titles: tuple[str, ...] = ()
    year: int | None = None

    @property
    def key(self) -> str:
        """What stands for the film in the cache: its TMDB number, else its IMDb id, else title and year."""
        if self.tmdb_id:
            return f"tmdb:{self.tmdb_id}"
        return f"imdb:{self.imdb_id}" if self.imdb_id else f"title:{'/'.join(self.titles)}/{self.year}"


@dataclass(frozen=True, slots=True)
class MovieFacts:
    """A film as TMDB tells of it; None means unknown.

    `titles` are by language, those that TMDB has in "en" and "ko". `posters` are the paths of pictures, for poster_url.
    `released_on` is YYYY-MM-DD, `korean_rating` the age from which it may be seen in Korea, as TMDB writes it.
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
        """Return the title in a language, or None where TMDB has none."""
        return (self.titles or {}).get(language)

    def poster_path(self, language: str) -> str | None:
        """Return the path of the best poster for readers of a language, or None if there is no poster at all."""
        posters = self.posters or {}
        return next((posters[key] for key in POSTER_ORDER[language] if key in posters), None)


@dataclass(frozen=True, slots=True)
class CachedMovie:
    """A film of the cache: its facts, and its folded offers by country (ISO 3166, two letters)."""

    facts: MovieFacts
    offers: Mapping[str, tuple[Offer, ...]]
    text_fetched_at: int
    offers_fetched_at: int

    def offers_in(self, country: str) -> CountryOffers:
        """Return what JustWatch lists in a country; no offers if it lists none there."""
        link = watch_page(self.facts.tmdb_id, country)
        return CountryOffers(country, link, self.offers.get(country, ()), self.offers_fetched_at)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries in which it is offered at all, in alphabetical order."""
        return tuple(sorted(country for country, offers in self.offers.items() if offers))


def poster_url(path: str, size: PosterSize, base_url: str = IMAGE_BASE_URL) -> str:
    """Return the address of a poster: w185 or w342 for a thumbnail, w500 or w780 for a large picture."""
    return f"{base_url}/{size}{path}"
