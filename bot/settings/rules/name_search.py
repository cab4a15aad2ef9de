"""Finding what was meant among things with several names, with forgiveness."""

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.core.text.cleaning import normalize

MAX_QUERY_LENGTH = 60
"""Characters; no country and no city has a longer name."""
MIN_SIMILARITY, MAX_SIMILAR = 80, 5
"""How alike a name must be to what was typed to count as a slip of the fingers, of 100; and how many may be."""
WORD_SEPARATORS = re.compile(r"[\s/_,()–-]+")


@dataclass(frozen=True, slots=True)
class NamedItem:
    """A thing by its names as they are written; `codes` count only when they were typed in full."""

    key: str
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameMatches:
    """The keys of what may have been meant, likeliest first.

    If `is_sure`, the first one is meant; if `is_guess`, nothing has such a name, and it may be a slip.
    """

    keys: tuple[str, ...]
    is_guess: bool = False
    is_unambiguous: bool = False


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Things by their folded names: by the whole name, and sorted by what follows from each beginning of a word."""

    positions: Mapping[str, int]
    keys_by_name_or_code: Mapping[str, Sequence[str]]
    sorted_suffixes: Sequence[tuple[str, str]]
    keys_by_name: Mapping[str, Sequence[str]]

    def named(self, wanted: str) -> tuple[str, ...]:
        """Return the things of exactly this folded name or code."""
        return self._in_order(self.keys_by_name_or_code.get(wanted, ()))

    def beginning(self, wanted: str) -> tuple[str, ...]:
        """Return the things that have this folded text at the beginning of a word of a name."""
        start = bisect.bisect_left(self.sorted_suffixes, (wanted, ""))
        found: list[str] = []
        while wanted and start < len(self.sorted_suffixes) and self.sorted_suffixes[start][0].startswith(wanted):
            found.append(self.sorted_suffixes[start][1])
            start += 1
        return self._in_order(found)

    def near(self, wanted: str) -> tuple[str, ...]:
        """Return the things with a name that is almost this folded text, nearest first; never of digits."""
        if any(c.isdigit() for c in wanted):
            return ()
        near = process.extract(
            wanted, self.keys_by_name.keys(), scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=MAX_SIMILAR
        )
        return tuple(dict.fromkeys(key for name, *_ in near for key in self._in_order(self.keys_by_name[name])))

    def _in_order(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(keys), key=self.positions.__getitem__))


def index_of(things: Sequence[NamedItem]) -> NameIndex:
    """Return the index of things, which keep their order."""
    whole: dict[str, list[str]] = {}
    spellings: dict[str, list[str]] = {}
    words: set[tuple[str, str]] = set()
    for thing in things:
        for name in thing.names:
            spellings.setdefault(fold(name), []).append(thing.key)
            words.update((tail, thing.key) for tail in _tails(name))
        for name in (*thing.names, *thing.codes):
            whole.setdefault(fold(name), []).append(thing.key)
    order = {thing.key: place for place, thing in enumerate(things)}
    return NameIndex(order, whole, sorted(words), spellings)


def fold(text: str) -> str:
    """What two writings of one name have in common: letters and digits, without case, accents and spaces."""
    return "".join(filter(str.isalnum, normalize("NFKD", text).casefold()))


def _tails(name: str) -> Iterator[str]:
    """What follows from each beginning of a word, folded: "southkorea" and "korea"."""
    words = [folded for word in WORD_SEPARATORS.split(name) if (folded := fold(word))]
    return ("".join(words[start:]) for start in range(len(words)))


def matches(typed: str, index: NameIndex) -> NameMatches:
    """Return the things of that very name, else those with a word that begins like that, else the nearest."""
    wanted = fold(typed) if len(typed) <= MAX_QUERY_LENGTH else ""
    if not wanted:
        return NameMatches(())
    if same := index.named(wanted):
        return NameMatches(same, is_unambiguous=len(same) == 1)
    if some := index.beginning(wanted):
        return NameMatches(some)
    return NameMatches(index.near(wanted), is_guess=True)
