"""What a search compares: texts and people's names, folded so that the ways to write one word meet."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.core.text.cleaning import normalize
from bot.films.rules.film import CatalogueEntry, Person
from bot.films.rules.normalization import hangul, romanization

MIN_LETTERS_PHONETIC = 5  # "Jun-ik" is Joon-ik; shorter names sound alike by chance
MAX_NAME_PARTS = 12  # of a person's name; nobody looks for a later one

_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘ʼ`´＇"))
_TRANSLITERATION: Final = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"})
_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile("[가-힣]")
_NOT_HANGUL = re.compile("[^가-힣]")
_QUOTED = re.compile(r"\s*[\"“”]([^\"“”]*)[\"“”]\s*")
_START, _NAME, _SOUND, _INITIAL = " ", "=", "~", "^"


def normalized_words(text: str) -> list[str]:
    """Give the words of a text in lower case, without accents and punctuation, Hangul in whole syllables."""
    lower = normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    bare = _ACCENTS.sub("", lower).translate(_TRANSLITERATION).replace("&", " and ")
    return _WORD.findall(normalize("NFC", bare))


def compact_text(text: str) -> str:
    """Give the words of a text without the spaces between them."""
    return "".join(normalized_words(text))


def word_terms(query: str) -> tuple[str, ...]:
    """Give what must all occur in a folded text: Hangul anywhere, other words where a word begins."""
    return tuple(dict.fromkeys(word if _HANGUL.search(word) else _START + word for word in normalized_words(query)))


def is_hangul_term(term: str) -> bool:
    """Tell whether a needle is looked for among words with Hangul; else it is among those with other letters."""
    return not term.startswith(_START)


def searchable_titles(entry: CatalogueEntry) -> str:
    """Fold a film's names, each in words and once more without spaces: "Seo-pyeon-je" is one word, too."""
    names = [normalized_words(name.text) for name in entry.titles]
    return _joined(word for words in names for word in (*words, "".join(words)))


def searchable_words(entry: CatalogueEntry) -> tuple[str, str]:
    """Fold a film's names, hooks and synopses in every language: words with other letters, and words with Hangul."""
    texts = (f"{text.hook} {text.synopsis}" for text in entry.film.texts.values())
    words = [*searchable_titles(entry).split(), *(word for text in texts for word in normalized_words(text))]
    return _joined(filter(_NOT_HANGUL.search, words)), _joined(filter(_HANGUL.search, words))


def _joined(words: Iterable[str]) -> str:
    return "".join(_START + word for word in dict.fromkeys(words) if word)


def searchable_person(person: Person) -> str:
    """Fold a person's names, from each of their parts on, by their sound and by their initials.

    "= leejoonik joonik ik =ㅇㅣㅈㅜㄴㅇㅣㄱ ~lijunig … ^ㅇ^ㅈ^ㅇ": Hangul key by key, so that "이ㅈ" is its beginning.
    """
    names = [_name_suffixes(normalized_words(name)) for name in (person.name_en, person.name_ko or "")]
    sounds = (romanization.phonetic_key(end) for ends in names for end in ends if romanization.is_romanized_korean(end))
    keys = "".join(_NAME + _joined(map(_keystrokes, ends)) + " " for ends in names if ends)
    return keys + "".join(_SOUND + s for s in sounds) + "".join(map(_initials, names))


def _name_suffixes(words: Sequence[str]) -> tuple[str, ...]:
    parts = words[:MAX_NAME_PARTS]
    return tuple("".join(parts[start:]) for start in range(len(parts)))


def _keystrokes(word: str) -> str:
    """Return a word with its Hangul key by key."""
    return hangul.keystrokes(normalize("NFKD", word))


def _initials(ends: Sequence[str]) -> str:
    """Return the initials of a whole name in Hangul, each marked as such; nothing for other letters."""
    whole = ends[0] if ends else ""
    initials = hangul.initials(normalize("NFKD", whole)) if _HANGUL.search(whole) else ""
    return _marked_initials(initials)


def _marked_initials(initials: str) -> str:
    return "".join(_INITIAL + letter for letter in initials)


def quoted(name: str) -> str:
    """Write a name so that only who is called just so is meant."""
    return f'"{name}"'


def unquoted(query: str) -> str:
    """Give the name that was typed, without the quotes that may stand around it."""
    match = _QUOTED.fullmatch(query)
    return match[1] if match else query


def name_terms(query: str) -> tuple[str, ...]:
    """Give what must all occur in one person's folded names; the whole name where it was quoted."""
    if _QUOTED.fullmatch(query):
        name = _keystrokes(compact_text(query))
        return (f"{_NAME}{_START}{name} ",) if name else ()
    return tuple(dict.fromkeys(map(_name_term, normalized_words(query))))


def _name_term(word: str) -> str:
    """Return what a word of a name, perhaps half typed, is looked for by: initials, Hangul anywhere, or a beginning."""
    keys = _keystrokes(word)
    if hangul.count_initials(keys):
        return _marked_initials(keys)
    return keys if hangul.has_hangul(keys) else _START + keys


def phonetic_term(query: str) -> str | None:
    """Give the sound of a whole romanised name, which may stand for its letters; None where it says too little."""
    key = "" if _QUOTED.fullmatch(query) else compact_text(query)
    sound = romanization.phonetic_key(key) if romanization.is_romanized_korean(key) else ""
    return _SOUND + sound if len(sound) >= MIN_LETTERS_PHONETIC else None
