"""The words that a closing time may be made of, in English and Korean."""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum

from bot.polls.rules.settings import DAY, MINUTE

HOUR, WEEK = 60 * MINUTE, 7 * DAY


class Kind(StrEnum):
    """The kinds of words and signs."""

    NUMBER = "number"
    ARTICLE = "a"
    HALF = "half"
    UNIT = "unit of length, its value in seconds"
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
    LATER = "in, later: makes a length of a number of days"
    THROUGH = "까지: until the end of a day"
    UNTIL = "until, by: the beginning or the end of a day"


class Period(IntEnum):
    """The parts of a day that an hour can be said to lie in."""

    AM = 1
    PM = 2
    DAWN = 3
    MORNING = 4
    DAYTIME = 5
    AFTERNOON = 6
    EVENING = 7
    NIGHT = 8
    KOREAN_NIGHT = 9


Word = tuple[Kind, int]
"""What a word is, and its value; a word that says nothing is an empty tuple of them."""


def _all(words: str, kind: Kind, value: int = 0) -> Mapping[str, tuple[Word, ...]]:
    return dict.fromkeys(words.split(), ((kind, value),))


def _counted(words: str, kind: Kind, values: Iterable[int]) -> Mapping[str, tuple[Word, ...]]:
    return {word: ((kind, value),) for word, value in zip(words.split(), values, strict=True)}


def _beginnings(words: str, kind: Kind, first: int) -> Mapping[str, tuple[Word, ...]]:
    """Each word, and what it begins with from three letters on: "thu", "thur", "thurs"."""
    numbered = enumerate(words.split(), first)
    return {word[:size]: ((kind, value),) for value, word in numbered for size in range(3, len(word) + 1)}


def _korean_numbers() -> Mapping[str, tuple[Word, ...]]:
    """한 to 열두, and 이 to 오십구; 일 alone is a day, and so a token of its own."""
    digits = ("", *"일이삼사오육칠팔구")
    tens = ("", "십", "이십", "삼십", "사십", "오십")
    spelled = {ten + digit: 10 * count + more for count, ten in enumerate(tens) for more, digit in enumerate(digits)}
    return {
        **{word: ((Kind.NUMBER, count),) for word, count in spelled.items() if count > 1},
        **_counted("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두", Kind.NUMBER, range(1, 13)),
        **_counted("스무 스물한 스물두 스물세 스물네", Kind.NUMBER, range(20, 25)),
    }


SIGNS: Mapping[str, tuple[Word, ...]] = {
    **{sign: ((kind, 0),) for sign, kind in zip(":-/.", (Kind.COLON, Kind.DASH, Kind.SLASH, Kind.DOT), strict=True)},
    "@": ((Kind.AT, 0),),
    "~": ((Kind.THROUGH, 0),),
    **dict.fromkeys(",()", ()),
}

ENGLISH: Mapping[str, tuple[Word, ...]] = {
    **_all("w wk wks week weeks", Kind.UNIT, WEEK),
    **_all("d day days", Kind.UNIT, DAY),
    **_all("h hr hrs hour hours", Kind.UNIT, HOUR),
    **_all("m min mins minute minutes", Kind.UNIT, MINUTE),
    **_all("s sec secs second seconds", Kind.UNIT, 1),
    **_all("a an", Kind.ARTICLE, 1),
    **_all("half", Kind.HALF),
    **_counted("one two three four five six seven eight nine ten eleven twelve", Kind.NUMBER, range(1, 13)),
    **_counted("fifteen twenty thirty forty fifty ninety", Kind.NUMBER, (15, 20, 30, 40, 50, 90)),
    **_beginnings("monday tuesday wednesday thursday friday saturday sunday", Kind.WEEKDAY, 0),
    **_all("weds", Kind.WEEKDAY, 2),
    **_beginnings(
        "january february march april may june july august september october november december", Kind.MONTH, 1
    ),
    **_all("today", Kind.DAYS_AHEAD, 0),
    **_all("tomorrow tmr tmrw tmw", Kind.DAYS_AHEAD, 1),
    **dict.fromkeys(("tonight", "tonite"), ((Kind.DAYS_AHEAD, 0), (Kind.PERIOD, Period.NIGHT))),
    **_all("next", Kind.NEXT, 1),
    **_all("this coming", Kind.THIS),
    **_counted("am pm", Kind.PERIOD, (Period.AM, Period.PM)),
    **_counted(
        "morning afternoon evening night nite",
        Kind.PERIOD,
        (Period.MORNING, Period.AFTERNOON, Period.EVENING, Period.NIGHT, Period.NIGHT),
    ),
    **_all("noon midday", Kind.NOON),
    **_all("midnight", Kind.MIDNIGHT),
    **_all("past", Kind.PAST),
    **_all("o'clock oclock", Kind.HOUR_SUFFIX),
    **_all("st nd rd th", Kind.ORDINAL),
    **_all("at", Kind.AT),
    **_all("in later after within for", Kind.LATER),
    **_all("until till til by before", Kind.UNTIL),
    **dict.fromkeys(("on", "of", "the", "from", "now", "and", "sharp", "t"), ()),
}

