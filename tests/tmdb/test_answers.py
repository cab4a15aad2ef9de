"""Well-formed answers become facts and offers. Any other answer raises MalformedResponse."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo_tmdb.answers import FakeFilm, find_answer, movie_answer, search_answer
from bot.tmdb.client import ALL_PARTS, OFFER_PARTS
from bot.tmdb.rules.answers.json_fields import MalformedResponse
from bot.tmdb.rules.answers.movie_answer import parse_movie
from bot.tmdb.rules.answers.movie_search import parse_hits
from bot.tmdb.rules.movie import MovieFacts
from bot.tmdb.rules.offers import Offer
from tests.tmdb_server.films import HOPE


def answer(**changes: Any) -> dict[str, Any]:
    return movie_answer(HOPE, ALL_PARTS) | changes


def test_a_film_is_read_in_full() -> None:
    """Titles in both languages, the Korean cinema certificate, and the posters with the most votes are read."""
    assert parse_movie(answer()).facts == MovieFacts(
        255709,
        "tt3153634",
        {"en": "Hope", "ko": "소원"},
        "소원",
        "2013-10-02",
        123,
        "12",
        {"ko": "/korean.jpg", "en": "/best-english.jpg", "textless": "/plain.jpg", "other": "/plain.jpg"},
    )


def test_offers_are_read_for_every_country_and_kind() -> None:
    """Free offers and those with ads are included, and stray blanks in a name are removed."""
    offers = parse_movie(movie_answer(HOPE, OFFER_PARTS)).offers
    assert sorted(offers) == ["DE", "KR", "US"]
    assert [(offer.kind, offer.provider_id) for offer in offers["KR"]] == [
        ("flatrate", 1796),
        ("flatrate", 8),
        ("flatrate", 119),
        ("flatrate", 97),
        ("rent", 3),
        ("buy", 3),
        ("buy", 2),
    ]
    assert Offer(464, "Kocowa", "ads") in offers["US"]


def test_offers_are_in_tmdbs_display_order() -> None:
    """The order in the answer does not matter."""
    changed = answer()
    changed["watch/providers"]["results"]["KR"]["flatrate"].reverse()
    assert [offer.provider_id for offer in parse_movie(changed).offers["KR"]][:4] == [1796, 8, 119, 97]


@pytest.mark.parametrize(
    ("film", "titles"),
    [
        (FakeFilm(1, None, "Hope", "소원"), {"en": "Hope", "ko": "소원"}),
        (FakeFilm(1, None, "Hope", ""), {"en": "Hope"}),
        (FakeFilm(1, None, "Hachi", "하치 이야기", original_language="en"), {"en": "Hachi", "ko": "하치 이야기"}),
        (FakeFilm(1, None, "Hachi", "", original_language="en"), {"en": "Hachi"}),
    ],
)
def test_a_missing_translation_stays_missing(film: FakeFilm, titles: dict[str, str]) -> None:
    """TMDB omits a translation that equals the original, and gives the original title if there is no English one."""
    shown = movie_answer(film, ALL_PARTS)
    if not film.korean_title and film.original_language == "ko":
        shown["original_title"], shown["original_language"] = "Hope", "en"
    assert parse_movie(shown).facts.titles == titles


def test_a_film_that_only_has_its_korean_title_has_no_english_one() -> None:
    """An English title that equals the Korean one is dropped."""
    shown = answer(title="소원", translations={"translations": []})
    assert parse_movie(shown).facts.titles == {"ko": "소원"}


def test_details_that_tmdb_does_not_know_are_missing() -> None:
    """Zero minutes, an empty date or title, and null count as missing."""
    bare = {"id": 7, "runtime": 0, "release_date": "", "imdb_id": None, "poster_path": None, "title": ""}
    assert parse_movie(bare).facts == MovieFacts(7, titles={}, posters={})


@pytest.mark.parametrize("field", ["adult", "softcore"])
def test_an_adult_film_is_marked(field: str) -> None:
    """An adult film is marked in its details and left out of search results."""
    assert parse_movie(answer(**{field: True})).is_adult
    hits = search_answer([HOPE])
    hits["results"][0][field] = True
    assert parse_hits(hits, "results") == ()
    assert len(parse_hits(find_answer([HOPE]), "movie_results")) == 1


@pytest.mark.parametrize(
    "path", ["https://evil.example/a.jpg", "/a.jpg?x=1", "/../a.jpg", "//evil.example/a.jpg", "/a.svg", "/a b.jpg", ""]
)
def test_only_tmdbs_own_pictures_are_accepted(path: str) -> None:
    """A path that leads elsewhere is not used as a poster."""
    assert parse_movie(answer(images={}, poster_path=path)).facts.posters == {}


@pytest.mark.parametrize(
    "changed",
    [
        {"id": None},
        {"id": "255709"},
        {"id": True},
        {"id": 2**40},
        {"adult": "no"},
        {"runtime": "123"},
        {"title": 7},
        {"translations": []},
        {"translations": {"translations": {}}},
        {"translations": {"translations": ["ko"]}},
        {"images": {"posters": [{"file_path": "/a.jpg", "vote_average": "high"}]}},
        {"watch/providers": {"results": []}},
        {"watch/providers": {"results": {"KR": []}}},
        {"watch/providers": {"results": {"KR": {"flatrate": {"8": "Netflix"}}}}},
        {"watch/providers": {"results": {"KR": {"flatrate": [{"provider_id": "8"}]}}}},
    ],
)
def test_a_wrong_type_gives_one_error_that_repeats_no_value(changed: dict[str, Any]) -> None:
    """The message does not contain the film's number, whichever value has the wrong type."""
    with pytest.raises(MalformedResponse) as raised:
        parse_movie(answer(**changed))
    assert "255709" not in str(raised.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value in an answer."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner_value in inner for place in places(inner_value, (*path, key)))]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(places(movie_answer(HOPE, ALL_PARTS))), JSON)
def test_any_value_anywhere_is_read_or_gives_one_error(place: tuple[Any, ...], value: Any) -> None:
    """The parser raises only MalformedResponse, and what it reads can be stored as UTF-8."""
    changed = copy.deepcopy(movie_answer(HOPE, ALL_PARTS))
    holder: Any = {"": changed}
    for key in ("", *place)[:-1]:
        holder = holder[key]
    holder[("", *place)[-1]] = value
    try:
        facts = parse_movie(changed if place else value).facts
    except MalformedResponse:
        return
    json.dumps([facts.tmdb_id, facts.titles, facts.posters], ensure_ascii=False).encode()
