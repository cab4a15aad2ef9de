"""Finds where a text can be cut without splitting what readers see as one character.

A small part of Unicode's rules (UAX #29): combining marks, emoji sequences, flags, Hangul and Indic conjuncts.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate, takewhile

ZWJ = "\u200d"
_TOKEN = re.compile(r"<(?:a?:|t:|@[!&]?|#|id:|/)[^<>\n]{1,100}>")
"""Discord's markup in angle brackets, such as a custom emoji, which is not split either."""
_EXTENDING = re.compile(
    f"[\u200c{ZWJ}\u0e33\u0eb3\u1160-\u11ff\ud7b0-\ud7ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
"""Characters that attach to the one before them, in addition to combining marks."""
_FLAG = range(0x1F1E6, 0x1F200)
"""Regional indicators, two of which make a flag."""
_VIRAMA = 9
"""The combining class of the marks that join two Indic letters into one."""


def prefix_within_units(text: str, units: int) -> str:
    """Return the longest prefix within `units` UTF-16 code units that splits no character."""
    sizes = accumulate(1 + (letter > "\uffff") for letter in text[: units + 1])
    at = bisect_right(list(sizes), units)
    for token in _TOKEN.finditer(text):
        if token.start() < at < token.end():
            at = token.start()
    while 0 < at < len(text) and not _is_boundary(text, at):
        at -= 1
    return text[:at]


def _is_boundary(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before == ZWJ or unicodedata.category(after)[0] == "M" or _EXTENDING.match(after):
        return False
    if unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo":
        return False
    return ord(after) not in _FLAG or _count_flag_letters(text, at) % 2 == 0


def _count_flag_letters(text: str, end: int) -> int:
    return sum(1 for _ in takewhile(lambda index: ord(text[index]) in _FLAG, range(end - 1, -1, -1)))
