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

_LAST_CHARACTER = "\U0010ffff"
_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class IndexedTitle:
    """One name of one film as it is written; its kind is english, hangul, romanised or other."""

    film_id: int
    text: str
    kind: str
    year: int


class PrefixIndex:
    """Which places of the shelf bear a key, and which keys begin alike."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        self._positions: dict[str, int | list[int]] = {}  # most keys have one place, and so no list
        for key, position in entries:
            self._add(key, position)
        self.keys = tuple(sorted(self._positions))

    def _add(self, key: str, position: int) -> None:
        known = self._positions.get(key)
        if known is None:
            self._positions[key] = position
        elif isinstance(known, int):
            self._positions[key] = [known, position]
        else:
            known.append(position)

    def positions(self, key: str) -> Sequence[int]:
        """Give the places that bear this very key."""
        positions = self._positions.get(key, ())
        return (positions,) if isinstance(positions, int) else positions

    def keys_with_prefix(self, prefix: str) -> tuple[str, ...]:
        """Give the keys that begin so, in the order of the alphabet."""
        return self.keys[bisect_left(self.keys, prefix) : bisect_left(self.keys, prefix + _LAST_CHARACTER)]

    def positions_with_prefix(self, prefix: str) -> list[int]:
        """Give the places whose key begins so, each once, in the order of the shelf."""
        return sorted({position for key in self.keys_with_prefix(prefix) for position in self.positions(key)})

    def count_with_prefix(self, prefix: str) -> int:
        """Count the places whose key begins so, roughly: those with several such keys count several times."""
        return sum(len(self.positions(key)) for key in self.keys_with_prefix(prefix))


class SubstringIndex:
    """Keys as one text, in which a part of any of them is found at once."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        self._text = _SEPARATOR.join(keys)
        self._starts = array("L", accumulate((len(key) + len(_SEPARATOR) for key in keys), initial=0))

    def containing(self, part: str) -> Iterator[str]:
        """Give the keys in which the part stands, each once, in their order."""
        found = self._text.find(part)
        while found >= 0:
            number = bisect_right(self._starts, found) - 1
            yield self._keys[number]
            found = self._text.find(part, self._starts[number + 1])


class LengthIndex:
    """Keys by their length."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(sorted(keys, key=len))

    def between(self, shortest: int, longest: int) -> tuple[str, ...]:
        """Give the keys of a length between these two, both included."""
        first = bisect_left(self._keys, shortest, key=len)
        return self._keys[first : bisect_right(self._keys, longest, first, key=len)]


class _IndexEntry(NamedTuple):
    """A name, with its folded words in one string."""

    film: int
    year: int
    kind: str
    text: str
    words: str

    @classmethod
    def of(cls, name: IndexedTitle) -> "_IndexEntry":
        return cls(name.film_id, name.year, name.kind, name.text, " ".join(normalize_text(name.text).words))

    @property
    def letters(self) -> int:
        return len(self.words) - self.words.count(" ")

    @property
    def is_foreign(self) -> bool:
        return self.kind != "english"


class TitleIndex:
    """All names in the order in which equally good ones are offered: English first, then short, then old.

    `ids` are the films' numbers elsewhere, `people` the names of who made them or plays in them; both lead to films.
    """

    def __init__(
        self, names: Iterable[IndexedTitle], ids: Iterable[tuple[str, int]] = (), people: Iterable[tuple[str, int]] = ()
    ) -> None:
        entries = [_IndexEntry.of(name) for name in names]
        for attribute in ("film", "year", "letters", "is_foreign"):  # each weighs more than the ones before it
            entries.sort(key=attrgetter(attribute))
        self.year_of = {entry.film: entry.year for entry in entries}
        self._film_ids = array("q", (entry.film for entry in entries))
        self._kinds = tuple(entry.kind for entry in entries)
        self._words = tuple(entry.words for entry in entries)
        self.keys = PrefixIndex(self._title_keys())
        self.words = PrefixIndex(
            (word, position) for position, words in enumerate(self._words) for word in words.split()
        )
        variants = tuple(_variants(entries))
        self.variants = PrefixIndex((key, position) for text, position in variants for key in normalize_text(text)[1:])
        self.initials = PrefixIndex(_initials_keys(entries, variants))
        self.phonetic = PrefixIndex((*self._phonetic_keys(), *self._phonetic_variant_keys(variants)))
        self.ids = PrefixIndex(ids)
        self.people = PrefixIndex((normalize_text(name).key, film) for name, film in people)
        self._substrings = SubstringIndex(self.keys.keys)
        self._by_length = LengthIndex(self.keys.keys)
        self._latin_by_length = LengthIndex(key for key in self.keys.keys if not hangul.is_hangul(key))
        self._hangul_by_length = LengthIndex(filter(hangul.has_hangul, self.keys.keys))

    def __len__(self) -> int:
        return len(self._words)

    def normalized(self, position: int) -> NormalizedText:
        """Give the name at this place, folded."""
        return join_words(tuple(self._words[position].split()))

    def film_at(self, position: int) -> int:
        """Give the film that stands at this place."""
        return self._film_ids[position]

    def kind_at(self, position: int) -> str:
        """Give the kind of the name at this place."""
        return self._kinds[position]

    def films_at(self, positions: Iterable[int]) -> tuple[int, ...]:
        """Give the films that stand at these places, each once."""
        return tuple(dict.fromkeys(map(self._film_ids.__getitem__, positions)))

    def is_romanized(self, position: int) -> bool:
        """Tell whether the name at this place is Korean in Latin letters, as far as can be seen."""
        return self._kinds[position] in {"romanised", "other"} and romanization.is_romanized_korean(
            self.normalized(position).key
        )

    def keys_containing(self, part: str) -> Iterator[str]:
        """Give the keys in which a part stands, in the order of the alphabet."""
        return self._substrings.containing(part)

    def keys_of_length(self, shortest: int, longest: int) -> tuple[str, ...]:
        """Give all keys of a length between these two, both included."""
        return self._by_length.between(shortest, longest)

    def comparable_keys(self, query: str, shortest: int, longest: int) -> tuple[str, ...]:
        """Give those of them that may have most letters in common with the typed ones: none without their script."""
        if hangul.is_hangul(query):
            return self._hangul_by_length.between(shortest, longest)
        return (self._by_length if hangul.has_hangul(query) else self._latin_by_length).between(shortest, longest)

    def _title_keys(self) -> Iterator[tuple[str, int]]:
        for position in range(len(self)):
            name = self.normalized(position)
            if name.key:
                yield name.key, position
            if name.key_without_article != name.key:
                yield name.key_without_article, position

    def _phonetic_keys(self) -> Iterator[tuple[str, int]]:
        for position in filter(self.is_romanized, range(len(self))):
            yield romanization.phonetic_key(self.normalized(position).key), position

    def _phonetic_variant_keys(self, variants: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
        return (
            (romanization.phonetic_key(normalize_text(text).key), position)
            for text, position in variants
            if self.is_romanized(position)
        )


def _variants(entries: Iterable[_IndexEntry]) -> Iterator[tuple[str, int]]:
    """Return the other spellings of names with a number, and the places of these names."""
    spellings = SpellingVariants()
    for position, entry in enumerate(entries):
        yield from ((text, position) for text in spellings.variants(entry.text, entry.kind))


def _initials_keys(entries: Iterable[_IndexEntry], variants: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for position, entry in enumerate(entries):
        if hangul.has_hangul(entry.words):
            yield normalize_initials(entry.text), position
    for text, position in variants:
        if hangul.has_hangul(normalize_text(text).key):
            yield normalize_initials(text), position
