"""Converts Hangul to keystrokes on the Korean keyboard (Dubeolsik), and typed text to the other keyboard layout."""

import re
from typing import Final

from bot.core.text.cleaning import normalize

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FIRST_LEAD, _FIRST_VOWEL, _FIRST_TAIL = 0x1100, 0x1161, 0x11A8  # Unicode's conjoining jamo, which NFKD produces
_TWO_KEYS: Final = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_LONE_CLUSTERS: Final = {0x111A: "ㄹㅎ", 0x1121: "ㅂㅅ"}  # the result of NFKD for ㅀ and ㅄ outside a syllable

_KEYS_OF_LEADS: Final = dict(enumerate(_LEADS, _FIRST_LEAD))
_KEYS_OF_VOWELS: Final = {code: _TWO_KEYS.get(jamo, jamo) for code, jamo in enumerate(_VOWELS, _FIRST_VOWEL)}
_KEYS_OF_TAILS: Final = {code: _TWO_KEYS.get(jamo, jamo) for code, jamo in enumerate(_TAILS, _FIRST_TAIL)}
_KEYS: Final = _KEYS_OF_LEADS | _KEYS_OF_VOWELS | _KEYS_OF_TAILS | _LONE_CLUSTERS
_LEADS_ONLY: Final = _KEYS_OF_LEADS | dict.fromkeys([*_KEYS_OF_VOWELS, *_KEYS_OF_TAILS])

_LATIN_KEYS = "qwertyuiopasdfghjklzxcvbnmQWERTOP"
_HANGUL_KEYS = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ"
_UNSHIFTED: Final = {ord(key): key.lower() for key in "YUIASDFGHJKLZXCVBNM"}
_ON_HANGUL_LAYOUT: Final = str.maketrans(_LATIN_KEYS, _HANGUL_KEYS)
_ON_LATIN_LAYOUT: Final = str.maketrans(_HANGUL_KEYS, _LATIN_KEYS.lower())

_JAMO = re.compile("[ㄱ-ㅣ]")
_ALL_JAMO = re.compile("[ㄱ-ㅣ]+")
_SYLLABLE = re.compile("[ㄱ-ㅎ][ㅏ-ㅣ]")
_CONSONANTS_AND_DIGITS = re.compile("[ㄱ-ㅎ0-9]+")
_VOWEL = re.compile("[ㅏ-ㅣ]")
_DIGITS = re.compile("[0-9]")
_STRAY_JAMO = re.compile("[\u1100-\u11ff]")


def keystrokes(decomposed: str) -> str:
    """Return the keystrokes of Hangul in NFKD text: ㅎㅏㅁㅗㄴ for both "하몬" and "하모ㄴ"."""
    return decomposed if decomposed.isascii() else decomposed.translate(_KEYS)


def initials(decomposed: str) -> str:
    """Return the initial consonants of Hangul in NFKD text, such as ㅎㅁㄴ for 하모니, with other characters kept."""
    return decomposed.translate(_LEADS_ONLY)


def count_initials(keys: str) -> int:
    """Return the number of consonants if `keys` has only consonants and digits (3 for ㅎㅁㄴ), otherwise 0."""
    return len(_DIGITS.sub("", keys)) if _CONSONANTS_AND_DIGITS.fullmatch(keys) else 0


def has_hangul(keys: str) -> bool:
    """Return whether any key is a jamo."""
    return bool(_JAMO.search(keys))


def is_hangul(keys: str) -> bool:
    """Return whether all keys are jamo."""
    return bool(_ALL_JAMO.fullmatch(keys))


def count_syllables(keys: str) -> int:
    """Return the number of syllables that have a vowel: 2 for ㅎㅏㅁㅗㄴ."""
    return len(_SYLLABLE.findall(keys))


def last_syllable(keys: str) -> int:
    """Return the index at which the last syllable begins, or -1 if `keys` does not end in Hangul."""
    if not keys or not has_hangul(keys[-1]):
        return -1
    return max((match.start() for match in _SYLLABLE.finditer(keys)), default=-1)


def has_vowel(keys: str) -> bool:
    """Return whether any key is a Hangul vowel."""
    return bool(_VOWEL.search(keys))


def has_stray_jamo(text: str) -> bool:
    """Return whether a jamo is outside a syllable, as in "하ㅏ모니" but in no correctly spelled word."""
    return bool(_STRAY_JAMO.search(normalize("NFKC", text)))


def on_hangul_layout(text: str) -> str:
    """Return the jamo on the keys of Latin letters, shifted ones included: ㅅㅗㅇㅜㅓㄴ for "thdnjs"."""
    return text.translate(_UNSHIFTED).translate(_ON_HANGUL_LAYOUT)


def on_latin_layout(keys: str) -> str:
    """Return the Latin letters on the keys of jamo: "hope" for ㅗㅐㅔㄷ."""
    return keys.translate(_ON_LATIN_LAYOUT)
