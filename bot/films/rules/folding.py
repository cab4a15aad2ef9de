"""Folding: what two writings of one name have in common, whatever their case, accents, spaces and punctuation."""

import re
from typing import Final, NamedTuple

from bot.core.text.cleaning import normalize
from bot.films.rules import hangul

LONGEST_TEXT = 300  # characters; nobody types a longer title, and longer texts fold to nothing

_ARTICLES: Final = frozenset({"a", "an", "the"})
_TRAILING_ARTICLES: Final = _ARTICLES | {
    "le",
    "la",
    "les",
    "l",
    "un",
    "une",
    "der",
    "die",
    "das",
    "el",
    "los",
    "las",
    "il",
}
_COMMA_BEFORE_LAST_WORD = re.compile(r"[,，、]\s*[^\W_]+['’]?\W*$")
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘ʼ`´＇"))
_UNDECOMPOSED: Final = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"})
_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile("[a-z]")
_YEAR_LAST = re.compile(r"(.*\D)((?:19|20)\d\d)년?\W*", re.DOTALL)
_YEAR_FIRST = re.compile(r"\W*((?:19|20)\d\d)(?:년|(?!\d))(.*)", re.DOTALL)


class Folded(NamedTuple):
    """A text's words and its key, in lower case, without accents, Hangul key by key."""

    words: tuple[str, ...]
    key: str  # the words without spaces
    bare: str  # the key without its leading article; the key itself when there is none


class Dated(NamedTuple):
    """A text read as a title and a year."""

    title: str
    year: int


def fold(text: str) -> Folded:
    """Fold a text; one too long to be a title folds to nothing."""
    words = _WORD.findall(plain_letters(text)) if len(text) <= LONGEST_TEXT else []
    if len(words) > 1 and words[-1] in _TRAILING_ARTICLES and _COMMA_BEFORE_LAST_WORD.search(text):
        words.insert(0, words.pop())  # "Classic, The"
    return folded(tuple(words))


def folded(words: tuple[str, ...]) -> Folded:
    """Give what folded words make together."""
    key = "".join(words)
    has_article = len(words) > 1 and words[0] in _ARTICLES
    return Folded(words, key, key[len(words[0]) :] if has_article else key)


def fold_initials(text: str) -> str:
    """Give the initial consonants of a name's Hangul, its letters and digits kept: "7ㅂㅂㅇㅅㅁ"."""
    return "".join(_WORD.findall(hangul.initials(_decomposed(text))))


def other_layout(text: str) -> tuple[str, ...]:
    """Give the keys of what was meant on the keyboard's other layout: 소원 for "thdnjs", hope for "ㅗㅐㅔㄷ"."""
    key = fold(text).key
    if hangul.has_hangul(key):
        return (hangul.on_latin_layout(key),)
    if not _LATIN.search(key):
        return ()
    readings = {fold(hangul.on_hangul_layout(shown)).key for shown in (text, text.lower())}
    return tuple(sorted(reading for reading in readings if hangul.count_syllables(reading)))


def dated_readings(text: str) -> tuple[Dated, ...]:
    """Give the ways to read a text as a title and a year: "Hope (2013)", "2013 hope", "소원 2013년"."""
    shown = normalize("NFKC", text) if len(text) <= LONGEST_TEXT else ""
    readings = []
    if last := _YEAR_LAST.fullmatch(shown):
        readings.append(Dated(last[1], int(last[2])))
    if first := _YEAR_FIRST.fullmatch(shown):
        readings.append(Dated(first[2], int(first[1])))
    return tuple(reading for reading in readings if fold(reading.title).key)


def plain_letters(text: str) -> str:
    """Return a text in lower case, without accents and apostrophes, Hangul key by key."""
    if text.isascii() and text.isprintable():
        return text.lower().replace("'", "").replace("`", "").replace("&", " and ")
    return hangul.keystrokes(_decomposed(text)).replace("&", " and ")


def _decomposed(text: str) -> str:
    """Decompose all that Unicode can, so that Hangul of any form becomes conjoining jamo and accents stand alone."""
    lower = normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    return _ACCENTS.sub("", lower).translate(_UNDECOMPOSED)
