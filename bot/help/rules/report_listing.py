"""Formats reports for a terminal: a line of facts, then the text in a separate column."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.help.rules.report import Report

WIDTH = 80
WIDE_CLASSES = frozenset("WF")
"""Unicode's East Asian width classes of characters that take two columns, such as Hangul."""
GENERAL, NO_REPORTS = "general", "No reports."


def format_reports(reports: Sequence[Report], width: int = WIDTH) -> Iterator[str]:
    """Yield the lines of the reports and then their number, or one sentence if there are no reports."""
    number_width = max((len(str(report.number)) for report in reports), default=0)
    for report in reports:
        about = report.film_title or GENERAL
        yield f"{report.number:>{number_width}}  {_timestamp(report.created_at)}  {report.language}  {about}"
        for line in report.text.splitlines():
            yield from (f"{'':{number_width}}  {row}".rstrip() for row in _wrap(line, width - number_width - 2))
        yield ""
    yield f"{len(reports)} open report{'s' * (len(reports) != 1)}." if reports else NO_REPORTS


def _timestamp(epoch: int) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%MZ")


def _wrap(line: str, width: int) -> Iterator[str]:
    """Yield a line as rows of at most `width` columns, broken between words if possible."""
    row = ""
    for word in line.split(" "):
        longer = f"{row} {word}" if row else word
        if _display_width(longer) <= width:
            row = longer
            continue
        if row:
            yield row
        *full_rows, row = _split_word(word, width)
        yield from full_rows
    yield row


def _split_word(word: str, width: int) -> list[str]:
    """Split a word into pieces of at most `width` columns."""
    pieces = [""]
    for letter in word:
        if _display_width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _display_width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(letter) in WIDE_CLASSES) for letter in text)
