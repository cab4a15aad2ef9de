"""An index of films and people in memory, so that a search for words or a name reads no texts from the database."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from bot.films.rules.film import Person
from bot.films.rules.search.search_terms import is_hangul_term, name_terms, phonetic_term, word_terms
from bot.ids import FilmId

MAX_PEOPLE = 25
MAX_CACHED_RESULTS = 4
"""The number of cached results; after a search that finds nothing, the same texts are looked up again."""
Numbers: TypeAlias = Sequence[int]


class SearchedFilm(Struct, frozen=True):
    """The titles of a film, and its words by script, in the form that `search_terms` produces."""

    film_id: FilmId
    names: str
    words: str
    hangul: str


class SearchedPerson(Struct, frozen=True):
    """The names of a person, and their searchable form, which `search_terms` produces."""

    person_id: int
    name_en: str
    name_ko: str | None
    search_text: str


class SearchIndex:
    """The films that a server sees, saddest first, and their `people`, those with the most films first.

    Films and people are numbered in this order.
    """

    def __init__(
        self, films: Sequence[SearchedFilm], people: Iterable[SearchedPerson], appearances: Iterable[tuple[int, FilmId]]
    ) -> None:
        self._film_ids = array("q", (film.film_id for film in films))
        self._names = tuple(film.names for film in films)
        self._words = tuple(film.words for film in films)
        self._hangul = tuple(film.hangul for film in films)
        films_of = _films_of_people(films, appearances)
        ranked = sorted(people, key=lambda one: (-len(films_of[one.person_id]), one.name_en, one.name_ko or ""))
        self.people = tuple(Person(person.name_en, person.name_ko) for person in ranked)
        self._search_texts = tuple(person.search_text for person in ranked)
        self._films_of = tuple(films_of[person.person_id] for person in ranked)
        self.find = lru_cache(MAX_CACHED_RESULTS)(self._find)
        """Returns the ids of films that match `words` and `person` (None means any), title matches first."""

    @property
    def size(self) -> int:
        """The number of characters in its texts."""
        return sum(
            len(text) for texts in (self._names, self._words, self._hangul, self._search_texts) for text in texts
        )

    def _find(self, words: str | None, person: str | None) -> tuple[FilmId, ...]:
        found: Numbers = range(len(self._film_ids))
        if words is not None:
            found = self._with_words(found, word_terms(words))
        if person is not None:
            films = {film for match in self._match_people(person) for film in self._films_of[match]}
            found = [number for number in found if number in films]
        return tuple(FilmId(self._film_ids[number]) for number in found)

    def find_people(self, query: str) -> tuple[Person, ...]:
        """Return at most `MAX_PEOPLE` people whom a name may mean; for an empty name, those with the most films."""
        numbers = self._match_people(query) if query.strip() else range(len(self.people))
        return tuple(self.people[number] for number in numbers[:MAX_PEOPLE])

    def _with_words(self, numbers: Numbers, terms: Sequence[str]) -> Numbers:
        """Return the numbers of the films with all the terms; films with all the terms in their titles come first.

        Without terms, return none.
        """
        if not terms:
            return ()
        for term in terms:
            numbers = _containing(self._hangul if is_hangul_term(term) else self._words, term, numbers)
        titled = numbers
        for term in terms:
            titled = _containing(self._names, term, titled)
        in_title = {*titled}
        return [*titled, *(number for number in numbers if number not in in_title)]

    def _match_people(self, query: str) -> Numbers:
        """Return the numbers of the people whose names match the query by letters or by sound."""
        terms, sound, everybody = name_terms(query), phonetic_term(query), range(len(self.people))
        named: Numbers = everybody if terms else ()
        for term in terms:
            named = _containing(self._search_texts, term, named)
        return named if sound is None else sorted({*named, *_containing(self._search_texts, sound, everybody)})


def _containing(texts: Sequence[str], part: str, numbers: Numbers) -> Numbers:
    """Return the numbers of the texts that contain `part`, out of `numbers`."""
    return [number for number in numbers if part in texts[number]]


def _films_of_people(
    films: Iterable[SearchedFilm], appearances: Iterable[tuple[int, FilmId]]
) -> Mapping[int, "array[int]"]:
    """Return the numbers of each person's films, by the person's id."""
    number_of = {film.film_id: number for number, film in enumerate(films)}
    films_of: defaultdict[int, array[int]] = defaultdict(lambda: array("L"))
    for person_id, film_id in appearances:
        if film_id in number_of:
            films_of[person_id].append(number_of[film_id])
    return films_of
