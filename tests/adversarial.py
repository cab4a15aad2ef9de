"""Texts that are expensive to process at full length, and how to time them."""

import time
import unicodedata
from collections.abc import Callable, Mapping

MAX_MILLISECONDS = 20.0
"""CPU milliseconds that one step of the event loop may take."""
_MARKS = sorted(
    (chr(code) for code in range(0x300, 0x1E000) if unicodedata.combining(chr(code))), key=unicodedata.combining
)

PIECES: Mapping[str, str] = {
    "letters": "a",
    "words": "a ",
    "years": "2013 ",
    "titles": "Hope, ",
    "lines": "a\n",
    "short lines": "ab\n1. ",
    "bars": "a|",
    "brackets": "[(",
    "numbers": "1",
    "times": "1h ",
    "clocks": "20:00 ",
    "romanised": "gang",
    "spaces": " ",
    "no-break spaces": "a\u00a0",
    "marks of falling classes": "".join(reversed(_MARKS)),
    "marks of two classes": "\u0315\u0300",
    "marks that come apart": "\u0344",
    "letters of eighteen": "\ufdfa",
    "letters of three": "\u0390",
    "hangul": "\uac00\ub098",
    "jamo": "\u1112\u1161\u11ab",
    "lone jamo": "\u3131\u314f",
    "joiners": "\u200d",
    "persian": "\u0627\u200c",
    "devanagari": "\u0915\u094d",
    "emoji": "\U0001f62d",
    "families": "\U0001f468\u200d",
    "flags": "\U0001f1f0\U0001f1f7",
    "tags": "\U0001f3f4\U000e0067",
    "angle brackets": "<",
    "half mentions": "<ab",
    "half emoji": "<:a",
    "mentions": "<@1>",
    "custom emoji": "<:a:1>",
    "stamps": "<t:9999999999999:R>",
    "escapes": "\\",
    "stars": "*_~|`",
    "everyone": "@everyone",
    "nothing": "\0",
    "half characters": "\ud83d",
    "quotes": "\u201c",
    "percents": "%_",
}
"""Pieces that are repeated to make a text."""


def text_of_length(piece: str, length: int) -> str:
    """Return a text of `length` characters that begins with a letter and repeats a piece."""
    return ("e" + piece * (length // len(piece) + 1))[:length]


def thread_milliseconds(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds that `work` takes in this thread: the lowest of three runs."""
    taken = []
    for _ in range(3):
        started = time.thread_time()
        work()
        taken.append((time.thread_time() - started) * 1000)
    return min(taken)
