"""Parses TMDB's answer about one film: its details and the parts appended to them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from msgspec import Struct

from bot.tmdb.rules.answers.json_fields import (
    JsonObject,
    as_object,
    get_decimal,
    get_flag,
    get_id,
    get_number,
    get_object,
    get_objects,
    get_text,
)
from bot.tmdb.rules.movie import MovieFacts, PosterKey
from bot.tmdb.rules.offers import KINDS, Offer, OfferKind

IMDB_ID = re.compile(r"tt\d{5,12}", re.ASCII)
DATE = re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII)
PICTURE_PATH = re.compile(r"/[\w-]{1,80}\.(?:jpg|jpeg|png|webp)", re.ASCII)
COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
HOME_COUNTRIES: Final[Mapping[str, str]] = {"ko": "KR", "en": "US"}
"""The country whose variant of a language is preferred."""
THEATRICAL: Final = 3
MAX_MINUTES: Final = 10_000


class MovieAnswer(Struct, frozen=True):
    """A film with its offers by country in TMDB's order; families of services are not merged yet.

    `is_adult` marks an adult film, which is never stored or shown.
    """

    facts: MovieFacts
    offers: Mapping[str, tuple[Offer, ...]]
    is_adult: bool = False


def parse_movie(answer: object) -> MovieAnswer:
    """Return the film in an answer; raise MalformedResponse if the answer has an unexpected shape."""
    data = as_object(answer, "movie")
    facts = MovieFacts(
        get_id(data),
        _matching(IMDB_ID, get_text(data, "imdb_id") or get_text(get_object(data, "external_ids"), "imdb_id")),
        _parse_titles(data),
        get_text(data, "original_title"),
        _matching(DATE, get_text(data, "release_date")),
        _parse_minutes(data),
        _parse_korean_rating(get_object(data, "release_dates")),
        _parse_posters(data),
    )
    return MovieAnswer(facts, _parse_offers(get_object(data, "watch/providers")), is_adult(data))


def is_adult(data: JsonObject) -> bool:
    """Return whether a film or a search result is an adult film."""
    return get_flag(data, "adult") or get_flag(data, "softcore")


def _matching(pattern: re.Pattern[str], value: str | None) -> str | None:
    return value if value and pattern.fullmatch(value) else None


def _parse_minutes(data: JsonObject) -> int | None:
    minutes = get_number(data, "runtime")
    return minutes if minutes and minutes < MAX_MINUTES else None


def _parse_titles(data: JsonObject) -> Mapping[str, str]:
    """Return the titles in our languages.

    TMDB leaves the title of a translation empty if it equals the original title.
    """
    original, language, shown = (
        get_text(data, "original_title"),
        get_text(data, "original_language"),
        get_text(data, "title"),
    )
    titles = {key: title for key in HOME_COUNTRIES if (title := _parse_translated_title(data, key))}
    if original and language and language in HOME_COUNTRIES:
        titles.setdefault(language, original)
    if shown and shown != original:
        titles.setdefault("en", shown)  # the answer is requested in English
    return titles


def _parse_translated_title(data: JsonObject, language: str) -> str | None:
    all_translations = get_objects(get_object(data, "translations"), "translations")
    translations = [translation for translation in all_translations if get_text(translation, "iso_639_1") == language]
    translations.sort(key=lambda translation: get_text(translation, "iso_3166_1") != HOME_COUNTRIES[language])
    return next(
        filter(None, (get_text(get_object(translation, "data"), "title") for translation in translations)), None
    )


def _parse_korean_rating(release_dates: JsonObject) -> str | None:
    """Return the certification of the Korean release, preferably for cinemas."""
    korean = [item for item in get_objects(release_dates, "results") if get_text(item, "iso_3166_1") == "KR"]
    releases = list(chain.from_iterable(get_objects(item, "release_dates") for item in korean))
    releases.sort(key=lambda item: get_number(item, "type") != THEATRICAL)
    return next(filter(None, (get_text(item, "certification") for item in releases)), None)


def _parse_posters(data: JsonObject) -> Mapping[PosterKey, str]:
    """Return the posters' paths: the most voted in each of our languages and without text, and TMDB's own choice."""
    pictures = [item for item in get_objects(get_object(data, "images"), "posters") if _path(item, "file_path")]
    pictures.sort(
        key=lambda item: (get_number(item, "vote_count") or 0, get_decimal(item, "vote_average")), reverse=True
    )
    posters: dict[PosterKey, str] = {}
    for picture in pictures:
        key, path = _poster_key(get_text(picture, "iso_639_1")), _path(picture, "file_path")
        if key and path:
            posters.setdefault(key, path)
    if path := _path(data, "poster_path"):
        posters["other"] = path
    return posters


def _poster_key(language: str | None) -> PosterKey | None:
    match language:
        case "ko" | "en":
            return language
        case None | "xx":
            return "textless"
    return None


def _path(data: JsonObject, name: str) -> str | None:
    return _matching(PICTURE_PATH, get_text(data, name))


def _parse_offers(providers: JsonObject) -> Mapping[str, tuple[Offer, ...]]:
    countries = get_object(providers, "results")
    return {
        country: tuple(_parse_country_offers(as_object(kinds, "country")))
        for country, kinds in countries.items()
        if COUNTRY.fullmatch(country)
    }


def _parse_country_offers(kinds: JsonObject) -> Iterator[Offer]:
    for kind in KINDS:
        yield from _parse_kind_offers(get_objects(kinds, kind), kind)


def _parse_kind_offers(rows: Sequence[JsonObject], kind: OfferKind) -> Iterator[Offer]:
    for row in sorted(rows, key=lambda row: get_number(row, "display_priority") or 0):
        provider_id, name = get_number(row, "provider_id"), get_text(row, "provider_name")
        if provider_id and name:
            yield Offer(provider_id, name, kind)
