"""What films and people are searched by, kept in memory: a search for words or a name reads no film's texts."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from bot.films.rules.film import Person
from bot.films.rules.joined_texts import JoinedTexts
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.search_terms import is_hangul_term, name_terms, phonetic_term, word_terms
from bot.ids import FilmId

MAX_PEOPLE = 25


class SearchedFilm(NamedTuple):
    """A film's titles, and its words by script, as `search_terms` writes them."""

    film_id: FilmId
    names: str
    words: str
    hangul: str


class SearchedPerson(NamedTuple):
    """A person's names, and both as `search_terms` writes them."""

    person_id: int
    name_en: str
    name_ko: str | None
    search_text: str


class SearchIndex:
    """The films that a server sees, saddest first, and their `people`, those with most films first."""

    def __init__(
        self, films: Sequence[SearchedFilm], people: Iterable[SearchedPerson], appearances: Iterable[tuple[int, FilmId]]
    ) -> None:
        self._film_ids = array("q", (film.film_id for film in films))
        self._names = JoinedTexts(film.names for film in films)
        self._words = JoinedTexts(film.words for film in films)
        self._hangul = JoinedTexts(film.hangul for film in films)
        films_of = _films_of_people([film.film_id for film in films], appearances)
        known = sorted(
            people, key=lambda person: (-len(films_of[person.person_id]), person.name_en, person.name_ko or "")
        )
        self.people = tuple(Person(person.name_en, person.name_ko) for person in known)
        self._people = JoinedTexts(person.search_text for person in known)
        self._films_of = tuple(films_of[person.person_id] for person in known)

    def __len__(self) -> int:
        """Return roughly how many bytes it takes."""
        return sum(map(len, (self._names, self._words, self._hangul, self._people)))

    def find(self, film_filter: FilmFilter) -> tuple[FilmId, ...]:
        """Return the films with the words and the person of a filter, those with the words in a title first."""
        words, person = film_filter.words, film_filter.person
        found = {*range(len(self._film_ids))} if words is None else self._with_words(words)
        if person is not None and found:
            found &= self._with_person(person)
        titled = self._titled(words or "")
        positions = sorted(found, key=lambda position: (position not in titled, position))
        return tuple(FilmId(self._film_ids[position]) for position in positions)

    def named(self, query: str) -> tuple[Person, ...]:
        """Return at most `MAX_PEOPLE` people by a partly typed name; those with most films if it is empty."""
        numbers = sorted(self._named(query)) if query.strip() else range(len(self.people))
        return tuple(self.people[number] for number in islice(numbers, MAX_PEOPLE))

    def _with_words(self, words: str) -> set[int]:
        return _containing_all(
            (self._hangul if is_hangul_term(term) else self._words, term) for term in word_terms(words)
        )

    def _titled(self, words: str) -> set[int]:
        return _containing_all((self._names, term) for term in word_terms(words))

    def _with_person(self, person: str) -> set[int]:
        return {position for number in self._named(person) for position in self._films_of[number]}

    def _named(self, query: str) -> set[int]:
        """Return the numbers of the people who have all of the names, by letters or by sound."""
        by_letters = _containing_all((self._people, term) for term in name_terms(query))
        sound = phonetic_term(query)
        return by_letters.union(self._people.containing(sound)) if sound else by_letters


def _films_of_people(
    film_ids: Iterable[FilmId], appearances: Iterable[tuple[int, FilmId]]
) -> "defaultdict[int, array[int]]":
    """Return the positions of each person's films, by the person's id."""
    positions = {film_id: position for position, film_id in enumerate(film_ids)}
    films_of: defaultdict[int, array[int]] = defaultdict(lambda: array("L"))
    for person_id, film_id in appearances:
        if film_id in positions:
            films_of[person_id].append(positions[film_id])
    return films_of


def _containing_all(terms: Iterable[tuple[JoinedTexts, str]]) -> set[int]:
    """Return the numbers of the texts that contain all terms, each looked for in its own column; none without terms."""
    found: set[int] | None = None
    for texts, term in terms:
        numbers = texts.containing(term)
        found = {*numbers} if found is None else found.intersection(numbers)
        if not found:
            break
    return found or set()
