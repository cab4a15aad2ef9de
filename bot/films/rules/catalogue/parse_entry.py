"""Parses catalogue entries."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.films.rules.film import CatalogueEntry, Film, FilmSummary, FilmText, FilmTitle, Person, StreamingOffer
from bot.films.rules.watch_links import StreamingServices
from bot.ids import NO_FILM


def parse_entry(data: Mapping[str, Any], services: StreamingServices) -> CatalogueEntry:
    """Return the catalogue entry for a JSON object in which `entry_issues` finds no faults."""
    film = Film(
        summary=FilmSummary(NO_FILM, data["title_en"], data["title_ko"], data["year"], data["country"]),
        minutes=data["runtime_min"],
        rating=data["kmrb_rating"],
        ending=data["ending"],
        tears=data["tears"],
        imdb_id=data["imdb_id"],
        tmdb_id=data["tmdb_id"],
        directors=tuple(Person(p["en"], p["ko"]) for p in data["directors"]),
        cast=tuple(Person(p["en"], p["ko"], p["role"]) for p in data["cast"]),
        genres=tuple(data["genres"]),
        themes=tuple(data["themes"]),
        content_notes=None if data["content_warnings"] is None else tuple(data["content_warnings"]),
        texts=_texts(data),
        streaming_offers=tuple(_streaming_offer(stream, services) for stream in data["streaming"]),
    )
    return CatalogueEntry(data["slug"], film, tuple(dict.fromkeys(_titles(data))))


def _titles(data: Mapping[str, Any]) -> Iterator[FilmTitle]:
    yield FilmTitle("english", data["title_en"])
    if data["title_ko"]:
        yield FilmTitle("hangul", data["title_ko"])
    if data["title_romanised"]:
        yield FilmTitle("romanised", data["title_romanised"])
    yield from (FilmTitle("other", name) for name in data["aka"])


def _texts(data: Mapping[str, Any]) -> dict[str, FilmText]:
    synopsis, hook = data["synopsis"], data["hook"]
    return {
        language: FilmText(synopsis[language], hook.get(language) or "")
        for language in ("en", "ko")
        if synopsis.get(language)
    }


def _streaming_offer(data: Mapping[str, Any], services: StreamingServices) -> StreamingOffer:
    service = services.find(data["provider"])
    key = service.key if service else data["provider"]
    return StreamingOffer(key, data["region"], data["kind"], data["url"], data["checked_on"], data["source"])
