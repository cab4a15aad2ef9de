"""Which poster and title a reader sees, and for how long."""

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
    """A poster without words never comes before one whose words the reader can read."""
    keys: list[PosterKey] = ["ko", "en", "textless", "other"]
    facts = MovieFacts(1, posters={key: f"/{key}.jpg" for key in keys if key in posters.split()})
    assert (facts.poster_path("ko"), facts.poster_path("en")) == (f"/{korean}.jpg", f"/{english}.jpg")


def test_a_film_without_any_poster_has_none() -> None:
    """The card then shows our own cover."""
    assert MovieFacts(1).poster_path("ko") is None


def test_a_poster_comes_from_tmdbs_own_pictures() -> None:
    """Its size is part of the address."""
    assert poster_url("/a.jpg", "w342") == "https://image.tmdb.org/t/p/w342/a.jpg"


def test_a_country_without_offers_has_the_date_of_the_check() -> None:
    """A person sees when the offers were checked, even if there are none."""
    movie = CachedMovie(MovieFacts(7), {"KR": (Offer(8, "Netflix", "flatrate"),), "US": ()}, NOW, NOW)
    assert [offer.name for offer in movie.offers_in("KR").offers] == ["Netflix"]
    assert (movie.offers_in("DE").offers, movie.offers_in("DE").checked_at) == ((), NOW)
    assert movie.offers_in("DE").link.endswith("/movie/7/watch?locale=DE")
    assert movie.countries == ("KR",)


@pytest.mark.parametrize(
    ("seconds", "offers", "text", "negative", "expired"),
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
    seconds: int, offers: bool, text: bool, negative: bool, expired: bool
) -> None:
    """Data that a wrong clock dated in the future is fetched again, and expires too."""
    at = NOW - seconds
    assert freshness.are_offers_stale(at, NOW) is offers
    assert freshness.is_text_stale(at, NOW) is text
    assert freshness.is_lookup_stale(at, NOW) is negative
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
    """Case, spaces and punctuation do not matter, and neither does one year's difference."""
    assert matching_ids(hits, HOPE) == numbers


def test_a_film_is_known_by_its_best_number() -> None:
    """TMDB's own number comes first, then IMDb's, then title and year."""
    assert HOPE.key == "tmdb:255709"
    assert MovieReference(None, "tt3153634", ("Hope",), 2013).key == "imdb:tt3153634"
    assert MovieReference(None, None, ("소원", "Hope"), 2013).key == "title:소원/Hope/2013"
