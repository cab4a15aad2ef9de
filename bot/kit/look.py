"""How everything looks: one family of colours, Discord's limits, trimming on a word, escaping what people typed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# One family: the blue of a tear, paler the quieter the message is.
TEAR: Final = 0x5E8FC7
MIST: Final = 0x8FA9C4

TITLE: Final = 256
DESCRIPTION: Final = 4096
FIELD_NAME: Final = 256
LABEL: Final = 80
CHOICE: Final = 100
MENU: Final = 25
FORM_TITLE: Final = 45
AUTOCOMPLETE: Final = 25

ELLIPSIS: Final = "…"
JOINER: Final = "\u200d"
BLANK_LETTERS: Final = "\u115f\u1160\u2800\u3164\uffa0"
BLANK: Final = re.compile(f"[{BLANK_LETTERS}]")
PICTURE: Final = "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
JOINED: Final = re.compile(rf"({PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]?{JOINER}(?={PICTURE}))|{JOINER}")
LOUD: Final = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
LIVE: Final = re.compile(r"([\\*_~|`<\[\]]|:(?=//))")
LINE_START: Final = re.compile(r"^(\d+)(?=\.)|^(?=[#>+-])")
BROKEN_END: Final = re.compile(r"(?<!\\)(\\\\)*\\$")


@dataclass(frozen=True, slots=True)
class Line:
    """A fact that a feature adds to a film's card: a heading and a text, both ready for markdown.

    A line with `replaces` stands in for the card's own line of that name ("tissues").
    """

    heading: str
    text: str
    replaces: str | None = None


def length(text: str) -> int:
    """Characters as the strictest reader counts them: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """One line of visible text: composed, no control, bidi or invisible characters, nothing that calls everyone."""
    shown = " ".join(text.split())
    if not shown.isprintable() or BLANK.search(shown):
        visible = "".join(c for c in shown if c == JOINER or (c.isprintable() and c not in BLANK_LETTERS))
        shown = " ".join(JOINED.sub(r"\1", visible).split())
    return LOUD.sub("＠", unicodedata.normalize("NFC", shown))  # last: something unseen may have kept letters apart


def fit(text: str, limit: int) -> str:
    """`text`, cut on a word with an ellipsis when it is longer than `limit`."""
    if length(text) <= limit:
        return text
    kept = _first(text, limit - 1)
    words = kept.rsplit(" ", 1)[0] if " " in kept[limit // 2 :] else kept
    return BROKEN_END.sub("", words.rstrip(f" ,;:·-{JOINER}")).rstrip() + ELLIPSIS


def _first(text: str, units: int) -> str:
    """The first whole letters of `text` within `units` UTF-16 code units."""
    kept = text[:units]
    while length(kept) > units:
        kept = kept[:-1]
    return kept


def plain(text: str, limit: int = DESCRIPTION) -> str:
    """What people typed, so that it reads as typed inside markdown and fits `limit`: no markup, no mention, no link."""
    return fit(LINE_START.sub(r"\1\\", LIVE.sub(r"\\\1", clean(text))), limit)


def label(text: str, limit: int = LABEL) -> str:
    """What people typed, for a place that knows no markdown (a button, a menu, a suggestion)."""
    return fit(clean(text), limit)


def mention(command: str, ids: Mapping[str, int]) -> str:
    """A slash command ("film show") as Discord makes it clickable; as plain text while its id is not known."""
    number = ids.get(command.split(maxsplit=1)[0])
    return f"</{command}:{number}>" if number else f"`/{command}`"
