"""The shelf: every name of every film, folded once and sorted so that one can be looked up fast.

Tens of thousands of names are kept as numbers and strings, not as objects of their own: now and then Python stops
everything to walk through its objects, and the more there are, the longer.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from bot.films.rules.normalization import hangul, romanization
from bot.films.rules.normalization.normalize import NormalizedText, join_words, normalize_initials, normalize_text
from bot.films.rules.normalization.spelling_variants import SpellingVariants

_AFTER_ALL = "\U0010ffff"
_END = "\n"


@dataclass(frozen=True, slots=True)
class FilmName:
    """One name of one film as it is written; its kind is english, hangul, romanised or other."""

    film: int
    text: str
    kind: str
    year: int


class Index:
    """Which places of the shelf bear a key, and which keys begin alike."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        self._places: dict[str, int | list[int]] = {}  # most keys have one place, and so no list
        for key, place in entries:
            self._add(key, place)
        self.keys = tuple(sorted(self._places))

    def _add(self, key: str, place: int) -> None:
        known = self._places.get(key)
        if known is None:
            self._places[key] = place
        elif isinstance(known, int):
            self._places[key] = [known, place]
        else:
            known.append(place)

    def at(self, key: str) -> Sequence[int]:
        """Give the places that bear this very key."""
        places = self._places.get(key, ())
        return (places,) if isinstance(places, int) else places

    def keys_starting(self, start: str) -> tuple[str, ...]:
        """Give the keys that begin so, in the order of the alphabet."""
        return self.keys[bisect_left(self.keys, start) : bisect_left(self.keys, start + _AFTER_ALL)]

    def starting(self, start: str) -> list[int]:
        """Give the places whose key begins so, each once, in the order of the shelf."""
        return sorted({place for key in self.keys_starting(start) for place in self.at(key)})

    def count_starting(self, start: str) -> int:
        """Count the places whose key begins so, roughly: those with several such keys count several times."""
        return sum(len(self.at(key)) for key in self.keys_starting(start))


class Text:
    """Keys as one text, in which a part of any of them is found at once."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        self._text = _END.join(keys)
        self._begins = array("L", accumulate((len(key) + len(_END) for key in keys), initial=0))

    def containing(self, part: str) -> Iterator[str]:
        """Give the keys in which the part stands, each once, in their order."""
        found = self._text.find(part)
        while found >= 0:
            number = bisect_right(self._begins, found) - 1
            yield self._keys[number]
            found = self._text.find(part, self._begins[number + 1])


class Lengths:
    """Keys by their length."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(sorted(keys, key=len))

    def between(self, shortest: int, longest: int) -> tuple[str, ...]:
        """Give the keys of a length between these two, both included."""
        first = bisect_left(self._keys, shortest, key=len)
        return self._keys[first : bisect_right(self._keys, longest, first, key=len)]


class _Entry(NamedTuple):
    """A name, with its folded words in one string."""

    film: int
    year: int
    kind: str
    text: str
    words: str

    @classmethod
    def of(cls, name: FilmName) -> "_Entry":
        return cls(name.film, name.year, name.kind, name.text, " ".join(normalize_text(name.text).words))

    @property
    def letters(self) -> int:
        return len(self.words) - self.words.count(" ")

    @property
    def is_foreign(self) -> bool:
        return self.kind != "english"


class Shelf:
    """All names in the order in which equally good ones are offered: English first, then short, then old.

    `ids` are the films' numbers elsewhere, `people` the names of who made them or plays in them; both lead to films.
    """

    def __init__(
        self, names: Iterable[FilmName], ids: Iterable[tuple[str, int]] = (), people: Iterable[tuple[str, int]] = ()
    ) -> None:
        entries = [_Entry.of(name) for name in names]
        for reason in ("film", "year", "letters", "is_foreign"):  # each weighs more than the ones before it
            entries.sort(key=attrgetter(reason))
        self.year_of = {entry.film: entry.year for entry in entries}
        self._films = array("q", (entry.film for entry in entries))
        self._kinds = tuple(entry.kind for entry in entries)
        self._words = tuple(entry.words for entry in entries)
        self.keys = Index(self._keys())
        self.words = Index((word, place) for place, words in enumerate(self._words) for word in words.split())
        spelled = tuple(_spelled(entries))
        self.spelled = Index((key, place) for text, place in spelled for key in normalize_text(text)[1:])
        self.initials = Index(_initials(entries, spelled))
        self.loose = Index((*self._loose(), *self._loose_spelled(spelled)))
        self.ids = Index(ids)
        self.people = Index((normalize_text(name).key, film) for name, film in people)
        self._text = Text(self.keys.keys)
        self._lengths = Lengths(self.keys.keys)
        self._latin = Lengths(key for key in self.keys.keys if not hangul.is_hangul(key))
        self._hangul = Lengths(filter(hangul.has_hangul, self.keys.keys))

    def __len__(self) -> int:
        return len(self._words)

    def folded(self, place: int) -> NormalizedText:
        """Give the name at this place, folded."""
        return join_words(tuple(self._words[place].split()))

    def film(self, place: int) -> int:
        """Give the film that stands at this place."""
        return self._films[place]

    def kind(self, place: int) -> str:
        """Give the kind of the name at this place."""
        return self._kinds[place]

    def films(self, places: Iterable[int]) -> tuple[int, ...]:
        """Give the films that stand at these places, each once."""
        return tuple(dict.fromkeys(map(self._films.__getitem__, places)))

    def is_romanised(self, place: int) -> bool:
        """Tell whether the name at this place is Korean in Latin letters, as far as can be seen."""
        return self._kinds[place] in {"romanised", "other"} and romanization.is_romanized_korean(self.folded(place).key)

    def keys_containing(self, part: str) -> Iterator[str]:
        """Give the keys in which a part stands, in the order of the alphabet."""
        return self._text.containing(part)

    def keys_of_length(self, shortest: int, longest: int) -> tuple[str, ...]:
        """Give all keys of a length between these two, both included."""
        return self._lengths.between(shortest, longest)

    def keys_alike(self, typed: str, shortest: int, longest: int) -> tuple[str, ...]:
        """Give those of them that may have most letters in common with the typed ones: none without their script."""
        if hangul.is_hangul(typed):
            return self._hangul.between(shortest, longest)
        return (self._lengths if hangul.has_hangul(typed) else self._latin).between(shortest, longest)

    def _keys(self) -> Iterator[tuple[str, int]]:
        for place in range(len(self)):
            name = self.folded(place)
            if name.key:
                yield name.key, place
            if name.key_without_article != name.key:
                yield name.key_without_article, place

    def _loose(self) -> Iterator[tuple[str, int]]:
        for place in filter(self.is_romanised, range(len(self))):
            yield romanization.phonetic_key(self.folded(place).key), place

    def _loose_spelled(self, spelled: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
        return (
            (romanization.phonetic_key(normalize_text(text).key), place)
            for text, place in spelled
            if self.is_romanised(place)
        )


def _spelled(entries: Iterable[_Entry]) -> Iterator[tuple[str, int]]:
    """Return the other spellings of names with a number, and the places of these names."""
    spellings = SpellingVariants()
    for place, entry in enumerate(entries):
        yield from ((text, place) for text in spellings.variants(entry.text, entry.kind))


def _initials(entries: Iterable[_Entry], spelled: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for place, entry in enumerate(entries):
        if hangul.has_hangul(entry.words):
            yield normalize_initials(entry.text), place
    for text, place in spelled:
        if hangul.has_hangul(normalize_text(text).key):
            yield normalize_initials(text), place
