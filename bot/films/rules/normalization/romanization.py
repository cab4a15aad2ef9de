"""Romanised Korean: recognises it, and reduces its different spellings to one key."""

import re
from typing import Final

_SYLLABLES = re.compile(
    r"""(?: [0-9]*
        (?: kk | gg | tt | dd | pp | bb | ss | jj | ch | sh | [kgtdpbsjnmrlh] )?   # lead
        [wy]? (?: ae | eo | eu | ee | oo | oe | ou | ui | [aeiou] )                # vowel
        (?: (?: ng | [nmlkgdpb] | t(?!h) ) (?![aeiouwy]) )?                               # tail
    )++ [0-9]*""",
    re.VERBOSE,
)
_EQUIVALENTS: Final = {
    "ae": "e", "eo": "o", "ou": "o", "eu": "u", "oo": "u", "ee": "i", "ui": "i",
    "ngkk": "ŋg", "ngg": "ŋg", "ngk": "ŋg",  # keeps "donggam" and "dongam" apart
    "sh": "s", "ss": "s", "kk": "g", "gg": "g", "k": "g", "tt": "d", "dd": "d", "t": "d",
    "pp": "b", "bb": "b", "p": "b", "jj": "j", "ll": "l", "r": "l",
}  # fmt: skip
_EQUIVALENT = re.compile("|".join(sorted(_EQUIVALENTS, key=len, reverse=True)))


def is_romanized_korean(key: str) -> bool:
    """Return whether a key splits into romanised Korean syllables; few English words do."""
    return bool(_SYLLABLES.fullmatch(key))


def phonetic_key(key: str) -> str:
    """Return the key that common romanisations of a word share: "busanheng" for "pusanhaeng" and "boosanhaeng"."""
    return _EQUIVALENT.sub(lambda match: _EQUIVALENTS[match[0]], key)
