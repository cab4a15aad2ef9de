"""A film's posters, offers, age in the cache, matching and key."""

import pytest

from bot.tmdb.rules import freshness
from bot.tmdb.rules.answers.movie_search import MovieHit, matching_ids
from bot.tmdb.rules.freshness import DAY_SECONDS
from bot.tmdb.rules.movie import CachedMovie, MovieFacts, MovieReference, PosterKey, poster_url
from bot.tmdb.rules.offers import Offer

NOW = 1_800_000_000
HOPE = MovieReference(255709, "tt3153634", ("소원", "Hope"), 2013)


@pytest.mark.parametrize(
    ("posters", "korean", "english"),
    [
        ("ko en textless other", "ko", "en"),
        ("en textless other", "en", "en"),
        ("ko textless other", "ko", "ko"),
        ("textless other", "textless", "textless"),
        ("other", "other", "other"),
    ],
)
def test_a_poster_with_words_in_the_readers_language_comes_first(posters: str, korean: str, english: str) -> None:
    """A poster in the other of our languages comes next, before one without words."""
    keys: list[PosterKey] = ["ko", "en", "textless", "other"]
    facts = MovieFacts(1, posters={key: f"/{key}.jpg" for key in keys if key in posters.split()})
    assert (facts.poster_path("ko"), facts.poster_path("en")) == (f"/{korean}.jpg", f"/{english}.jpg")


def test_a_film_without_any_poster_has_none() -> None:
    """Without posters, there is no path, and a card shows our own cover."""
    assert MovieFacts(1).poster_path("ko") is None


def test_a_poster_comes_from_tmdbs_own_pictures() -> None:
    """The address contains the size of the poster."""
    assert poster_url("/a.jpg", "w342") == "https://image.tmdb.org/t/p/w342/a.jpg"


def test_a_country_without_offers_has_the_date_of_the_check() -> None:
    """A person sees when the offers were checked, even if there are none."""
    movie = CachedMovie(MovieFacts(7), {"KR": (Offer(8, "Netflix", "flatrate"),), "US": ()}, NOW, NOW)
    assert [offer.name for offer in movie.offers_in("KR").offers] == ["Netflix"]
    assert (movie.offers_in("DE").offers, movie.offers_in("DE").checked_at) == ((), NOW)
    assert movie.offers_in("DE").link.endswith("/movie/7/watch?locale=DE")
    assert movie.countries == ("KR",)


@pytest.mark.parametrize(
    ("seconds", "offers_stale", "text_stale", "lookup_stale", "expired"),
    [
        (0, False, False, False, False),
        (DAY_SECONDS - 1, False, False, False, False),
        (DAY_SECONDS, True, False, True, False),
        (30 * DAY_SECONDS - 1, True, False, True, False),
        (30 * DAY_SECONDS, True, True, True, False),
        (180 * DAY_SECONDS - 1, True, True, True, False),
        (180 * DAY_SECONDS, True, True, True, True),
        (-DAY_SECONDS - 1, True, True, True, True),
    ],
)
def test_offers_last_a_day_texts_thirty_and_nothing_longer_than_half_a_year(
    seconds: int, offers_stale: bool, text_stale: bool, lookup_stale: bool, expired: bool
) -> None:
    """Data that a wrong clock dated in the future is stale and expired."""
    at = NOW - seconds
    assert freshness.are_offers_stale(at, NOW) is offers_stale
    assert freshness.is_text_stale(at, NOW) is text_stale
    assert freshness.is_lookup_stale(at, NOW) is lookup_stale
    assert freshness.is_expired(at, NOW) is expired


@pytest.mark.parametrize(
    ("hits", "numbers"),
    [
        ([MovieHit(1, ("Hope",), 2013)], {1}),
        ([MovieHit(1, ("HOPE!",), 2014)], {1}),
        ([MovieHit(1, ("Wish", "소원"), 2013), MovieHit(2, ("Hope",), 1998)], {1}),
        ([MovieHit(1, ("Hope",), 2013), MovieHit(1, ("Hope",), 2013)], {1}),
        ([MovieHit(1, ("Hope",), 2013), MovieHit(2, ("소원",), 2012)], {1, 2}),
        ([MovieHit(1, ("Hope",), None)], set()),
        ([MovieHit(1, ("Hopeless",), 2013)], set()),
        ([], set()),
    ],
)
def test_a_film_is_found_by_title_and_year(hits: list[MovieHit], numbers: set[int]) -> None:
    """Case, punctuation and a difference of one year do not matter."""
    assert matching_ids(hits, HOPE) == numbers


def test_a_films_key_is_the_best_that_is_known() -> None:
    """A film's key is its TMDB number, else its IMDb id, else its titles and year."""
    assert HOPE.key == "tmdb:255709"
    assert MovieReference(None, "tt3153634", ("Hope",), 2013).key == "imdb:tt3153634"
    assert MovieReference(None, None, ("소원", "Hope"), 2013).key == "title:소원/Hope/2013"
