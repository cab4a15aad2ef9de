"""The title index: every title of every film, normalised and sorted for fast lookup."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import Generic, TypeVar

from msgspec import Struct

from bot.films.rules.film import FilmSummary
from bot.films.rules.normalization import hangul, romanization
from bot.films.rules.normalization.normalize import NormalizedText, join_words, normalize_initials, normalize_text
from bot.films.rules.normalization.spelling_variants import SpellingVariants
from bot.ids import FilmId

_LAST_CHARACTER = "\U0010ffff"
_SEPARATOR = "\n"
_Position = TypeVar("_Position", bound=int)


class IndexedTitle(Struct, frozen=True):
    """A title of a film as written; `kind` is english, hangul, romanised or other."""

    film_id: FilmId
    text: str
    kind: str
    year: int
    country: str | None = None


class PrefixIndex(Generic[_Position]):
    """The positions of each key, with the keys sorted for lookup by prefix."""

    def __init__(self, entries: Iterable[tuple[str, _Position]]) -> None:
        found: dict[str, list[_Position]] = {}
        for key, position in entries:
            found.setdefault(key, []).append(position)
        # Numbers and tuples, most of them numbers: garbage collection skips a dictionary without lists.
        self._positions = {key: tuple(some) if len(some) > 1 else some[0] for key, some in found.items()}
        self.keys = tuple(sorted(self._positions))

    def positions(self, key: str) -> Sequence[_Position]:
        """Return the positions with exactly this key."""
        positions = self._positions.get(key, ())
        return (positions,) if isinstance(positions, int) else positions

    def keys_with_prefix(self, prefix: str) -> tuple[str, ...]:
        """Return the keys that start with `prefix`, in code point order."""
        return self.keys[bisect_left(self.keys, prefix) : bisect_left(self.keys, prefix + _LAST_CHARACTER)]

    def positions_with_prefix(self, prefix: str) -> list[_Position]:
        """Return the distinct positions with a key that starts with `prefix`, in index order."""
        return sorted({position for key in self.keys_with_prefix(prefix) for position in self.positions(key)})

    def count_with_prefix(self, prefix: str) -> int:
        """Estimate how many positions have a key with `prefix`; a position with several such keys counts repeatedly."""
        return sum(len(self.positions(key)) for key in self.keys_with_prefix(prefix))


class SubstringIndex:
    """Keys joined into one string for fast substring search."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        self._text = _SEPARATOR.join(keys)
        self._starts = array("L", accumulate((len(key) + len(_SEPARATOR) for key in keys), initial=0))

    def containing(self, part: str) -> Iterator[str]:
        """Yield the keys that contain `part`, each once, in order."""
        offset = self._text.find(part)
        while offset >= 0:
            number = bisect_right(self._starts, offset) - 1
            yield self._keys[number]
            offset = self._text.find(part, self._starts[number + 1])


class LengthIndex:
    """Keys sorted by length."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(sorted(keys, key=len))

    def between(self, shortest: int, longest: int) -> tuple[str, ...]:
        """Return the keys with a length from `shortest` to `longest`, inclusive."""
        first = bisect_left(self._keys, shortest, key=len)
        return self._keys[first : bisect_right(self._keys, longest, first, key=len)]


class _IndexEntry(Struct, frozen=True):
    """A title with its normalised words, joined by spaces."""

    film: FilmId
    year: int
    kind: str
    text: str
    words: str

    @classmethod
    def of(cls, title: IndexedTitle) -> "_IndexEntry":
        return cls(title.film_id, title.year, title.kind, title.text, " ".join(normalize_text(title.text).words))

    @property
    def letters(self) -> int:
        return len(self.words) - self.words.count(" ")

    @property
    def is_not_english(self) -> bool:
        return self.kind != "english"


class TitleIndex:
    """All titles, sorted: English ones first, then short before long, then old before new.

    `ids` and `people` hold the ids of films instead of positions.
    """

    def __init__(
        self,
        titles: Iterable[IndexedTitle],
        ids: Iterable[tuple[str, FilmId]] = (),
        people: Iterable[tuple[str, FilmId]] = (),
    ) -> None:
        titles = tuple(titles)
        self._headings = _headings(titles)
        entries = [_IndexEntry.of(title) for title in titles]
        for attribute in ("film", "year", "letters", "is_not_english"):  # sorts are stable, so the last matters most
            entries.sort(key=attrgetter(attribute))
        self.year_of = {entry.film: entry.year for entry in entries}
        # No tuple or Struct per title: garbage collection pauses grow with the number of tracked objects.
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
        """Return the normalised title at `position`."""
        return join_words(tuple(self._words[position].split()))

    def words_at(self, position: int) -> str:
        """Return the normalised words of the title at `position`, separated by spaces."""
        return self._words[position]

    def film_at(self, position: int) -> FilmId:
        """Return the id of the film at `position`."""
        return FilmId(self._film_ids[position])

    def kind_at(self, position: int) -> str:
        """Return the kind of the title at `position`."""
        return self._kinds[position]

    def summary(self, film_id: FilmId) -> FilmSummary:
        """Return what a list shows about a film of the index."""
        return FilmSummary(film_id, *self._headings[film_id])

    def films_at(self, positions: Iterable[int]) -> tuple[FilmId, ...]:
        """Return the distinct ids of the films at `positions`."""
        return tuple(map(FilmId, dict.fromkeys(map(self._film_ids.__getitem__, positions))))

    def is_romanized(self, position: int) -> bool:
        """Return whether the title at `position` looks like romanised Korean."""
        return self._kinds[position] in {"romanised", "other"} and romanization.is_romanized_korean(
            self.normalized(position).key
        )

    def keys_containing(self, part: str) -> Iterator[str]:
        """Return the keys that contain `part`, in code point order."""
        return self._substrings.containing(part)

    def keys_of_length(self, shortest: int, longest: int) -> tuple[str, ...]:
        """Return the keys with a length from `shortest` to `longest`, inclusive."""
        return self._by_length.between(shortest, longest)

    def comparable_keys(self, query: str, shortest: int, longest: int) -> tuple[str, ...]:
        """Return the keys in this range of lengths that share a script with `query`."""
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


def _headings(titles: Sequence[IndexedTitle]) -> Mapping[FilmId, tuple[str, str | None, int, str | None]]:
    """Return each film's first titles in English and in Hangul, its year and its country."""
    first: dict[tuple[FilmId, str], str] = {}
    for title in titles:
        first.setdefault((title.film_id, title.kind), title.text)
    return {
        film: (first.get((film, "english"), ""), first.get((film, "hangul")), title.year, title.country)
        for film, title in {title.film_id: title for title in titles}.items()
    }


def _variants(entries: Iterable[_IndexEntry]) -> Iterator[tuple[str, int]]:
    """Yield the other spellings of titles that contain a number, each with the position of its title."""
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
