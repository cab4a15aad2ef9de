"""Other spellings of titles with numbers: digits as words, number words as digits."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product

from bot.films.rules.normalization.english_numbers import english_number_words, spell_english
from bot.films.rules.normalization.korean_numbers import (
    korean_number_words,
    korean_words_to_digits,
    romanize_number,
    spell_korean,
)

MAX_VARIANTS = 100  # of a title, for each form of its number sign

_HANGUL = re.compile("[가-힣]")
_NUMBER = re.compile(r"(?<![0-9])([0-9]{1,4})(?:st|nd|rd|th)?(?![0-9])", re.IGNORECASE)
_NUMBER_SIGN = re.compile(r"\b(?:no\b\.?|number\b)\s*(?=[0-9])|#(?=[0-9])", re.IGNORECASE)
_ONLY_NUMBER = re.compile(r"\W*[0-9]{1,2}\W*")
_WORDS = re.compile(r"[^\W\d_]+")

SpellNumber = Callable[[str], tuple[str, ...]]


class SpellingVariants:
    """Generates spelling variants; builds its tables of numbers once for many titles."""

    def __init__(self) -> None:
        self._english_digits: Mapping[str, str] = dict(english_number_words())
        self._korean_digits: Mapping[str, str] = dict(korean_number_words())

    def variants(self, text: str, kind: str) -> Iterator[str]:
        """Return the other spellings of a title; `kind` is english, hangul, romanised or other."""
        # A title that is only a small number has no variants: "Nine" is not "9".
        if _ONLY_NUMBER.fullmatch(text) or text.casefold() in self._english_digits:
            return iter(())
        if _HANGUL.search(text):
            digits = korean_words_to_digits(text, self._korean_digits)
            spell: SpellNumber = spell_korean
        else:
            digits = self._english_to_digits(text)
            spell = romanize_number if kind == "romanised" else spell_english
        spellings = dict.fromkeys((*_number_variants(text, spell), digits))
        return (spelling for spelling in spellings if spelling != text)

    def _english_to_digits(self, text: str) -> str:
        """Replace English number words with digits: "21 Days" for "Twenty-One Days"."""
        words = list(_WORDS.finditer(text))
        pieces, copied_to = [], 0
        for word, following in zip(words, [*words, None][1:], strict=True):
            pair = f"{word[0]} {following[0]}".lower() if following else ""
            end = following.end() if following and pair in self._english_digits else word.end()
            digits = self._english_digits.get(pair) or self._english_digits.get(word[0].lower())
            if digits and word.start() >= copied_to:
                pieces.append(text[copied_to : word.start()] + digits)
                copied_to = end
        return "".join((*pieces, text[copied_to:]))


def _number_variants(text: str, spell: SpellNumber) -> Iterator[str]:
    """Yield the title with its numbers in digits and in words, and with each form of a number sign."""
    if not _NUMBER.search(text):
        return
    signs = dict.fromkeys((text, *(_NUMBER_SIGN.sub(sign, text) for sign in ("no ", "number ", ""))))
    for signed in signs:
        plain, *numbered = _NUMBER.split(signed)
        choices = [(digits, *spell(digits)) for digits in numbered[::2]]
        for chosen in islice(product(*choices), MAX_VARIANTS):
            yield plain + "".join(f"{number}{tail}" for number, tail in zip(chosen, numbered[1::2], strict=True))
