"""Numbers in Korean words: 7 as 칠, 일곱 or romanised "chil"; 팔월 as 8월."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

_DIGITS: Final = (" 일이삼사오육칠팔구", "공일이삼사오육칠팔구", "영일이삼사오육칠팔구")
_PLACES: Final = ("", "십", "백", "천")
_ROMANIZED: Final = (["", "il", "i", "sam", "sa", "o", "yuk", "chil", "pal", "gu"], ("", "sip", "baek", "cheon"))
_NATIVE_ONES: Final = ["", "하나 한", "둘 두", "셋 세", "넷 네", "다섯", "여섯", "일곱", "여덟", "아홉"]
_NATIVE_TENS: Final = ["", "열", "스물 스무", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]
_MAX_NATIVE = 99
_COUNTERS: Final = "번|년|월|일|세기|살|시|명|분|개|층|호|편|학년|가지|달|마리|인"
_WORD_BEFORE_COUNTER = re.compile(
    rf"(?<![가-힣])[일이삼사오육칠팔구십한두세네다섯여덟곱아홉열스물무서른마흔쉰예순든]{{1,6}}(?=\s?(?:{_COUNTERS}))"
)


def spell_korean(digits: str) -> tuple[str, ...]:
    """Return the Hangul spellings of a number of up to four digits: 팔십이, 여든둘 and 여든두 for 82."""
    spelled = [_sino_korean(digits, _DIGITS[0], _PLACES), *_native_numerals(int(digits))]
    if len(digits) > 2:  # noqa: PLR2004  # 육이오
        spelled += ["".join(names[int(digit)] for digit in digits) for names in _DIGITS[1:]]
    return tuple(dict.fromkeys(filter(None, spelled)))


def romanize_number(digits: str) -> tuple[str, ...]:
    """Return the romanised Korean spellings of a number of up to four digits: "palsipi" for 82."""
    return tuple(filter(None, (_sino_korean(digits, *_ROMANIZED),)))


def korean_number_words() -> Iterator[tuple[str, str]]:
    """Yield the words for each number from 1 to 99 with its digits: 칠 and "7", 일곱 and "7"."""
    for number in range(1, _MAX_NATIVE + 1):
        yield from ((word, str(number)) for word in spell_korean(str(number)))


def korean_words_to_digits(text: str, words: Mapping[str, str]) -> str:
    """Replace number words before counters with the digits that `words` has for them: 12 번째 for 열두 번째."""
    return _WORD_BEFORE_COUNTER.sub(lambda match: words.get(match[0], match[0]), text)


def _sino_korean(digits: str, names: Sequence[str], places: Sequence[str]) -> str:
    """Return the Sino-Korean number, without a "one" before ten, hundred or thousand."""
    parts = []
    for place, digit in zip(reversed(range(len(digits))), map(int, digits), strict=True):
        if digit:
            parts.append(("" if digit == 1 and place else names[digit]) + places[place])
    return "".join(parts)


def _native_numerals(number: int) -> Iterator[str]:
    if 0 < number <= _MAX_NATIVE:
        tens, ones = divmod(number, 10)
        for ten in _NATIVE_TENS[tens].split(" ") if not ones else (_NATIVE_TENS[tens].split(" ")[0],):
            for unit in _NATIVE_ONES[ones].split(" "):
                yield ten + unit
