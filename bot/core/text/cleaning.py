"""Makes typed text safe to process; the only caller of `unicodedata.normalize`.

Normalising takes time quadratic in the length of a run of combining marks, so runs are shortened first.
"""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Final, Literal

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

MAX_LENGTH: Final = 6000
"""The longest command option that Discord accepts, in characters; no modal field accepts more."""
MAX_MARKS: Final = 10
"""The most combining marks kept in a row; Tibetan uses up to nine, other scripts fewer."""
MAX_EXPANSION, SHORT = 4, 80
"""Normalised text is cut to MAX_EXPANSION times the original length, or to SHORT characters if that is more.

Without a limit, the single character U+FDFA becomes 18.
"""

ZWNJ, ZWJ = "\u200c", "\u200d"
# Invisible characters, nearly all of which Python counts as printable; most are Default_Ignorable_Code_Point.
_HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_PICTURE = "\u2194\u2195\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
_SYMBOL = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2196-\u21aa\u231a-\u24c2\u25aa-\u25fe\u2934\u2935\u3030\u303d"
_ONE_PICTURE = f"[{_PICTURE}][\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?[\ufe0e\ufe0f]?"
_JOINING = "\u0620-\u06ff\u0710-\u07ff\u0840-\u085f\u08a0-\u0dff\u1000-\u109f\u1780-\u17ff\u1807-\u18af"
_VIRAMA = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
_SCRIPT_JOINER = f"(?<=[{_JOINING}])[{ZWNJ}{ZWJ}](?=[{_JOINING}])|(?<=[{_VIRAMA}]){ZWJ}"
_KEPT = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"  # a region's flag, such as Scotland's
    f"|{_ONE_PICTURE}(?:{ZWJ}{_ONE_PICTURE})*"
    f"|[{_SYMBOL}][\ufe0e\ufe0f]|[0-9#*]\ufe0f(?=\u20e3)"
    f"|{_SCRIPT_JOINER})"
)
_NOT_COMPARED = re.compile(f"[\ufe0e\ufe0f]|{_SCRIPT_JOINER}")

# Discord's markup, with brackets and letters right before it: if these were kept, they could form new markup.
_MARKUP = re.compile(
    r"(?:<[a-z]{0,2}){0,4}<(?:(?P<person>@!?\d+)|(?P<role>@&\d+)|(?P<channel>#\d+)|id:(?P<guide>[a-z-]+)(?::\d+)?"
    r"|(?P<command>/[\w-]+(?: [\w-]+){0,2}):\d+|t:(?P<stamp>-?\d{1,13})(?::[A-Za-z])?)>"
)
_UNIX_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # only used to compute times, which are shown as UTC


def normalize(form: Form, text: str) -> str:
    """Return the first MAX_LENGTH characters of a text in a normal form, without invisible ones and with few marks."""
    cut = text[:MAX_LENGTH]
    if cut.isascii() and cut.isprintable():
        return cut
    normal = unicodedata.normalize(form, _with_few_marks(strip_invisible(cut)))
    return _with_few_marks(normal[: max(len(cut) * MAX_EXPANSION, SHORT)])


def strip_invisible(text: str) -> str:
    """Return the text without control, bidi and invisible characters, except where a script or an emoji needs them."""
    if text.isprintable() and not _HIDDEN.search(text):
        return text
    parts = _KEPT.split(text)  # kept parts have odd indices
    return "".join(part if index % 2 else _without_hidden(part) for index, part in enumerate(parts))


def clean(text: str) -> str:
    """Return one line of visible text in NFC, with mentions and timestamps as words; custom emoji are kept."""
    line = normalize("NFC", " ".join(text[:MAX_LENGTH].split()))
    replaced = _MARKUP.sub(_markup_in_words, line) if "<" in line else line
    if replaced != line:
        replaced = normalize("NFC", replaced)  # a combining mark can now follow a replacement
    return " ".join(replaced.split())


def comparison_key(text: str) -> str:
    """Return a key that is equal for texts that look equal; case, spaces, width and joining characters are ignored."""
    folded = _NOT_COMPARED.sub("", normalize("NFKC", clean(text))).casefold()
    return "".join(folded.split())


def _with_few_marks(text: str) -> str:
    # A run longer than MAX_MARKS covers at least one of these positions.
    if text.isascii() or not any(map(_is_mark, text[MAX_MARKS :: MAX_MARKS + 1])):
        return text
    kept, run = [], 0
    for letter in text:
        run = run + 1 if _is_mark(letter) else 0
        if run <= MAX_MARKS:
            kept.append(letter)
    return "".join(kept)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def _without_hidden(text: str) -> str:
    return _HIDDEN.sub("", "".join(letter for letter in text if letter.isprintable() or letter.isspace()))


def _markup_in_words(found: re.Match[str]) -> str:
    if found["stamp"]:
        return _time_in_words(int(found["stamp"]))
    names = {"person": "@someone", "role": "@role", "channel": "#channel", "guide": f"#{found['guide']}"}
    return names.get(found.lastgroup or "", found["command"])


def _time_in_words(seconds: int) -> str:
    try:
        return f"{_UNIX_EPOCH + timedelta(seconds=seconds):%Y-%m-%d %H:%M} UTC"
    except OverflowError:
        return str(seconds)
