"""Normalised text, which is equal for spellings that differ only in case, accents, spaces or punctuation."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from bot.core.text.cleaning import normalize
from bot.films.rules.normalization import hangul

MAX_TITLE_LENGTH = 300  # characters; no real title is longer

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
_APOSTROPHES = re.compile("['’‘ʼ`´＇]")
_TRANSLITERATION: Final = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
_TRANSLITERATED = re.compile(f"[{''.join(_TRANSLITERATION)}]")  # str.translate is slow for letters that it leaves alone
_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile("[a-z]")
_YEAR_LAST = re.compile(r"(.*\D)((?:19|20)\d\d)년?\W*", re.DOTALL)
_YEAR_FIRST = re.compile(r"\W*((?:19|20)\d\d)(?:년|(?!\d))(.*)", re.DOTALL)


class NormalizedText(NamedTuple):
    """The words and key of a text: lower case, no accents, Hangul as keystrokes."""

    words: tuple[str, ...]
    key: str  # the words joined without spaces
    key_without_article: str  # equals `key` if there is no leading article


class TitleAndYear(NamedTuple):
    """A text interpreted as a title with a year."""

    title: str
    year: int


@lru_cache(maxsize=500)
def normalize_text(text: str) -> NormalizedText:
    """Normalise a text; a text longer than `MAX_TITLE_LENGTH` becomes empty."""
    words = split_words(normalize_letters(text)) if len(text) <= MAX_TITLE_LENGTH else []
    if len(words) > 1 and words[-1] in _TRAILING_ARTICLES and _COMMA_BEFORE_LAST_WORD.search(text):
        words.insert(0, words.pop())  # "Classic, The"
    return join_words(tuple(words))


def join_words(words: tuple[str, ...]) -> NormalizedText:
    """Return the `NormalizedText` of words that are already normalised."""
    key = "".join(words)
    has_article = len(words) > 1 and words[0] in _ARTICLES
    return NormalizedText(words, key, key[len(words[0]) :] if has_article else key)


def normalize_initials(text: str) -> str:
    """Return a title's Hangul initials, digits and other letters, such as "7ㅂㅂㅇㅅㅁ"."""
    return "".join(split_words(hangul.initials(bare_letters(text))))


def other_layout_keys(text: str) -> tuple[str, ...]:
    """Return the keys that the other keyboard layout would produce: 소원 for "thdnjs", hope for "ㅗㅐㅔㄷ"."""
    key = normalize_text(text).key
    if hangul.has_hangul(key):
        return (hangul.on_latin_layout(key),)
    if not _LATIN.search(key):
        return ()
    readings = {normalize_text(hangul.on_hangul_layout(typed)).key for typed in (text, text.lower())}
    return tuple(sorted(reading for reading in readings if hangul.count_syllables(reading)))


def title_year_readings(text: str) -> tuple[TitleAndYear, ...]:
    """Return the ways to read a text as a title with a year, such as "Hope (2013)", "2013 hope" or "소원 2013년"."""
    text_nfkc = normalize("NFKC", text) if len(text) <= MAX_TITLE_LENGTH else ""
    readings = []
    if last := _YEAR_LAST.fullmatch(text_nfkc):
        readings.append(TitleAndYear(last[1], int(last[2])))
    if first := _YEAR_FIRST.fullmatch(text_nfkc):
        readings.append(TitleAndYear(first[2], int(first[1])))
    return tuple(reading for reading in readings if normalize_text(reading.title).key)


def normalize_letters(text: str) -> str:
    """Return a text in lower case, without accents or apostrophes, with Hangul as keystrokes."""
    return hangul.keystrokes(bare_letters(text)).replace("&", " and ")


def bare_letters(text: str) -> str:
    """Return casefolded NFKD text without accents or apostrophes, in which all Hangul is conjoining jamo."""
    if text.isascii() and text.isprintable():
        return text.lower().replace("'", "").replace("`", "")
    lower = normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    return _TRANSLITERATED.sub(lambda letter: _TRANSLITERATION[letter[0]], _ACCENTS.sub("", lower))


def split_words(text: str) -> list[str]:
    """Return the runs of letters and digits of a text."""
    return _WORD.findall(text)
