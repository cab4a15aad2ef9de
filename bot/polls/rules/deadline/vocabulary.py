"""The English and Korean words, and the signs, that a deadline can contain."""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum

from bot.polls.rules.settings import DAY, MINUTE

HOUR, WEEK = 60 * MINUTE, 7 * DAY


class TokenKind(StrEnum):
    """The kinds of tokens."""

    NUMBER = "number"
    ARTICLE = "a"
    HALF = "half"
    UNIT = "a unit of time, its value in seconds"
    COLON = ":"
    DASH = "-"
    SLASH = "/"
    DOT = "."
    YEAR = "년"
    MONTH_SUFFIX = "월: a month after a number, Monday without one"
    DAY_SUFFIX = "일: a day after a number, Sunday without one"
    HOUR_SUFFIX = "시, o'clock"
    MONTH = "a month's name"
    ORDINAL = "th"
    WEEKDAY = "a weekday, Monday being 0"
    DAYS_AHEAD = "today, tomorrow"
    NEXT = "next, its value in weeks"
    THIS = "this"
    PERIOD = "a part of the day"
    NOON = "noon"
    MIDNIGHT = "midnight"
    PAST = "past"
    AT = "at"
    LATER = "in, later: makes a duration of a number of days"
    THROUGH = "까지: until the end of a day"
    UNTIL = "until, by: the beginning or the end of a day"


class DayPeriod(IntEnum):
    """The parts of a day that an hour can be in."""

    AM = 1
    PM = 2
    DAWN = 3
    MORNING = 4
    DAYTIME = 5
    AFTERNOON = 6
    EVENING = 7
    NIGHT = 8
    KOREAN_NIGHT = 9


Word = tuple[TokenKind, int]
"""A token's kind and value. Words such as "on", which change nothing, become no tokens."""


def _words(words: str, kind: TokenKind, value: int = 0) -> Mapping[str, tuple[Word, ...]]:
    return dict.fromkeys(words.split(), ((kind, value),))


def _numbered(words: str, kind: TokenKind, values: Iterable[int]) -> Mapping[str, tuple[Word, ...]]:
    return {word: ((kind, value),) for word, value in zip(words.split(), values, strict=True)}


def _abbreviations(words: str, kind: TokenKind, first: int) -> Mapping[str, tuple[Word, ...]]:
    """Return each word with its prefixes of at least three letters, such as "thu", "thur" and "thurs"."""
    indexed = enumerate(words.split(), first)
    return {word[:size]: ((kind, value),) for value, word in indexed for size in range(3, len(word) + 1)}


def _korean_numbers() -> Mapping[str, tuple[Word, ...]]:
    """Return 한 to 열두, 스무 to 스물네 and 이 to 오십구; 일 alone is left out because it means a day."""
    digits = ("", *"일이삼사오육칠팔구")
    tens = ("", "십", "이십", "삼십", "사십", "오십")
    spelled = {ten + digit: 10 * count + more for count, ten in enumerate(tens) for more, digit in enumerate(digits)}
    return {
        **{word: ((TokenKind.NUMBER, count),) for word, count in spelled.items() if count > 1},
        **_numbered("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두", TokenKind.NUMBER, range(1, 13)),
        **_numbered("스무 스물한 스물두 스물세 스물네", TokenKind.NUMBER, range(20, 25)),
    }


SIGNS: Mapping[str, tuple[Word, ...]] = {
    **{
        sign: ((kind, 0),)
        for sign, kind in zip(":-/.", (TokenKind.COLON, TokenKind.DASH, TokenKind.SLASH, TokenKind.DOT), strict=True)
    },
    "@": ((TokenKind.AT, 0),),
    "~": ((TokenKind.THROUGH, 0),),
    **dict.fromkeys(",()", ()),
}

