"""Services in a server's region come first, and the finder link leads to that country."""

import pytest

from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film, FilmSummary, StreamingOffer
from bot.films.rules.watch_links import SEARCH_WORDS, is_safe_link, watch_links
from bot.ids import FilmId


def a_film(*streams: StreamingOffer) -> Film:
    return Film(FilmSummary(FilmId(1), "Hope", "소원", 2013, "KR"), streaming_offers=streams)


def checked_offer(service: str, region: str) -> StreamingOffer:
    hosts = {"Netflix": "netflix.com", "TVING": "tving.com", "Watcha": "watcha.com"}
    return StreamingOffer(service, region, "flatrate", f"https://www.{hosts[service]}/title/1", "2026-07-01")


def finder_path(reference: ReferenceData, language: str, region: str | None) -> str:
    (way,) = watch_links(a_film(), reference.services, language, region)
    assert (way.kind, is_safe_link(reference.services.finder, way.url)) == ("finder", True)
    return str(way.url).removeprefix("https://www.justwatch.com/")


def test_services_in_the_region_come_first(reference: ReferenceData) -> None:
    """The other services keep their order. Without a region, all services keep it."""
    film = a_film(
        checked_offer("Netflix", "US"),
        StreamingOffer("Viki"),
        checked_offer("TVING", "KR"),
        checked_offer("Watcha", "JP"),
        checked_offer("Watcha", "KR"),
    )
    links = [(way.name, way.region) for way in watch_links(film, reference.services, region="KR")]
    assert links == [("TVING", "KR"), ("Watcha", "KR"), ("Netflix", "US"), ("Viki", None), ("Watcha", "JP")]
    as_listed = [way.region for way in watch_links(film, reference.services)]
    assert as_listed == ["US", None, "KR", "JP", "KR"]


def test_services_in_the_region_are_never_cut_off(reference: ReferenceData) -> None:
    """If more than five services are known, those in the region are among the five shown."""
    others = [StreamingOffer(name, "US") for name in ("A", "B", "C", "D", "E", "F")]
    film = a_film(*others, checked_offer("TVING", "KR"))
    ways = watch_links(film, reference.services, region="KR")
    assert (len(ways), ways[0].name) == (5, "TVING")


@pytest.mark.parametrize(
    ("language", "region", "place"),
    [
        ("en", None, "us/search?q=Hope"),
        ("en", "US", "us/search?q=Hope"),
        ("en", "GB", "uk/search?q=Hope"),
        ("en", "DE", "de/Suche?q=Hope"),
        ("en", "KR", "kr/%EA%B2%80%EC%83%89?q=Hope"),
        ("ko", None, "kr/%EA%B2%80%EC%83%89?q=%EC%86%8C%EC%9B%90"),
        ("ko", "US", "us/search?q=%EC%86%8C%EC%9B%90"),
        ("en", "KP", "us/search?q=Hope"),
        ("ko", "KP", "kr/%EA%B2%80%EC%83%89?q=%EC%86%8C%EC%9B%90"),
    ],
)
def test_the_finder_link_leads_to_the_region(
    reference: ReferenceData, language: str, region: str | None, place: str
) -> None:
    """Without a chosen region, or with one that the finder does not support, the reader's language decides."""
    assert finder_path(reference, language, region) == place


@pytest.mark.parametrize("region", sorted(SEARCH_WORDS))
def test_every_country_of_the_finder_has_a_safe_link(reference: ReferenceData, region: str) -> None:
    """The link is safe, and searches for the film, in every country that the finder has."""
    assert finder_path(reference, "en", region).endswith("?q=Hope")
