"""The marks before the lines of a list that was pasted: bullets, tick boxes, and numbers or letters that run from 1."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from bot.core.text.cleaning import normalize

FEWEST_LINES = 2

_BOX: Final = r"(?:\[[ xX✓✔]?\]\s+)"
_BULLET: Final = rf"(?P<bullet>(?:[-*+>–—]\s+|[•·‣⁃▪▫◦●○■□▶►☐☑✓✔✅🔸🔹]\ufe0f?\s*){_BOX}?|{_BOX})"
_LETTERS: Final = "[a-zA-Z]|[ivxIVX]{2,5}"
_KOREAN_LETTERS: Final = "[가나다라마바사아자차카타파하]|[ㄱ-ㅎ]"
_NUMBERED: Final = (
    rf"[#(\[]?(?P<number>[0-9]{{1,2}}|{_LETTERS}|{_KOREAN_LETTERS})"
    rf"(?:[.)\]．:]+\s+|(?<=[0-9가-힣])[.)\]．、]+(?=[^\W\d_])){_BOX}?"
)
_KEYCAP: Final = "(?P<keycap>[0-9])\ufe0f?\u20e3\\s*|(?P<ten>🔟)\\s*"
_ENCLOSED: Final = "(?P<sign>[\u2460-\u249b\u24b6-\u24ff\u2776-\u2793\u3200-\u321e\u3260-\u327b])[.)]?\\s*"
_MARK = re.compile(rf"(?:{_BULLET}|{_KEYCAP}|{_ENCLOSED}|{_NUMBERED})(?=\S)")
_ROMAN: Final = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_RUNS: Final = ("abcdefghijklmnopqrstuvwxyz", "가나다라마바사아자차카타파하", "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ")
_BULLETED: Final = ""


def without_list_marks(lines: Sequence[str]) -> list[str]:
    """Return the lines without their marks, if all of two or more bear one and the numbers run from 1.

    They keep them too where lines that differ would then be the same: "1. Advent", "2. Advent".
    """
    marks = [_MARK.match(line) for line in lines]
    found = [mark for mark in marks if mark]
    if len(lines) < FEWEST_LINES or len(found) < len(lines):
        return list(lines)
    numbers = [number for number in map(_number, found) if number != _BULLETED]
    bare = [line[mark.end() :] for line, mark in zip(lines, found, strict=True)]
    if not _run(numbers) or len(set(bare)) < len(set(lines)):
        return list(lines)
    return bare


def _number(mark: re.Match[str]) -> str:
    """Return the number or letter of a mark in lower case; _BULLETED for a bullet."""
    if mark["ten"]:
        return "10"
    if sign := mark["sign"]:
        digit = unicodedata.numeric(sign, None)
        shown = normalize("NFKC", sign).strip("().")
        return str(int(digit)) if digit is not None else normalize("NFC", shown).casefold()
    return (mark["number"] or mark["keycap"] or _BULLETED).casefold()


def _run(numbers: Sequence[str]) -> bool:
    """Tell whether the numbers are the first ones in their order, in one of the ways to number."""
    ways = ([str(number) for number in range(1, len(numbers) + 1)], _ROMAN.split(), *map(list, _RUNS))
    return any(list(numbers) == list(way)[: len(numbers)] for way in ways)
