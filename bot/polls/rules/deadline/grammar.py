"""The grammar of deadlines: the sequences of tokens that form each kind of part."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from bot.polls.rules.deadline.parts import (
    CalendarDates,
    ClockTime,
    DayOfMonth,
    DaysAhead,
    Duration,
    HourStyle,
    Modifier,
    Part,
    Weekday,
    WeekOffset,
)
from bot.polls.rules.deadline.tokens import Token
from bot.polls.rules.deadline.vocabulary import HOUR, WEEK, DayPeriod, TokenKind
from bot.polls.rules.settings import DAY, MINUTE

K = TokenKind
NOON, MINUTES, SUNDAY = 12, 60, 6
YEAR_DIGITS, CLOCK_DIGITS, PAIR = 4, 2, 2
MERIDIEMS: AbstractSet[tuple[TokenKind, int]] = frozenset({(K.PERIOD, DayPeriod.AM), (K.PERIOD, DayPeriod.PM)})

RuleResult = Part | tuple[Part, ...] | None
RuleFunction = Callable[[Sequence[Token], Token | None], RuleResult]
"""Builds the parts from a rule's tokens and the token after them; returns None if the tokens make no sense."""


def parse_parts(tokens: Sequence[Token]) -> tuple[Part, ...] | None:
    """Return the parts that the tokens form, by the longest matching rules, or None if a token fits no rule."""
    parts: list[Part] = []
    index = 0
    while index < len(tokens):
        size, matched = _match_rule(tokens, index)
        if not size:
            return None
        parts.extend(matched)
        index += size
    return tuple(parts)


def _match_rule(tokens: Sequence[Token], index: int) -> tuple[int, tuple[Part, ...]]:
    """Return how many tokens the longest matching rule takes, and its parts, or 0 and no parts if none matches."""
    kinds = tuple(token.kind for token in tokens[index : index + MAX_RULE_LENGTH])
    for size in range(len(kinds), 0, -1):
        make = RULES.get(kinds[:size])
        after = tokens[index + size] if index + size < len(tokens) else None
        matched = make(tokens[index : index + size], after) if make else None
        if matched is not None:
            return size, matched if isinstance(matched, tuple) else (matched,)
    return 0, ()


# Durations