DAY_COUNTS: Mapping[str, int] = {
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "엿새": 6,
    "이레": 7,
    "여드레": 8,
    "아흐레": 9,
    "열흘": 10,
    "보름": 15,
}
WEEKDAYS = "월화수목금토일"

KOREAN: Mapping[str, tuple[Word, ...]] = {
    **_korean_numbers(),
    **_all("주 주일", Kind.UNIT, WEEK),
    **_all("시간", Kind.UNIT, HOUR),
    **_all("분", Kind.UNIT, MINUTE),
    **_all("초", Kind.UNIT, 1),
    **_all("반", Kind.HALF),
    **{
        word: ((Kind.NUMBER, count), (Kind.UNIT, DAY))
        for word, count in zip(
            ["하루", "이틀", "사흘", "나흘", "닷새", "엿새", "열흘", "보름"], (1, 2, 3, 4, 5, 6, 10, 15), strict=True
        )
    },
    "일주일": ((Kind.NUMBER, 1), (Kind.UNIT, WEEK)),
    **_counted(" ".join(f"{day}요일" for day in WEEKDAYS), Kind.WEEKDAY, range(7)),
    **_counted(" ".join(f"{day}욜" for day in WEEKDAYS), Kind.WEEKDAY, range(7)),
    **_counted("화 수 목 금 토", Kind.WEEKDAY, range(1, 6)),
    **_all("년", Kind.YEAR),
    **_all("월", Kind.MONTH_SUFFIX),
    **_all("일", Kind.DAY_SUFFIX),
    **_all("시", Kind.HOUR_SUFFIX),
    **_all("오늘 금일", Kind.DAYS_AHEAD, 0),
    **_all("내일 낼 명일 익일", Kind.DAYS_AHEAD, 1),
    **_all("모레 내일모레 낼모레", Kind.DAYS_AHEAD, 2),
    **_all("글피", Kind.DAYS_AHEAD, 3),
    **_all("그글피", Kind.DAYS_AHEAD, 4),
    **_all("다음 담", Kind.NEXT, 1),
    **_all("다다음", Kind.NEXT, 2),
    "차주": ((Kind.NEXT, 1), (Kind.UNIT, WEEK)),
    "금주": ((Kind.THIS, 0), (Kind.UNIT, WEEK)),
    **_all("이번 오는 돌아오는", Kind.THIS),
    **_all("오전", Kind.PERIOD, Period.AM),
    **_all("오후", Kind.PERIOD, Period.PM),
    **_all("새벽", Kind.PERIOD, Period.DAWN),
    **_all("아침", Kind.PERIOD, Period.MORNING),
    **_all("낮 한낮 대낮 점심", Kind.PERIOD, Period.DAYTIME),
    **_all("저녁", Kind.PERIOD, Period.EVENING),
    **_all("밤 한밤 한밤중 심야", Kind.PERIOD, Period.KOREAN_NIGHT),
    **_all("정오", Kind.NOON),
    **_all("자정", Kind.MIDNIGHT),
    **_all("까지", Kind.THROUGH),
    **_all("뒤 후 이후 동안 간 이내 안 내 지금부터 앞으로 있다가 이따가", Kind.LATER),
    **dict.fromkeys(("에", "정각", "마감", "종료", "만", "쯤"), ()),
}
