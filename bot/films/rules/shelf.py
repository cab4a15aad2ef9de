"""The shelf: every name of every film, folded once and sorted so that one can be looked up fast."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.films.rules import hangul, romanisation
from bot.films.rules.folding import Folded, fold, fold_initials

_AFTER_ALL = "\U0010ffff"


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
        self._places: dict[str, list[int]] = {}
        for key, place in entries:
            self._places.setdefault(key, []).append(place)
        self.keys = tuple(sorted(self._places))

    def at(self, key: str) -> Sequence[int]:
        """Give the places that bear this very key."""
        return self._places.get(key, ())

    def keys_starting(self, start: str) -> tuple[str, ...]:
        """Give the keys that begin so, in the order of the alphabet."""
        return self.keys[bisect_left(self.keys, start) : bisect_left(self.keys, start + _AFTER_ALL)]

    def starting(self, start: str) -> list[int]:
        """Give the places whose key begins so, each once, in the order of the shelf."""
        return sorted({place for key in self.keys_starting(start) for place in self._places[key]})


class Shelf:
    """All names in the order in which equally good ones are offered: English first, then short, then old."""

    def __init__(self, names: Iterable[FilmName]) -> None:
        folded = sorted(((name, fold(name.text)) for name in names), key=_preference)
        self.names = tuple(name for name, _ in folded)
        self.folded = tuple(folds for _, folds in folded)
        self.year_of = {name.film: name.year for name in self.names}
        self.keys = Index(_keys(self.folded))
        self.words = Index((word, place) for place, name in enumerate(self.folded) for word in name.words)
        self.initials = Index(_initials(self.names, self.folded))
        self.loose = Index(_loose(self.names, self.folded))
        self._by_length = tuple(sorted(self.keys.keys, key=len))

    def keys_of_length(self, shortest: int, longest: int) -> tuple[str, ...]:
        """Give all keys of a length between these two, both included."""
        first = bisect_left(self._by_length, shortest, key=len)
        return self._by_length[first : bisect_left(self._by_length, longest + 1, key=len)]

    def films(self, places: Iterable[int]) -> tuple[int, ...]:
        """Give the films that stand at these places, each once."""
        return tuple(dict.fromkeys(self.names[place].film for place in places))

    def is_romanised(self, place: int) -> bool:
        """Tell whether the name at this place is Korean in Latin letters, as far as can be seen."""
        return _is_romanised(self.names[place], self.folded[place])


def _preference(entry: tuple[FilmName, Folded]) -> tuple[bool, int, int, int]:
    name, folded = entry
    return name.kind != "english", len(folded.key), name.year, name.film


def _keys(folded: Iterable[Folded]) -> Iterator[tuple[str, int]]:
    for place, name in enumerate(folded):
        if name.key:
            yield name.key, place
        if name.bare != name.key:
            yield name.bare, place


def _initials(names: Iterable[FilmName], folded: Iterable[Folded]) -> Iterator[tuple[str, int]]:
    for place, (name, folds) in enumerate(zip(names, folded, strict=True)):
        if hangul.has_hangul(folds.key):
            yield fold_initials(name.text), place


def _loose(names: Iterable[FilmName], folded: Iterable[Folded]) -> Iterator[tuple[str, int]]:
    for place, (name, folds) in enumerate(zip(names, folded, strict=True)):
        if _is_romanised(name, folds):
            yield romanisation.loosen(folds.key), place


def _is_romanised(name: FilmName, folded: Folded) -> bool:
    return name.kind in {"romanised", "other"} and romanisation.reads_as_korean(folded.key)