def _duration(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    """Parse "two hours", "1.5시간", "half an hour", "an hour and a half" and "1시간 반"."""
    unit_index, unit = next((index, _unit(token)) for index, token in enumerate(tokens) if _unit(token))
    amount = _amount(tokens[:unit_index])
    halves = sum(token.kind is K.HALF for token in tokens)
    is_day = tokens[unit_index].kind is K.DAY_SUFFIX and len(tokens) == PAIR and amount.is_integer()
    return Duration(int(unit * (amount + halves / 2)), int(amount) if is_day else None)


def _amount(tokens: Sequence[Token]) -> float:
    """Return the amount before a unit, without halves: 0 for "half", 1 for "an"."""
    kinds = [token.kind for token in tokens]
    if K.NUMBER not in kinds:
        return 0.0 if K.HALF in kinds else 1.0
    if K.DOT in kinds:
        whole, _, fraction = tokens
        return whole.value + float(f"0.{fraction.value:0{fraction.digits}}")
    return float(tokens[0].value)


def _unit(token: Token) -> int:
    return DAY if token.kind is K.DAY_SUFFIX else token.value if token.kind is K.UNIT else 0


def _hours_and_minutes(tokens: Sequence[Token], after: Token | None) -> RuleResult:
    """Parse "1h30" without a space, unless the next token gives the 30 another meaning."""
    hours, unit, minutes = tokens
    if unit.value != HOUR or not minutes.is_adjacent or (after is not None and after.kind is not K.LATER):
        return None
    return Duration(hours.value * HOUR + minutes.value * MINUTE)


# Times of day


def _clock(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    """Parse "20:00", and "20:00:00" as computers write it."""
    hour, minute, *seconds = (token for token in tokens if token.kind is K.NUMBER)
    if minute.value >= MINUTES or any(second.value for second in seconds) or not _fit_two_digits(hour, minute):
        return None
    return ClockTime(hour.value, minute.value)


def _fit_two_digits(*numbers: Token) -> bool:
    """Return whether all numbers have at most two digits, as hours, minutes, days and months have."""
    return all(number.digits <= CLOCK_DIGITS for number in numbers)


def _spoken_hour(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    """Parse "8시", "8시 30분", "8시 반" and "8 o'clock"; "08시" and "20시" are on the 24-hour clock."""
    hour, _mark, *tail = tokens
    minute = 30 if tail and tail[0].kind is K.HALF else tail[0].value if tail else 0
    if minute >= MINUTES or (len(tail) == PAIR and tail[1].value != MINUTE):
        return None
    is_exact = hour.value == 0 or hour.value > NOON or len(str(hour.value)) < hour.digits
    return ClockTime(hour.value, minute, HourStyle.EXACT if is_exact else HourStyle.SPOKEN)


def _bare_hour(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    hour = tokens[0].value
    return ClockTime(hour, 0, HourStyle.BARE) if _fit_two_digits(*tokens) else None


def _half_past(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    return ClockTime(tokens[-1].value, 30, HourStyle.SPOKEN)


def _noon(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    """Parse "noon", "12 noon", "midnight" and "12 midnight"."""
    if tokens[0].kind is K.NUMBER and tokens[0].value != NOON:
        return None
    return ClockTime(NOON) if tokens[-1].kind is K.NOON else ClockTime(0, 0, HourStyle.MIDNIGHT)


# Days


def _full_date(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    """Parse "2026-12-24", "2026년 12월 24일", "24.12.2026" and "12/24/2026"."""
    first, second, third = (token for token in tokens if token.kind is K.NUMBER)
    if first.digits == YEAR_DIGITS:
        return CalendarDates(((first.value, second.value, third.value),))
    if third.digits == YEAR_DIGITS:
        return CalendarDates(((third.value, first.value, second.value), (third.value, second.value, first.value)))
    return None


def _short_date(tokens: Sequence[Token], after: Token | None) -> RuleResult:
    """Parse "12/24", "24.12." and "12-24", but read "8.30" before am or pm as a time."""
    first, sign, second = tokens
    if not _fit_two_digits(first, second):
        return None
    if sign.kind is K.DOT and after is not None and (after.kind, after.value) in MERIDIEMS:
        return (
            ClockTime(first.value, second.value) if second.digits == CLOCK_DIGITS and second.value < MINUTES else None
        )
    return CalendarDates(((None, first.value, second.value), (None, second.value, first.value)))


def _month_and_day(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    """Parse "12월 24일", "Dec 24th", "24. Dec" and "24 December 2026"."""
    named = next((token.value for token in tokens if token.kind is K.MONTH), None)
    numbers = [token for token in tokens if token.kind is K.NUMBER]
    month = numbers.pop(0).value if named is None else named
    day, *year = numbers
    if any(token.digits != YEAR_DIGITS for token in year):
        return None
    return CalendarDates(((year[0].value if year else None, month, day.value),))


def _next_weekday(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    return Weekday(tokens[1].value, tokens[0].value)


def _week(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    """Parse "다음 주" and "this week"."""
    return WeekOffset(tokens[0].value) if tokens[1].value == WEEK else None


def _this_period(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    return DaysAhead(0), DayPeriod(tokens[1].value)


def _after_tomorrow(tokens: Sequence[Token], _: Token | None) -> RuleResult:
    """Parse "day after tomorrow" and "내일 모레"."""
    if tokens[0].kind is K.DAYS_AHEAD:
        return DaysAhead(2) if [token.value for token in tokens] == [1, 2] else None
    return DaysAhead(1 + tokens[-1].value) if tokens[0].value == DAY else None


def _duration_rules() -> Iterator[tuple[TokenKind, ...]]:
    """Yield the token kinds of every form of a duration: an amount, a unit and perhaps a half."""
    amounts = (
        (K.NUMBER,),
        (K.NUMBER, K.DOT, K.NUMBER),
        (K.NUMBER, K.ARTICLE, K.HALF),
        (K.ARTICLE,),
        (K.HALF,),
        (K.HALF, K.ARTICLE),
        (K.ARTICLE, K.HALF),
    )
    for amount in amounts:
        for unit in (K.UNIT, K.DAY_SUFFIX):
            yield (*amount, unit)
            if K.HALF not in amount:
                yield (*amount, unit, K.HALF)
                yield (*amount, unit, K.ARTICLE, K.HALF)


def _constant(part: Part) -> RuleFunction:
    return lambda _tokens, _after: part


RULES: Mapping[tuple[TokenKind, ...], RuleFunction] = {
    **dict.fromkeys(_duration_rules(), _duration),
    (K.NUMBER, K.UNIT, K.NUMBER): _hours_and_minutes,
    (K.NUMBER, K.COLON, K.NUMBER): _clock,
    (K.NUMBER, K.COLON, K.NUMBER, K.COLON, K.NUMBER): _clock,
    (K.NUMBER, K.HOUR_SUFFIX): _spoken_hour,
    (K.NUMBER, K.HOUR_SUFFIX, K.HALF): _spoken_hour,
    (K.NUMBER, K.HOUR_SUFFIX, K.NUMBER, K.UNIT): _spoken_hour,
    (K.NUMBER,): _bare_hour,
    (K.HALF, K.PAST, K.NUMBER): _half_past,
    **dict.fromkeys([(K.NOON,), (K.NUMBER, K.NOON), (K.MIDNIGHT,), (K.NUMBER, K.MIDNIGHT)], _noon),
    **{(K.NUMBER, sign, K.NUMBER, sign, K.NUMBER): _full_date for sign in (K.DASH, K.SLASH, K.DOT)},
    (K.NUMBER, K.YEAR, K.NUMBER, K.MONTH_SUFFIX, K.NUMBER, K.DAY_SUFFIX): _full_date,
    **{(K.NUMBER, sign, K.NUMBER): _short_date for sign in (K.DASH, K.SLASH, K.DOT)},
    (K.NUMBER, K.MONTH_SUFFIX, K.NUMBER, K.DAY_SUFFIX): _month_and_day,
    **{
        (*words, *year): _month_and_day
        for words in (
            (K.MONTH, K.NUMBER),
            (K.MONTH, K.NUMBER, K.ORDINAL),
            (K.NUMBER, K.MONTH),
            (K.NUMBER, K.ORDINAL, K.MONTH),
            (K.NUMBER, K.DOT, K.MONTH),
        )
        for year in ((), (K.NUMBER,))
    },
    (K.NUMBER, K.ORDINAL): lambda tokens, _: DayOfMonth(tokens[0].value),
    (K.WEEKDAY,): lambda tokens, _: Weekday(tokens[0].value),
    (K.MONTH_SUFFIX,): _constant(Weekday(0)),
    (K.DAY_SUFFIX,): _constant(Weekday(SUNDAY)),
    **dict.fromkeys([(K.THIS, K.WEEKDAY), (K.THIS, K.THIS, K.WEEKDAY)], lambda tokens, _: Weekday(tokens[-1].value)),
    (K.NEXT, K.WEEKDAY): _next_weekday,
    (K.NEXT, K.UNIT): _week,
    (K.THIS, K.UNIT): _week,
    (K.DAYS_AHEAD,): lambda tokens, _: DaysAhead(tokens[0].value),
    (K.DAYS_AHEAD, K.DAYS_AHEAD): _after_tomorrow,
    (K.UNIT, K.LATER, K.DAYS_AHEAD): _after_tomorrow,
    (K.PERIOD,): lambda tokens, _: DayPeriod(tokens[0].value),
    (K.THIS, K.PERIOD): _this_period,
    (K.AT,): _constant(Modifier.AT),
    (K.LATER,): _constant(Modifier.LATER),
    (K.THROUGH,): _constant(Modifier.THROUGH),
    (K.UNTIL,): _constant(Modifier.UNTIL),
    (K.DOT,): lambda _tokens, _: (),
}
MAX_RULE_LENGTH = max(map(len, RULES))
