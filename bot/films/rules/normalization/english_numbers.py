"""Numbers in English words: 7 as "seven", "seventh" or "7th", 1982 as "nineteen eighty two"."""

from collections.abc import Iterator
from typing import Final

MAX_ORDINAL = 99

# fmt: off
_BELOW_TWENTY: Final = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]
# fmt: on
_TENS: Final = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_SUFFIXES: Final = {1: "st", 2: "nd", 3: "rd"}
_TEN, _TWENTY, _HUNDRED, _THOUSAND = 10, 20, 100, 1000


def spell_english(digits: str) -> tuple[str, ...]:
    """Return the English spellings of a number of up to four digits, with ordinals up to 99."""
    number = int(digits)
    spelled = [*_cardinals(number)]
    if len(digits) > 2:  # noqa: PLR2004  # "six two five"
        spelled += [
            " ".join(_BELOW_TWENTY[int(digit)] for digit in digits).replace("zero", zero)
            for zero in ("zero", "o", "oh")
        ]
    if 0 < number <= MAX_ORDINAL:
        spelled += [ordinal_word(number), ordinal_digits(number)]
    return tuple(dict.fromkeys(spelled))


def ordinal_word(number: int) -> str:
    """Return the ordinal of a number from 1 to 99 in words, such as "twenty first"."""
    *tens, last = _below_hundred(number).split()
    ordinal = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return " ".join((*tens, ordinal))


def ordinal_digits(number: int) -> str:
    """Return the ordinal of a number in digits, such as "21st"."""
    is_teen = number % _HUNDRED // _TEN == 1
    return f"{number}{'th' if is_teen else _SUFFIXES.get(number % _TEN, 'th')}"


def english_number_words() -> Iterator[tuple[str, str]]:
    """Yield the words for each number from 1 to 99 with its digits: "seven" and "7", "seventh" and "7th"."""
    for number in range(1, MAX_ORDINAL + 1):
        yield _below_hundred(number), str(number)
        yield ordinal_word(number), ordinal_digits(number)


def _cardinals(number: int) -> Iterator[str]:
    if number < _HUNDRED:
        yield _below_hundred(number)
        return
    thousands, remainder = divmod(number, _THOUSAND)
    hundreds, last = divmod(remainder, _HUNDRED)
    head = [f"{_BELOW_TWENTY[thousands]} thousand"] if thousands else []
    head += [f"{_BELOW_TWENTY[hundreds]} hundred"] if hundreds else []
    tail = [_below_hundred(last)] if last else []
    yield " ".join((*head, *tail))
    if last:
        yield " ".join((*head, "and", *tail))
    if thousands and number // _HUNDRED >= _TEN:  # "nineteen eighty two", "twenty twenty"
        pair = _below_hundred(last) if last >= _TEN else f"o {_BELOW_TWENTY[last]}" if last else "hundred"
        yield f"{_below_hundred(number // _HUNDRED)} {pair}"


def _below_hundred(number: int) -> str:
    if number < _TWENTY:
        return _BELOW_TWENTY[number]
    tens, unit = divmod(number, _TEN)
    return f"{_TENS[tens]} {_BELOW_TWENTY[unit]}" if unit else _TENS[tens]
