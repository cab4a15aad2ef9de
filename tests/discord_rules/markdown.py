"""What Discord's markdown would make of a text: a test oracle, written independently of the escaping code.

It reads from left to right, as the client does. A backslash escapes the punctuation mark after it. But in code,
spoilers, strike-through and links, an escaped closing mark still closes, because the client ignores that backslash.
"""

import re
from collections.abc import Iterator, Sequence

ESCAPE = re.compile(r"\\[^0-9A-Za-z\s]")
POINT = re.compile(r"[\\*_~|`\[<@\n]|(?:https?|steam)://", re.IGNORECASE)
LINE_STARTS = (
    ("heading", re.compile(r"[ \t]*#{1,3}[ \t]+(?=\S)")),
    ("quote", re.compile(r"[ \t]*>(?:>>)?[ \t]")),
    ("small print", re.compile(r"[ \t]*-#[ \t]+(?=\S)")),
    ("list", re.compile(r"[ \t]*(?:[-*]|\d+\.)[ \t]+(?=\S)")),
)
SPANS = (
    ("code block", re.compile(r"```(?=[\s\S]*?[^\n])[\s\S]+?```")),
    ("code", re.compile(r"(`+)[\s\S]*?[^`]\1(?!`)")),
    ("bold", re.compile(r"\*\*(?:\\[\s\S]|[^\\])+?\*\*(?!\*)")),
    ("italics", re.compile(r"\*(?=\S)(?:\\[\s\S]|\*\*|[^\\*])+?(?<!\s)\*(?!\*)")),
    ("underline", re.compile(r"__(?:\\[\s\S]|[^\\])+?__(?!_)")),
    ("italics", re.compile(r"_(?:__|\\[\s\S]|[^\\_])+?_(?!\w)", re.ASCII)),
    ("strike-through", re.compile(r"~~[\s\S]+?~~")),
    ("spoiler", re.compile(r"\|\|[\s\S]+?\|\|")),
    ("masked link", re.compile(r"\[(?:\[[^\]]*\]|[^\[\]])*\]\([^\n]*?\)")),
    ("masked link", re.compile(r"\[[^\n]*?\]\([^\n]*?\)")),
    ("timestamp", re.compile(r"<t:-?\d+(?::\w)?>")),
    ("custom emoji", re.compile(r"<a?:\w+:\d+>")),
    ("mention", re.compile(r"@(?:everyone|here)", re.IGNORECASE)),
    ("mention", re.compile(r"<(?:@[!&]?|#)\d+>|<id:[\w-]+(?::\d+)?>|</[^:\n>]+:\d+>")),
    ("bare url", re.compile(r"(?:https?|steam)://[^\s<]+", re.IGNORECASE)),
    ("bare url", re.compile(r"<(?:[a-z][a-z0-9+.-]*:/|mailto:|tel:|sms:)[^\s>]+>", re.IGNORECASE)),
)
DELIMITER = re.compile(r"\\|\*|_|~~|`")


def live_markup(text: str) -> list[str]:
    """List markup that Discord would render in an embed's description or field, with its position."""
    return [f"{name} at {place}: {text[place:end][:40]!r}" for name, place, end in _matches(text)]


def loose_ends(text: str) -> list[str]:
    """List marks that are harmless alone but could pair up with marks in a neighbouring text or in the card."""
    bars = [f"spoiler bar at {match.start()}" for match in re.finditer(r"\|\|", text)]
    return [*bars, *_open_marks(text)]


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    place, at_start = 0, True
    while place < len(text):
        opening = _first(LINE_STARTS, text, place) if at_start else None
        hit = opening or _first(SPANS, text, place)
        if hit is None:
            place, at_start = _step(text, place)
            continue
        yield hit[0], place, hit[1]
        place, at_start = hit[1], opening is not None


def _step(text: str, place: int) -> tuple[int, bool]:
    """Advance to the next place where markup may begin, skipping escapes."""
    escape = ESCAPE.match(text, place)
    if text[place] == "\n":
        return place + 1, True
    point = POINT.search(text, escape.end() if escape else place + 1)
    return (point.start() if point else len(text)), False


def _first(rules: Sequence[tuple[str, re.Pattern[str]]], text: str, place: int) -> tuple[str, int] | None:
    matches = ((name, rule.match(text, place)) for name, rule in rules)
    return next(((name, match.end()) for name, match in matches if match), None)


def _open_marks(text: str) -> Iterator[str]:
    place = 0
    while match := DELIMITER.search(text, place):
        escape = ESCAPE.match(text, match.start())
        place = escape.end() if escape else match.end()
        if not escape and (match.group() != "\\" or place == len(text)):
            yield f"open {match.group()} at {match.start()}"
