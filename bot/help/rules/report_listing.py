"""Reports as they stand in a terminal: a line of facts, then the text in a column of its own."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.help.rules.report import Report

WIDTH = 80
WIDE = frozenset("WF")
"""The letters that take two columns, Hangul among them, by Unicode's East Asian width."""
GENERAL, NONE = "general", "No reports."


def printed(reports: Sequence[Report], width: int = WIDTH) -> Iterator[str]:
    """The lines of open reports, in the order given, and how many there are; one sentence when there is none."""
    numbers = max((len(str(report.number)) for report in reports), default=0)
    for report in reports:
        yield f"{report.number:>{numbers}}  {_moment(report.made)}  {report.language}  {report.film or GENERAL}"
        for line in report.text.splitlines():
            yield from (f"{'':{numbers}}  {row}".rstrip() for row in _rows(line, width - numbers - 2))
        yield ""
    yield f"{len(reports)} open report{'s' * (len(reports) != 1)}." if reports else NONE


def _moment(epoch: int) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%MZ")


def _rows(line: str, width: int) -> Iterator[str]:
    """A line, wrapped between words where it can be, so that no row takes more than `width` columns."""
    row = ""
    for word in line.split(" "):
        longer = f"{row} {word}" if row else word
        if _columns(longer) <= width:
            row = longer
            continue
        if row:
            yield row
        *whole, row = _pieces(word, width)
        yield from whole
    yield row


def _pieces(word: str, width: int) -> list[str]:
    """A word, in as many pieces as it takes."""
    pieces = [""]
    for letter in word:
        if _columns(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _columns(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(letter) in WIDE) for letter in text)
