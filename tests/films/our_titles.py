"""Indexes the names of all our films, reads the tables of what people type, and simulates typos."""

import csv
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, cast

from bot.films.rules.finder.external_ids import imdb_key, tmdb_key
from bot.films.rules.finder.finder import Ambiguous, Found, IndexedTitle, NotFound, TitleIndex, find_film
from bot.ids import FilmId

HERE = Path(__file__).parent
FILMS_FILE = HERE.parents[1] / "data" / "films.json"


class Person(TypedDict):
    en: str
    ko: str | None


class Film(TypedDict):
    title_en: str
    title_ko: str
    title_romanised: str
    aka: list[str]
    year: int
    imdb_id: str | None
    tmdb_id: int | None
    directors: list[Person]
    cast: list[Person]


FILMS = cast("list[Film]", json.loads(FILMS_FILE.read_text("utf-8")))


def numbered_films() -> Iterator[tuple[FilmId, Film]]:
    return ((FilmId(number), film) for number, film in enumerate(FILMS, start=1))


def read_names() -> Iterator[IndexedTitle]:
    for key, film in numbered_films():
        yield IndexedTitle(key, film["title_en"], "english", film["year"])
        yield IndexedTitle(key, film["title_ko"], "hangul", film["year"])
        yield IndexedTitle(key, film["title_romanised"], "romanised", film["year"])
        yield from (IndexedTitle(key, other, "other", film["year"]) for other in film["aka"])


def read_ids() -> Iterator[tuple[str, FilmId]]:
    for key, film in numbered_films():
        if film["imdb_id"]:
            yield imdb_key(film["imdb_id"]), key
        if film["tmdb_id"]:
            yield tmdb_key(film["tmdb_id"]), key


def read_people() -> Iterator[tuple[str, FilmId]]:
    for key, film in numbered_films():
        for person in (*film["directors"], *film["cast"]):
            yield from ((name, key) for name in (person["en"], person["ko"]) if name)


def read_table(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


NAMES = tuple(read_names())
TITLE_INDEX = TitleIndex(NAMES, read_ids(), read_people())
TITLES = {kind: {name.film_id: name.text for name in NAMES if name.kind == kind} for kind in ("english", "hangul")}
FILM_OF = {name.text: name.film_id for name in NAMES if name.kind == "english"}
HOPE, CLASSIC, MIRACLE = FILM_OF["Hope"], FILM_OF["The Classic"], FILM_OF["Miracle in Cell No. 7"]
ONE, TWO = FilmId(1), FilmId(2)
"""The films in the small indexes that tests build."""
MIRACLE_IN_TURKEY, HOPE_OF_2019, CLASSIC_OF_2013 = map(FilmId, (901, 902, 903))
CROWDED_INDEX = TitleIndex(
    [
        *NAMES,
        IndexedTitle(MIRACLE_IN_TURKEY, "Miracle in Cell No. 7", "english", 2019),
        IndexedTitle(MIRACLE_IN_TURKEY, "7. Koğuştaki Mucize", "other", 2019),
        IndexedTitle(HOPE_OF_2019, "Hope", "english", 2019),
        IndexedTitle(CLASSIC_OF_2013, "The Classic", "english", 2013),
    ]
)


def certain_films(typed: str) -> tuple[int, ...]:
    match find_film(TITLE_INDEX, typed):
        case Found(film):
            return (film,)
        case Ambiguous(films):
            return films
        case NotFound():
            return ()


def typos(text: str, place: int) -> tuple[str, str, str]:
    before, letter, after = text[:place], text[place], text[place + 1 :]
    return before + after, before + letter * 2 + after, before + after[:1] + letter + after[1:]


def spelling_variants(text: str) -> Iterator[str]:
    yield text.upper()
    yield text.swapcase()
    yield text.replace(" ", "")
    yield " - ".join(text.split())
    yield f"  «{text}»…"
    yield text.replace("'", "’")
    yield unicodedata.normalize("NFD", text)
    yield "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    yield text.removeprefix("A ").removeprefix("The ")
