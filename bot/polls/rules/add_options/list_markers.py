"""The markers of a pasted list: bullets, checkboxes, and numbers or letters in sequence."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from bot.core.text.cleaning import normalize

MIN_LIST_LINES = 2

_CHECKBOX: Final = r"(?:\[[ xX✓✔]?\]\s+)"
_BULLET: Final = rf"(?P<bullet>(?:[-*+>–—]\s+|[•·‣⁃▪▫◦●○■□▶►☐☑✓✔✅🔸🔹]\ufe0f?\s*){_CHECKBOX}?|{_CHECKBOX})"
_LETTERS: Final = "[a-zA-Z]|[ivxIVX]{2,5}"
_KOREAN_LETTERS: Final = "[가나다라마바사아자차카타파하]|[ㄱ-ㅎ]"
_NUMBERED: Final = (
    rf"[#(\[]?(?P<number>[0-9]{{1,2}}|{_LETTERS}|{_KOREAN_LETTERS})"
    rf"(?:[.)\]．:]+\s+|(?<=[0-9가-힣])[.)\]．、]+(?=[^\W\d_])){_CHECKBOX}?"
)
_KEYCAP: Final = "(?P<keycap>[0-9])\ufe0f?\u20e3\\s*|(?P<ten>🔟)\\s*"
_ENCLOSED: Final = "(?P<sign>[\u2460-\u249b\u24b6-\u24ff\u2776-\u2793\u3200-\u321e\u3260-\u327b])[.)]?\\s*"
_MARKER = re.compile(rf"(?:{_BULLET}|{_KEYCAP}|{_ENCLOSED}|{_NUMBERED})(?=\S)")
_ROMAN: Final = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_SEQUENCES: Final = ("abcdefghijklmnopqrstuvwxyz", "가나다라마바사아자차카타파하", "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ")
_BULLET_LABEL: Final = ""


def strip_list_markers(lines: Sequence[str]) -> list[str]:
    """Return the lines without their markers if every line has one, and any numbers or letters are in order.

    Otherwise return the lines unchanged.
    """
    markers = [_MARKER.match(line) for line in lines]
    matches = [marker for marker in markers if marker]
    if len(lines) < MIN_LIST_LINES or len(matches) < len(lines):
        return list(lines)
    numbers = [number for number in map(_marker_label, matches) if number != _BULLET_LABEL]
    stripped = [line[marker.end() :] for line, marker in zip(lines, matches, strict=True)]
    # Markers are kept if different lines would be equal without them: "1. Advent", "2. Advent".
    if not _is_sequence(numbers) or len(set(stripped)) < len(set(lines)):
        return list(lines)
    return stripped


def _marker_label(marker: re.Match[str]) -> str:
    """Return the number or letter of a marker in lower case, or `_BULLET_LABEL` for a bullet."""
    if marker["ten"]:
        return "10"
    if sign := marker["sign"]:
        digit = unicodedata.numeric(sign, None)
        label = normalize("NFKC", sign).strip("().")
        return str(int(digit)) if digit is not None else normalize("NFC", label).casefold()
    return (marker["number"] or marker["keycap"] or _BULLET_LABEL).casefold()


def _is_sequence(numbers: Sequence[str]) -> bool:
    """Return whether the labels are the start of a numbering: numbers, Roman numerals or an alphabet."""
    numberings = ([str(number) for number in range(1, len(numbers) + 1)], _ROMAN.split(), *map(list, _SEQUENCES))
    return any(list(numbers) == list(numbering)[: len(numbers)] for numbering in numberings)
