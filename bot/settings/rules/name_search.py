"""Finds which of several named items a person means, despite typos."""

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from bot.core.text.cleaning import normalize

MAX_QUERY_LENGTH = 60
"""In characters; no name of a country or city in our data is longer."""
MIN_SIMILARITY, MAX_SIMILAR = 80, 5
"""The least similarity (of 100) for a text to count as a typo of a name, and the most such names returned."""
WORD_SEPARATORS = re.compile(r"[\s/_,()–-]+")


class NamedItem(Struct, frozen=True):
    """An item with its names, of which a part can match, and its codes, which must match completely."""

    key: str
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()


class NameMatches(Struct, frozen=True):
    """The keys of possible matches, best first.

    With `is_unambiguous`, the first match is certain; with `is_guess`, the matches only have similar names.
    """

    keys: tuple[str, ...]
    is_guess: bool = False
    is_unambiguous: bool = False


class NameIndex(Struct, frozen=True):
    """The keys of items by normalised name or code.

    `sorted_suffixes` contains each suffix of a name that begins at a word, with the item's key. `positions` determines
    the order of results.
    """

    positions: Mapping[str, int]
    keys_by_name_or_code: Mapping[str, Sequence[str]]
    sorted_suffixes: Sequence[tuple[str, str]]
    keys_by_name: Mapping[str, Sequence[str]]

    def find_exact(self, normalized: str) -> tuple[str, ...]:
        """Return the keys of the items with exactly this normalised name or code."""
        return self._sort(self.keys_by_name_or_code.get(normalized, ()))

    def find_by_prefix(self, normalized: str) -> tuple[str, ...]:
        """Return the keys of the items with a name in which this normalised text begins at a word."""
        start = bisect.bisect_left(self.sorted_suffixes, (normalized, ""))
        found: list[str] = []
        while (
            normalized and start < len(self.sorted_suffixes) and self.sorted_suffixes[start][0].startswith(normalized)
        ):
            found.append(self.sorted_suffixes[start][1])
            start += 1
        return self._sort(found)

    def find_similar(self, normalized: str) -> tuple[str, ...]:
        """Return the keys of the items with a similar name, the most similar first; none for a text with digits."""
        if any(c.isdigit() for c in normalized):
            return ()
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # 0.02 s and 3 MB, so that the bot starts faster

        similar = process.extract(
            normalized, self.keys_by_name.keys(), scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=MAX_SIMILAR
        )
        return tuple(dict.fromkeys(key for name, *_ in similar for key in self._sort(self.keys_by_name[name])))

    def _sort(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(keys), key=self.positions.__getitem__))


def build_index(items: Sequence[NamedItem]) -> NameIndex:
    """Return an index whose results keep the order of the items."""
    keys_by_name_or_code: dict[str, list[str]] = {}
    keys_by_name: dict[str, list[str]] = {}
    suffixes: set[tuple[str, str]] = set()
    for item in items:
        for name in item.names:
            keys_by_name.setdefault(normalize_name(name), []).append(item.key)
            suffixes.update((suffix, item.key) for suffix in _word_suffixes(name))
        for name in (*item.names, *item.codes):
            keys_by_name_or_code.setdefault(normalize_name(name), []).append(item.key)
    positions = {item.key: position for position, item in enumerate(items)}
    return NameIndex(positions, keys_by_name_or_code, sorted(suffixes), keys_by_name)


def normalize_name(text: str) -> str:
    """Return only the letters and digits of a name, without case and accents, so that spellings compare equal."""
    return "".join(filter(str.isalnum, normalize("NFKD", text).casefold()))


def _word_suffixes(name: str) -> Iterator[str]:
    """Yield the normalised suffixes of a name that begin at a word, such as "southkorea" and "korea"."""
    words = [folded for word in WORD_SEPARATORS.split(name) if (folded := normalize_name(word))]
    return ("".join(words[start:]) for start in range(len(words)))


def search_names(query: str, index: NameIndex) -> NameMatches:
    """Find the items whose name or code is `query`.

    If there are none, find those with a name in which `query` begins at a word, or else those with a similar name.
    """
    normalized = normalize_name(query) if len(query) <= MAX_QUERY_LENGTH else ""
    if not normalized:
        return NameMatches(())
    if exact := index.find_exact(normalized):
        return NameMatches(exact, is_unambiguous=len(exact) == 1)
    if by_prefix := index.find_by_prefix(normalized):
        return NameMatches(by_prefix)
    return NameMatches(index.find_similar(normalized), is_guess=True)
