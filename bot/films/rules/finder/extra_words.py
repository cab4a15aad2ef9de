"""Removes words that people add to a title, such as "film", "the movie" and "part 1"."""

import re
from collections.abc import Iterable
from typing import Final

from bot.films.rules.normalization.normalize import MAX_TITLE_LENGTH

_FILM_WORDS: Final = frozenset({"film", "movie", "영화", "한국영화", "무비"})
_KOREAN_WORDS: Final = frozenset({"korean", "한국"})
_ARTICLES: Final = frozenset({"a", "the"})
_EXTRA_WORDS: Final = (
    _FILM_WORDS | _KOREAN_WORDS | {"films", "movies", "kmovie", "trailer", "ost", "다시보기", "예고편"}
)
_FIRST_PART = re.compile(
    r"\b(?:part|pt|vol|volume|chapter|파트)\b\.?\s*(?:1|one|i|원)(?!\w)"
    r"|(?<!\w)제?\s?(?:1|일)\s?(?:편|부|탄)(?!\w)|(?<=\s)(?:1|첫\s?번째)(?=\W*$)",
    re.IGNORECASE,
)
_PUNCTUATION = ",.;:!?\"'-"


def strip_film_words(text: str) -> str:
    """Remove words for "film" and "Korean", so that nothing is left of "Korean film".

    "Korean" stays if the text has other words but none for "film", as in "Korean Wedding Dress".
    """
    words = _bare_words(text.split())
    kept = _remove_words(text.split(), _FILM_WORDS | _KOREAN_WORDS)
    return " ".join(kept) if not kept or _FILM_WORDS.intersection(words) else text


def strip_extra_words(text: str) -> str:
    """Remove every word that people add to titles; use this only to guess, because some titles contain such words."""
    if len(text) > MAX_TITLE_LENGTH:
        return ""
    return " ".join(_remove_words(_FIRST_PART.sub(" ", text).split(), _EXTRA_WORDS))


def _remove_words(words: list[str], extra: Iterable[str]) -> list[str]:
    """Return the words without the extra ones and without an article right before an extra one."""
    bare = _bare_words(words)
    extra_flags = [word in extra for word in bare]
    next_flags = [*extra_flags, False][1:]
    removed_flags = [
        is_extra or (word in _ARTICLES and is_next_extra)
        for word, is_extra, is_next_extra in zip(bare, extra_flags, next_flags, strict=True)
    ]
    return [word for word, is_removed in zip(words, removed_flags, strict=True) if not is_removed]


def _bare_words(words: Iterable[str]) -> list[str]:
    return [word.strip(_PUNCTUATION).casefold() for word in words]