ENGLISH: Mapping[str, tuple[Word, ...]] = {
    **_words("w wk wks week weeks", TokenKind.UNIT, WEEK),
    **_words("d day days", TokenKind.UNIT, DAY),
    **_words("h hr hrs hour hours", TokenKind.UNIT, HOUR),
    **_words("m min mins minute minutes", TokenKind.UNIT, MINUTE),
    **_words("s sec secs second seconds", TokenKind.UNIT, 1),
    **_words("a an", TokenKind.ARTICLE, 1),
    **_words("half", TokenKind.HALF),
    **_numbered("one two three four five six seven eight nine ten eleven twelve", TokenKind.NUMBER, range(1, 13)),
    **_numbered("fifteen twenty thirty forty fifty ninety", TokenKind.NUMBER, (15, 20, 30, 40, 50, 90)),
    **_abbreviations("monday tuesday wednesday thursday friday saturday sunday", TokenKind.WEEKDAY, 0),
    **_words("weds", TokenKind.WEEKDAY, 2),
    **_abbreviations(
        "january february march april may june july august september october november december", TokenKind.MONTH, 1
    ),
    **_words("today", TokenKind.DAYS_AHEAD, 0),
    **_words("tomorrow tmr tmrw tmw", TokenKind.DAYS_AHEAD, 1),
    **dict.fromkeys(("tonight", "tonite"), ((TokenKind.DAYS_AHEAD, 0), (TokenKind.PERIOD, DayPeriod.NIGHT))),
    **_words("next", TokenKind.NEXT, 1),
    **_words("this coming", TokenKind.THIS),
    **_numbered("am pm", TokenKind.PERIOD, (DayPeriod.AM, DayPeriod.PM)),
    **_numbered(
        "morning afternoon evening night nite",
        TokenKind.PERIOD,
        (DayPeriod.MORNING, DayPeriod.AFTERNOON, DayPeriod.EVENING, DayPeriod.NIGHT, DayPeriod.NIGHT),
    ),
    **_words("noon midday", TokenKind.NOON),
    **_words("midnight", TokenKind.MIDNIGHT),
    **_words("past", TokenKind.PAST),
    **_words("o'clock oclock", TokenKind.HOUR_SUFFIX),
    **_words("st nd rd th", TokenKind.ORDINAL),
    **_words("at", TokenKind.AT),
    **_words("in later after within for", TokenKind.LATER),
    **_words("until till til by before", TokenKind.UNTIL),
    **dict.fromkeys(("on", "of", "the", "from", "now", "and", "sharp", "t"), ()),
}
WEEKDAYS = "월화수목금토일"

KOREAN: Mapping[str, tuple[Word, ...]] = {
    **_korean_numbers(),
    **_words("주 주일", TokenKind.UNIT, WEEK),
    **_words("시간", TokenKind.UNIT, HOUR),
    **_words("분", TokenKind.UNIT, MINUTE),
    **_words("초", TokenKind.UNIT, 1),
    **_words("반", TokenKind.HALF),
    **{
        word: ((TokenKind.NUMBER, count), (TokenKind.UNIT, DAY))
        for word, count in zip(
            ["하루", "이틀", "사흘", "나흘", "닷새", "엿새", "열흘", "보름"], (1, 2, 3, 4, 5, 6, 10, 15), strict=True
        )
    },
    "일주일": ((TokenKind.NUMBER, 1), (TokenKind.UNIT, WEEK)),
    **_numbered(" ".join(f"{day}요일" for day in WEEKDAYS), TokenKind.WEEKDAY, range(7)),
    **_numbered(" ".join(f"{day}욜" for day in WEEKDAYS), TokenKind.WEEKDAY, range(7)),
    **_numbered("화 수 목 금 토", TokenKind.WEEKDAY, range(1, 6)),
    **_words("년", TokenKind.YEAR),
    **_words("월", TokenKind.MONTH_SUFFIX),
    **_words("일", TokenKind.DAY_SUFFIX),
    **_words("시", TokenKind.HOUR_SUFFIX),
    **_words("오늘 금일", TokenKind.DAYS_AHEAD, 0),
    **_words("내일 낼 명일 익일", TokenKind.DAYS_AHEAD, 1),
    **_words("모레 내일모레 낼모레", TokenKind.DAYS_AHEAD, 2),
    **_words("글피", TokenKind.DAYS_AHEAD, 3),
    **_words("그글피", TokenKind.DAYS_AHEAD, 4),
    **_words("다음 담", TokenKind.NEXT, 1),
    **_words("다다음", TokenKind.NEXT, 2),
    "차주": ((TokenKind.NEXT, 1), (TokenKind.UNIT, WEEK)),
    "금주": ((TokenKind.THIS, 0), (TokenKind.UNIT, WEEK)),
    **_words("이번 오는 돌아오는", TokenKind.THIS),
    **_words("오전", TokenKind.PERIOD, DayPeriod.AM),
    **_words("오후", TokenKind.PERIOD, DayPeriod.PM),
    **_words("새벽", TokenKind.PERIOD, DayPeriod.DAWN),
    **_words("아침", TokenKind.PERIOD, DayPeriod.MORNING),
    **_words("낮 한낮 대낮 점심", TokenKind.PERIOD, DayPeriod.DAYTIME),
    **_words("저녁", TokenKind.PERIOD, DayPeriod.EVENING),
    **_words("밤 한밤 한밤중 심야", TokenKind.PERIOD, DayPeriod.KOREAN_NIGHT),
    **_words("정오", TokenKind.NOON),
    **_words("자정", TokenKind.MIDNIGHT),
    **_words("까지", TokenKind.THROUGH),
    **_words("뒤 후 이후 동안 간 이내 안 내 지금부터 앞으로 있다가 이따가", TokenKind.LATER),
    **dict.fromkeys(("에", "정각", "마감", "종료", "만", "쯤"), ()),
}
