"""Korean particles that depend on the word before them: 은/는, 이/가, 을/를, 과/와, (으)로.

Our texts contain both forms, as in "{title}은(는)". Marks replace these pairs before the placeholders are filled,
so that a pair in a filled-in text, such as one that a person typed, is left alone.
"""

import functools
import re
from collections.abc import Mapping

# Use the first form after a consonant and the second after a vowel; (으)로 counts ㄹ as a vowel.
FORMS: Mapping[str, tuple[str, str]] = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
PAIR_SIGN = "("
"""A character in every pair, so a text without it has no particles to resolve."""
FIRST_MARK = 0xE000
"""Marks are private-use characters, which cleaned text never contains."""
MARKS: Mapping[str, str] = {pair: chr(FIRST_MARK + index) for index, pair in enumerate(FORMS)}
PAIRS: Mapping[str, str] = {mark: pair for pair, mark in MARKS.items()}
PARTICLE = re.compile(r"(?P<last>\w)?(?P<close>[\"'”’)\]*_»」』.…!?,\\]*)(?P<mark>[\ue000-\ue004])")
DIGIT_FINALS: Mapping[str, str] = {"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ"}
FIRST_SYLLABLE, LAST_SYLLABLE, FINALS, RIEUL = 0xAC00, 0xD7A3, 28, 8


def format_with_particles(template: str, values: Mapping[str, object]) -> str:
    """Fill a template's placeholders and resolve its particles; keep both forms except after Hangul or a digit."""
    if PAIR_SIGN not in template:
        return template.format(**values) if "{" in template else template
    return PARTICLE.sub(_resolve_particle, _with_marks(template).format(**values))


@functools.cache
def _with_marks(template: str) -> str:
    return functools.reduce(lambda text, pair: text.replace(pair, MARKS[pair]), FORMS, template)


def _resolve_particle(match: re.Match[str]) -> str:
    pair = PAIRS[match["mark"]]
    final = _final_consonant(match["last"] or "")
    if final is None:
        return f"{match['last'] or ''}{match['close']}{pair}"
    vowel_like = final == "" or (pair == "(으)로" and final == "ㄹ")
    return f"{match['last']}{match['close']}{FORMS[pair][vowel_like]}"


def _final_consonant(letter: str) -> str | None:
    if not letter:
        return None
    if letter.isascii() and letter.isdigit():
        return DIGIT_FINALS.get(letter, "")
    if not FIRST_SYLLABLE <= ord(letter) <= LAST_SYLLABLE:
        return None
    final = (ord(letter) - FIRST_SYLLABLE) % FINALS
    return "" if not final else "ㄹ" if final == RIEUL else "ㅇ"
