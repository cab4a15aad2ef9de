"""How Discord measures text, and what must never appear in our public texts."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import urlsplit

Body: TypeAlias = Mapping[str, Any]

ZERO_WIDTH_SPACE, ZERO_WIDTH_JOINER = "\u200b", "\u200d"
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ZERO_WIDTH = frozenset("\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff")
PINGS = re.compile(r"@(?:everyone|here)", re.IGNORECASE)
MENTIONS = re.compile(r"(?<!\\)(?:\\\\)*(<(?:@[!&]?|#)\d+>)")
EMOJI_TAIL = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]+$")


def length(text: str) -> int:
    """Count UTF-16 code units, which are never fewer than the code points Discord's API counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def optional_text(where: str, text: Any, maximum: int) -> Iterator[str]:
    """Report a value that is present but not a string, or too long."""
    if text is None:
        return
    if not isinstance(text, str):
        yield f"{where}: {type(text).__name__}, not text"
    elif length(text) > maximum:
        yield f"{where}: {length(text)} characters, at most {maximum}"


def required_text(where: str, text: Any, maximum: int) -> Iterator[str]:
    """Report a text that is missing, blank, not a string, or too long."""
    if text is None or (isinstance(text, str) and not text.strip()):
        yield f"{where}: empty"
    else:
        yield from optional_text(where, text, maximum)


def required_url(where: str, url: Any, maximum: int, schemes: Sequence[str]) -> Iterator[str]:
    """Report an address that is missing, too long, malformed, or has another scheme."""
    wrong = list(required_text(where, url, maximum))
    if not wrong and not _is_address(url, schemes):
        wrong = [f"{where}: {url[:60]!r} is not an {' or '.join(schemes)} address"]
    yield from wrong


def repeated(where: str, items: Sequence[Any]) -> Iterator[str]:
    """Report each repeated item once."""
    yield from (f"{where}: {item!r} appears twice" for item in dict.fromkeys(items) if items.count(item) > 1)


def too_many(where: str, items: Sequence[Any], maximum: int) -> Iterator[str]:
    """Report more items than Discord allows."""
    if len(items) > maximum:
        yield f"{where}: {len(items)} of them, at most {maximum}"


def breaks_out(text: str) -> list[str]:
    """List pings, unescaped mentions, direction marks, lone surrogates, and control and invisible characters."""
    pings = [f"{match.group()} unbroken" for match in PINGS.finditer(text)]
    pings += [f"{match.group(1)} is a mention" for match in MENTIONS.finditer(text)]
    named = (_character_fault(text, place) for place, letter in enumerate(text) if not letter.isprintable())
    return list(dict.fromkeys([*pings, *(name for name in named if name)]))


def _is_address(url: str, schemes: Sequence[str]) -> bool:
    if any(letter.isspace() or not letter.isprintable() for letter in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.netloc)


def _character_fault(text: str, place: int) -> str | None:
    letter = text[place]
    name = f"U+{ord(letter):04X}"
    if letter in BIDI_CONTROLS:
        return f"{name} reverses the direction of text"
    if letter in ZERO_WIDTH:
        return None if _may_be_invisible(text, place) else f"{name} is invisible"
    if letter != "\n" and unicodedata.category(letter) == "Cc":
        return f"{name} is a control character"
    return f"{name} is half a character" if unicodedata.category(letter) == "Cs" else None


def _may_be_invisible(text: str, place: int) -> bool:
    before, after = text[max(0, place - 8) : place], text[place + 1 : place + 2]
    if text[place] == ZERO_WIDTH_SPACE:
        return before.endswith("@")  # a zero-width space after the @ defuses a ping
    joined = EMOJI_TAIL.sub("", before)[-1:], after
    return text[place] == ZERO_WIDTH_JOINER and all(map(_is_pictograph, joined))


def _is_pictograph(letter: str) -> bool:
    newer_than_python = "Cn"
    return letter == "↔" or (letter != "" and unicodedata.category(letter) in {"So", newer_than_python})
