"""Matches a title that is typed with details: its second title, a year, a country or the word "film"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.core.text.cleaning import normalize
from bot.films.rules.finder.exact_match import keys_one_edit_away, title_positions
from bot.films.rules.finder.extra_words import strip_film_words
from bot.films.rules.finder.title_index import TitleIndex
from bot.films.rules.normalization.normalize import MAX_TITLE_LENGTH, normalize_text, title_year_readings
from bot.ids import FilmId

# One title and a country, as in "Hope · TR", may mean another country's film with that title.
MIN_TITLES_WITH_COUNTRY = 2

_KOREA = "KR"
_TITLE_SEPARATOR = re.compile(r"(?:^|\s)[·•・/](?:\s|$)|\|")  # does not split "MAL·MO·E"
_BRACKETS = re.compile(r"[()\[\]{}「」『』《》〈〉]")
_COUNTRY = re.compile(r"\s*([A-Z]{2}|kr)\s*")
_YEAR = re.compile(r"\W*((?:19|20)\d\d)년?\W*")


class PartMeaning(NamedTuple):
    """What a part of a query means: title positions, a year, both, or nothing specific ("Korean film")."""

    positions: Sequence[int] = ()
    year: int | None = None


def match_by_parts(title_index: TitleIndex, text: str) -> tuple[FilmId, ...]:
    """Return the films that match every part of `text`, or none if a part is unknown or the text may be a typo."""
    parts, country = _split_off_country(_split_parts(title_index, text))
    meanings = [_interpret(title_index, part) for part in parts]
    understood = [part for part in meanings if part]
    names = [part.positions for part in understood if part.positions]
    if len(understood) < len(meanings) or not names or (country and len(names) < MIN_TITLES_WITH_COUNTRY):
        return ()
    if keys_one_edit_away(title_index, normalize_text(text).key):
        return ()  # "Sado Movie" may be a typo of "Sad Movie"
    return _films_matching_all(title_index, names, {part.year for part in understood if part.year})


def _films_matching_all(
    title_index: TitleIndex, title_positions_by_part: Sequence[Sequence[int]], years: set[int]
) -> tuple[FilmId, ...]:
    """Return the films that have all of the titles and years."""
    # An alternative title alone is not enough: "Korea movie" is not As One.
    is_single = len(title_positions_by_part) + len(years) == 1
    films_by_title = [
        title_index.films_at(
            position for position in positions if not (is_single and _is_alternative_title(title_index, position))
        )
        for positions in title_positions_by_part
    ]
    return tuple(
        film
        for film in films_by_title[0]
        if all(film in films for films in films_by_title) and years.issubset({title_index.year_of[film]})
    )


def _is_alternative_title(title_index: TitleIndex, position: int) -> bool:
    return title_index.kind_at(position) == "other"


def _split_parts(title_index: TitleIndex, text: str) -> list[str]:
    """Split the text at title separators, and at brackets that are not part of a title."""
    text_nfkc = normalize("NFKC", text) if len(text) <= MAX_TITLE_LENGTH else ""
    sections = (
        [part] if _interpret(title_index, part) else _BRACKETS.split(part) for part in _TITLE_SEPARATOR.split(text_nfkc)
    )
    return [part for parts in sections for part in parts if normalize_text(part).key]


def _split_off_country(parts: list[str]) -> tuple[list[str], str]:
    """Split off the country code at the end, as suggestions have it; it is empty for Korea or if there is none."""
    country = _COUNTRY.fullmatch(parts[-1]) if len(parts) > 1 else None
    if not country:
        return parts, ""
    return parts[:-1], country[1].upper().replace(_KOREA, "")


def _interpret(title_index: TitleIndex, part: str) -> PartMeaning | None:
    stripped = strip_film_words(part)
    if year := _YEAR.fullmatch(stripped):
        return PartMeaning(year=int(year[1]))
    readings = (
        (title_positions(title_index, normalize_text(title)), year) for title, year in _readings((part, stripped))
    )
    return next(
        (PartMeaning(positions, year) for positions, year in readings if positions), None if stripped else PartMeaning()
    )


def _readings(texts: Iterable[str]) -> Iterator[tuple[str, int | None]]:
    for text in texts:
        yield text, None
        yield from title_year_readings(text)
