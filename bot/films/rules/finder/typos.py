"""Slips of the hand: two letters swapped, one doubled or one missing, and which of them a name forgives."""

import re
from itertools import takewhile
from typing import Final

from bot.films.rules.normalization import hangul
from bot.films.rules.normalization.normalize import NormalizedText

# Names are counted without a leading article. A shorter name or word, changed, may just as well be another one.
MIN_LETTERS = 5  # of a name: "Snuny" is Sunny, "Hpoe" may be anything
MIN_LETTERS_OF_WORD = 6  # among others, as typed: "Miss Bake", "Ass One" and "My Lovely Angle" make sense
EXTRA_LETTERS_IF_MISSING = 1  # "Tread of Lies", "A Taxi Diver", "My Annoying Bother"
FEWER_LETTERS_IF_ONLY_WORD = 1  # "Harmny" is Harmony, but "Bride" is no Bridge and "Fiend" no Friend
MIN_LETTERS_TO_OMIT_LAST = 16  # the last letter of a word: "Silence", "Spirit", "Key to the Heart"
MIN_LETTERS_ROMANIZED = 8  # Korean syllables lie close together: "Soowon" is a city, not Sowon
MIN_SYLLABLES = 3  # with a jamo left astray, as in "하ㅏ모니"
MIN_SYLLABLES_IF_WHOLE = 7  # with none astray it is a word like any other: "마약에 우리" is not 만약에 우리

_PART = re.compile(r"\w*\d\w*|[ivx]+")  # "7", "20th", "ii": with another number it is another film
_FIRST, _PART_MARK, _LAST, _INSIDE = "^#|."
_FIXED: Final = frozenset(_FIRST + _PART_MARK)


def is_latin_typo(name: NormalizedText, key: str, query: str, *, romanized: bool) -> bool:
    """Tell whether the typed letters are this name's key (with or without its article) with one forgivable slip."""
    letters = len(name.key_without_article)
    if letters < (MIN_LETTERS_ROMANIZED if romanized else MIN_LETTERS):
        return False
    roles, left_out = _letter_roles(name, key), missing_positions(key, query)
    positions = left_out or swapped_positions(key, query) or doubled_positions(key, query)
    if not _are_in_long_words(name, key, positions, len(query) - len(key)):
        return False
    return _can_be_omitted(roles, left_out, letters) if left_out else _can_change(roles, positions)


def is_hangul_typo(name: NormalizedText, key: str, query: str, *, has_stray: bool) -> bool:
    """Tell whether the typed jamo are this name's key with one forgivable slip; astray: a jamo stands alone."""
    if hangul.count_syllables(key) < (MIN_SYLLABLES if has_stray else MIN_SYLLABLES_IF_WHOLE):
        return False
    positions = swapped_positions(key, query) or doubled_positions(key, query) or missing_positions(key, query)
    return _can_change(_letter_roles(name, key), positions) and all(
        hangul.has_hangul(key[position]) for position in positions
    )


def swapped_positions(name: str, query: str) -> tuple[int, ...]:
    """Give the two neighbouring places of the name that were swapped, or nothing."""
    start = _common_prefix_length(name, query)
    restored = query[:start] + query[start : start + 2][::-1] + query[start + 2 :]
    return (start, start + 1) if query != name == restored else ()


def doubled_positions(name: str, query: str) -> tuple[int, ...]:
    """Give the places of the name's letter that was typed once too often, or nothing."""
    return missing_positions(query, name)[:-1]


def missing_positions(name: str, query: str) -> tuple[int, ...]:
    """Give the places of the name any one of which was left out ("Princes": either last s), or nothing."""
    start = _common_prefix_length(name, query)
    if len(name) != len(query) + 1 or name[start + 1 :] != query[start:]:
        return ()
    same_before = sum(1 for _ in takewhile(lambda letter: letter == name[start], reversed(name[:start])))
    return tuple(range(start - same_before, start + 1))


def _common_prefix_length(left: str, right: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def _letter_roles(name: NormalizedText, key: str) -> str:
    """Give each letter of the key its role: first of all or of a Latin word, part of a number, last, or inside."""
    roles = "".join(map(_word_roles, _title_words(name, key)))
    return roles if roles[0] == _PART_MARK else _FIRST + roles[1:]


def _word_roles(word: str) -> str:
    if _PART.fullmatch(word):
        return _PART_MARK * len(word)
    if hangul.has_hangul(word):
        return _INSIDE * len(word)
    return (_FIRST + _INSIDE * (len(word) - 2) + _LAST)[: len(word)]


def _are_in_long_words(name: NormalizedText, key: str, positions: tuple[int, ...], added: int) -> bool:
    """Tell whether the words touched are, as typed, too long to be other words by chance."""
    words = _title_words(name, key)
    is_only_word = len(words) == (1 if key == name.key_without_article else 2)
    min_length = MIN_LETTERS_OF_WORD - is_only_word * FEWER_LETTERS_IF_ONLY_WORD
    min_length += (added < 0) * EXTRA_LETTERS_IF_MISSING
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
