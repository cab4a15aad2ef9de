"""Search terms, and the normalised text of films and people in which they are searched for."""

import re
from collections.abc import Iterable, Sequence

from bot.core.text.cleaning import normalize
from bot.films.rules.film import CatalogueEntry, Person
from bot.films.rules.normalization import hangul, romanization
from bot.films.rules.normalization.normalize import bare_letters, split_words

MIN_LETTERS_PHONETIC = 5  # "Jun-ik" is Joon-ik; shorter names sound alike by chance
MAX_NAME_PARTS = 12  # later parts of a person's name cannot be searched for

_HANGUL = re.compile("[가-힣]")
_NOT_HANGUL = re.compile("[^가-힣]")
_QUOTED = re.compile(r"\s*[\"“”]([^\"“”]*)[\"“”]\s*")
_START, _NAME, _SOUND, _INITIAL = " ", "=", "~", "^"


def normalized_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents and punctuation, Hangul in whole syllables."""
    return split_words(normalize("NFC", bare_letters(text).replace("&", " and ")))


def compact_text(text: str) -> str:
    """Return the normalised words of a text without spaces between them."""
    return "".join(normalized_words(text))


def word_terms(query: str) -> tuple[str, ...]:
    """Return terms that must all occur in a film's text: Hangul anywhere, other words at the start of a word."""
    return tuple(dict.fromkeys(word if _HANGUL.search(word) else _START + word for word in normalized_words(query)))


def is_hangul_term(term: str) -> bool:
    """Return whether a term is searched for among words in Hangul rather than among words in other letters."""
    return not term.startswith(_START)


def searchable_titles(entry: CatalogueEntry) -> str:
    """Return a film's titles for searching: the words of each, and the words joined, as in "Seopyeonje"."""
    names = [normalized_words(name.text) for name in entry.titles]
    return _joined(word for words in names for word in (*words, "".join(words)))


def searchable_words(entry: CatalogueEntry) -> tuple[str, str]:
    """Return the words of a film's titles, hooks and synopses: those with other letters, then those with Hangul."""
    texts = (f"{text.hook} {text.synopsis}" for text in entry.film.texts.values())
    words = [*searchable_titles(entry).split(), *(word for text in texts for word in normalized_words(text))]
    return _joined(filter(_NOT_HANGUL.search, words)), _joined(filter(_HANGUL.search, words))


def _joined(words: Iterable[str]) -> str:
    return "".join(_START + word for word in dict.fromkeys(words) if word)


def searchable_person(person: Person) -> str:
    """Return a person's names in searchable form: from each part onwards, by sound and by Hangul initials."""
    # Lee Joon-ik becomes "= leejoonik joonik ik = ㅇㅣㅈㅜㄴㅇㅣㄱ ~lijunig~junig~ig^ㅇ^ㅈ^ㅇ".
    # Keystrokes let "이ㅈ" match 이준익.
    names = [_name_suffixes(normalized_words(name)) for name in (person.name_en, person.name_ko or "")]
    sounds = (
        romanization.phonetic_key(suffix)
        for suffixes in names
        for suffix in suffixes
        if romanization.is_romanized_korean(suffix)
    )
    keys = "".join(_NAME + _joined(map(_keystrokes, suffixes)) + " " for suffixes in names if suffixes)
    return keys + "".join(_SOUND + sound for sound in sounds) + "".join(map(_initials, names))


def _name_suffixes(words: Sequence[str]) -> tuple[str, ...]:
    parts = words[:MAX_NAME_PARTS]
    return tuple("".join(parts[start:]) for start in range(len(parts)))


def _keystrokes(word: str) -> str:
    """Return a word with its Hangul as keystrokes."""
    return word if word.isascii() else hangul.keystrokes(normalize("NFKD", word))


def _initials(suffixes: Sequence[str]) -> str:
    """Return the marked initials of a Hangul name, or an empty string for other letters."""
    full_name = suffixes[0] if suffixes else ""
    initials = hangul.initials(normalize("NFKD", full_name)) if _HANGUL.search(full_name) else ""
    return _marked_initials(initials)


def _marked_initials(initials: str) -> str:
    return "".join(_INITIAL + letter for letter in initials)


def quoted(name: str) -> str:
    """Return a name in quotes, which makes a search match that exact name only."""
    return f'"{name}"'


def unquote_name(query: str) -> str:
    """Return the typed name without quotes around it."""
    match = _QUOTED.fullmatch(query)
    return match[1] if match else query


def name_terms(query: str) -> tuple[str, ...]:
    """Return terms that must all occur in one person's searchable text; a quoted name is one exact term."""
    if _QUOTED.fullmatch(query):
        name = _keystrokes(compact_text(query))
        return (f"{_NAME}{_START}{name} ",) if name else ()
    return tuple(dict.fromkeys(map(_name_term, normalized_words(query))))


def _name_term(word: str) -> str:
    """Return the term for a possibly unfinished word of a name: initials, Hangul anywhere, or a word's start."""
    keys = _keystrokes(word)
    if hangul.count_initials(keys):
        return _marked_initials(keys)
    return keys if hangul.has_hangul(keys) else _START + keys


def phonetic_term(query: str) -> str | None:
    """Return a term for the sound of a romanised name, or None if the query is too short, quoted or not romanised."""
    key = "" if _QUOTED.fullmatch(query) else compact_text(query)
    sound = romanization.phonetic_key(key) if romanization.is_romanized_korean(key) else ""
    return _SOUND + sound if len(sound) >= MIN_LETTERS_PHONETIC else None
