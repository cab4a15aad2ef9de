"""Typos in titles: swapped, doubled and missing letters, and which of these are forgiven."""

import re
from itertools import takewhile
from typing import Final

from bot.films.rules.normalization import hangul
from bot.films.rules.normalization.normalize import NormalizedText

# Lengths exclude a leading article. A typo in a shorter title or word may turn it into another one.
MIN_LETTERS = 5  # of a title: "Snuny" is Sunny, but "Hpoe" could be several words
MIN_LETTERS_OF_WORD = 6  # as typed, beside other words: "Miss Bake", "Ass One" and "My Lovely Angle" also make sense
EXTRA_LETTERS_IF_ONE_IS_MISSING = 1  # a missing letter often leaves another word: "My Annoying Bother"
FEWER_LETTERS_IF_ONLY_WORD = 1  # "Harmny" matches Harmony, but "Bride" does not match Bridge
MIN_LETTERS_TO_OMIT_LAST = 16  # of a title, to forgive a missing last letter of a word: "Silence" is not Silenced
MIN_LETTERS_ROMANIZED = 8  # romanised syllables are similar: "Soowon" may be the city of Suwon, not Sowon
MIN_SYLLABLES_WITH_STRAY_JAMO = 3  # as in "하ㅏ모니"
MIN_SYLLABLES_WITHOUT_STRAY_JAMO = 7  # the typo may be a word: "마약에 우리" is not 만약에 우리

_PART = re.compile(r"\w*\d\w*|[ivx]+")  # "7", "20th", "ii": a different number means a different film
_FIRST, _PART_MARK, _LAST, _INSIDE = "^#|."
_FIXED: Final = frozenset(_FIRST + _PART_MARK)


def is_latin_typo(name: NormalizedText, key: str, query: str, *, romanized: bool) -> bool:
    """Return whether `query` is `key` with one forgivable typo; `key` is the title with or without its article."""
    letters = len(name.key_without_article)
    if letters < (MIN_LETTERS_ROMANIZED if romanized else MIN_LETTERS):
        return False
    roles, left_out = _letter_roles(name, key), missing_positions(key, query)
    positions = left_out or swapped_positions(key, query) or doubled_positions(key, query)
    if not _are_in_long_words(name, key, positions, len(query) - len(key)):
        return False
    return _can_be_omitted(roles, left_out, letters) if left_out else _can_change(roles, positions)


def is_hangul_typo(name: NormalizedText, key: str, query: str, *, has_stray: bool) -> bool:
    """Return whether `query` is `key` with one forgivable typo; `has_stray` means a jamo outside a syllable."""
    if hangul.count_syllables(key) < (MIN_SYLLABLES_WITH_STRAY_JAMO if has_stray else MIN_SYLLABLES_WITHOUT_STRAY_JAMO):
        return False
    positions = swapped_positions(key, query) or doubled_positions(key, query) or missing_positions(key, query)
    return _can_change(_letter_roles(name, key), positions) and all(
        hangul.has_hangul(key[position]) for position in positions
    )


def swapped_positions(name: str, query: str) -> tuple[int, ...]:
    """Return the two adjacent positions of `name` that are swapped in `query`, or an empty tuple."""
    start = _common_prefix_length(name, query)
    restored = query[:start] + query[start : start + 2][::-1] + query[start + 2 :]
    return (start, start + 1) if query != name == restored else ()


def doubled_positions(name: str, query: str) -> tuple[int, ...]:
    """Return the positions of the letter of `name` that `query` repeats once too often, or an empty tuple."""
    return missing_positions(query, name)[:-1]


def missing_positions(name: str, query: str) -> tuple[int, ...]:
    """Return the positions of the letter of `name` that `query` lacks, or an empty tuple.

    For "princes", these are the positions of both last letters of "princess".
    """
    start = _common_prefix_length(name, query)
    if len(name) != len(query) + 1 or name[start + 1 :] != query[start:]:
        return ()
    same_before = sum(1 for _ in takewhile(lambda letter: letter == name[start], reversed(name[:start])))
    return tuple(range(start - same_before, start + 1))


def _common_prefix_length(left: str, right: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def _letter_roles(name: NormalizedText, key: str) -> str:
    """Return each letter's role: first of the title or a Latin word, part of a number, last, or inside."""
    roles = "".join(map(_word_roles, _title_words(name, key)))
    return roles if roles[0] == _PART_MARK else _FIRST + roles[1:]


def _word_roles(word: str) -> str:
    if _PART.fullmatch(word):
        return _PART_MARK * len(word)
    if hangul.has_hangul(word):
        return _INSIDE * len(word)
    return (_FIRST + _INSIDE * (len(word) - 2) + _LAST)[: len(word)]


def _are_in_long_words(name: NormalizedText, key: str, positions: tuple[int, ...], added: int) -> bool:
    """Return whether the words at `positions` are, as typed, too long to be other words by chance."""
    words = _title_words(name, key)
    is_only_word = len(words) == (1 if key == name.key_without_article else 2)
    min_length = MIN_LETTERS_OF_WORD - is_only_word * FEWER_LETTERS_IF_ONLY_WORD
    min_length += (added < 0) * EXTRA_LETTERS_IF_ONE_IS_MISSING
    lengths = [len(word) + added for word in words for _ in word]
    return all(lengths[position] >= min_length for position in positions)


def _title_words(name: NormalizedText, key: str) -> tuple[str, ...]:
    return name.words if key == name.key else name.words[1:]


def _can_change(roles: str, positions: tuple[int, ...]) -> bool:
    return bool(positions) and not any(roles[position] in _FIXED for position in positions)


def _can_be_omitted(roles: str, positions: tuple[int, ...], letters: int) -> bool:
    if letters >= MIN_LETTERS_TO_OMIT_LAST:
        return _can_change(roles, positions)
    return all(roles[position] == _INSIDE for position in positions)
