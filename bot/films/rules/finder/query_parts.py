"""A title with more beside it: its second title, a year, a country, the word film."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.core.text.cleaning import normalize
from bot.films.rules.finder.exact_match import keys_one_edit_away, title_positions
from bot.films.rules.finder.extra_words import without_film
from bot.films.rules.finder.title_index import TitleIndex
from bot.films.rules.normalization.normalize import MAX_TITLE_LENGTH, normalize_text, title_year_readings

FEWEST_NAMES_FROM_ABROAD = 2  # "· TR" may be a namesake that we do not know, unless both titles are ours

_KOREA = "KR"
_BESIDE = re.compile(r"(?:^|\s)[·•・/](?:\s|$)|\|")  # not "MAL·MO·E"
_BRACKETS = re.compile(r"[()\[\]{}「」『』《》〈〉]")
_COUNTRY = re.compile(r"\s*([A-Z]{2}|kr)\s*")
_YEAR = re.compile(r"\W*((?:19|20)\d\d)년?\W*")


class Said(NamedTuple):
    """What one part of a text says: the places that bear it, a year, or neither ("Korean film")."""

    places: Sequence[int] = ()
    year: int | None = None


def films_by_parts(shelf: TitleIndex, text: str) -> tuple[int, ...]:
    """Give the films that every part of a text means; none as soon as a part says something that we do not know."""
    parts, country = _split_off_country(_cut(shelf, text))
    said = [_say(shelf, part) for part in parts]
    known = [part for part in said if part]
    names = [part.places for part in known if part.places]
    if len(known) < len(said) or not names or (country and len(names) < FEWEST_NAMES_FROM_ABROAD):
        return ()
    if keys_one_edit_away(shelf, normalize_text(text).key):
        return ()  # "Sado Movie" may be a slip of "Sad Movie"
    return _agreed(shelf, names, {part.year for part in known if part.year})


def _agreed(shelf: TitleIndex, names: Sequence[Sequence[int]], years: set[int]) -> tuple[int, ...]:
    """Give the films of all names and years; a by-name alone is too little: a "Korea movie" is not As One."""
    alone = len(names) + len(years) == 1
    of_names = [
        shelf.films_at(place for place in places if not (alone and _is_byname(shelf, place))) for places in names
    ]
    return tuple(
        film
        for film in of_names[0]
        if all(film in films for films in of_names) and years.issubset({shelf.year_of[film]})
    )


def _is_byname(shelf: TitleIndex, place: int) -> bool:
    return shelf.kind_at(place) == "other"


def _cut(shelf: TitleIndex, text: str) -> list[str]:
    """Cut at the marks that stand between two titles, and at brackets where these are no part of a name."""
    shown = normalize("NFKC", text) if len(text) <= MAX_TITLE_LENGTH else ""
    beside = ([part] if _say(shelf, part) else _BRACKETS.split(part) for part in _BESIDE.split(shown))
    return [part for parts in beside for part in parts if normalize_text(part).key]


def _split_off_country(parts: list[str]) -> tuple[list[str], str]:
    """Split off the country that ends our own suggestions; it says nothing new when it is Korea."""
    country = _COUNTRY.fullmatch(parts[-1]) if len(parts) > 1 else None
    if not country:
        return parts, ""
    return parts[:-1], country[1].upper().replace(_KOREA, "")


def _say(shelf: TitleIndex, part: str) -> Said | None:
    kept = without_film(part)
    if year := _YEAR.fullmatch(kept):
        return Said(year=int(year[1]))
    readings = ((title_positions(shelf, normalize_text(title)), year) for title, year in _readings((part, kept)))
    return next((Said(places, year) for places, year in readings if places), None if kept else Said())


def _readings(texts: Iterable[str]) -> Iterator[tuple[str, int | None]]:
    for text in texts:
        yield text, None
        yield from title_year_readings(text)
