"""Slips of the hand: two letters swapped, one doubled or one missing, and which of them a name forgives."""

import re
from itertools import takewhile
from typing import Final

from bot.films.rules.normalization import hangul
from bot.films.rules.normalization.normalize import NormalizedText

# Names are counted without a leading article. A shorter name or word, changed, may just as well be another one.
FEWEST_LETTERS = 5  # of a name: "Snuny" is Sunny, "Hpoe" may be anything
FEWEST_LETTERS_OF_A_WORD = 6  # among others, as typed: "Miss Bake", "Ass One" and "My Lovely Angle" make sense
MORE_LETTERS_WHEN_ONE_IS_MISSING = 1  # "Tread of Lies", "A Taxi Diver", "My Annoying Bother"
FEWER_LETTERS_OF_AN_ONLY_WORD = 1  # "Harmny" is Harmony, but "Bride" is no Bridge and "Fiend" no Friend
FEWEST_LETTERS_TO_MISS_THE_LAST = 16  # the last letter of a word: "Silence", "Spirit", "Key to the Heart"
FEWEST_LETTERS_ROMANISED = 8  # Korean syllables lie close together: "Soowon" is a city, not Sowon
FEWEST_SYLLABLES = 3  # with a jamo left astray, as in "하ㅏ모니"
FEWEST_SYLLABLES_WHEN_WHOLE = 7  # with none astray it is a word like any other: "마약에 우리" is not 만약에 우리

_PART = re.compile(r"\w*\d\w*|[ivx]+")  # "7", "20th", "ii": with another number it is another film
_FIRST, _PART_MARK, _LAST, _INSIDE = "^#|."
_FIXED: Final = frozenset(_FIRST + _PART_MARK)


def forgives_latin(name: NormalizedText, key: str, typed: str, *, romanised: bool) -> bool:
    """Tell whether the typed letters are this name's key (with or without its article) with one forgivable slip."""
    letters = len(name.key_without_article)
    if letters < (FEWEST_LETTERS_ROMANISED if romanised else FEWEST_LETTERS):
        return False
    roles, left_out = _roles(name, key), missing(key, typed)
    places = left_out or swapped(key, typed) or doubled(key, typed)
    if not _are_in_long_words(name, key, places, len(typed) - len(key)):
        return False
    return _may_be_left_out(roles, left_out, letters) if left_out else _may_change(roles, places)


def forgives_hangul(name: NormalizedText, key: str, typed: str, *, astray: bool) -> bool:
    """Tell whether the typed jamo are this name's key with one forgivable slip; astray: a jamo stands alone."""
    if hangul.count_syllables(key) < (FEWEST_SYLLABLES if astray else FEWEST_SYLLABLES_WHEN_WHOLE):
        return False
    places = swapped(key, typed) or doubled(key, typed) or missing(key, typed)
    return _may_change(_roles(name, key), places) and all(hangul.has_hangul(key[place]) for place in places)


def swapped(name: str, typed: str) -> tuple[int, ...]:
    """Give the two neighbouring places of the name that were swapped, or nothing."""
    start = _shared_start(name, typed)
    restored = typed[:start] + typed[start : start + 2][::-1] + typed[start + 2 :]
    return (start, start + 1) if typed != name == restored else ()


def doubled(name: str, typed: str) -> tuple[int, ...]:
    """Give the places of the name's letter that was typed once too often, or nothing."""
    return missing(typed, name)[:-1]


def missing(name: str, typed: str) -> tuple[int, ...]:
    """Give the places of the name any one of which was left out ("Princes": either last s), or nothing."""
    start = _shared_start(name, typed)
    if len(name) != len(typed) + 1 or name[start + 1 :] != typed[start:]:
        return ()
    same_before = sum(1 for _ in takewhile(lambda letter: letter == name[start], reversed(name[:start])))
    return tuple(range(start - same_before, start + 1))


def _shared_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _roles(name: NormalizedText, key: str) -> str:
    """Give each letter of the key its role: first of all or of a Latin word, part of a number, last, or inside."""
    roles = "".join(map(_roles_in_word, _words(name, key)))
    return roles if roles[0] == _PART_MARK else _FIRST + roles[1:]


def _roles_in_word(word: str) -> str:
    if _PART.fullmatch(word):
        return _PART_MARK * len(word)
    if hangul.has_hangul(word):
        return _INSIDE * len(word)
    return (_FIRST + _INSIDE * (len(word) - 2) + _LAST)[: len(word)]


def _are_in_long_words(name: NormalizedText, key: str, places: tuple[int, ...], added: int) -> bool:
    """Tell whether the words touched are, as typed, too long to be other words by chance."""
    words = _words(name, key)
    is_only_word = len(words) == (1 if key == name.key_without_article else 2)
    least = FEWEST_LETTERS_OF_A_WORD - is_only_word * FEWER_LETTERS_OF_AN_ONLY_WORD
    least += (added < 0) * MORE_LETTERS_WHEN_ONE_IS_MISSING
    lengths = [len(word) + added for word in words for _ in word]
    return all(lengths[place] >= least for place in places)


def _words(name: NormalizedText, key: str) -> tuple[str, ...]:
    return name.words if key == name.key else name.words[1:]


def _may_change(roles: str, places: tuple[int, ...]) -> bool:
    return bool(places) and not any(roles[place] in _FIXED for place in places)


def _may_be_left_out(roles: str, places: tuple[int, ...], letters: int) -> bool:
    if letters >= FEWEST_LETTERS_TO_MISS_THE_LAST:
        return _may_change(roles, places)
    return all(roles[place] == _INSIDE for place in places)
