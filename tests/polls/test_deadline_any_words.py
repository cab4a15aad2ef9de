"""Any text typed as a closing time is quickly understood, found ambiguous, or refused."""

from collections.abc import Sequence
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.polls.rules.deadline.parser import AmbiguousDeadline, parse_deadline
from bot.polls.rules.deadline.tokens import MAX_INPUT_LENGTH
from bot.polls.rules.deadline.vocabulary import ENGLISH, KOREAN, SIGNS
from bot.polls.rules.settings import MAX_DURATION, MIN_DURATION, resolve_deadline
from tests.polls.booth import refusal_key
from tests.polls.test_deadline_words import DAY, NOW, epoch

WORDS = [*ENGLISH, *KOREAN, *SIGNS, *map(str, range(33)), "20:00", "2026", "11월 30일", "99999", "0", "🎬"]


@given(
    st.lists(st.sampled_from(WORDS), max_size=9).flatmap(
        lambda words: st.sampled_from(["", " "]).map(lambda space: space.join(words))
    ),
    st.integers(epoch(NOW), epoch(NOW) + 400 * DAY),
    st.sampled_from(["Asia/Seoul", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_any_words_are_valid_ambiguous_or_refused(typed: str, now: int, zone: str) -> None:
    """Each possible closing time is between a minute and thirty days away. An ambiguous text has several."""
    moments, key = possible_moments(typed, zone, now)
    assert key in {None, "time-several", "time-unclear", "time-past", "time-soon", "time-far"}
    assert all(MIN_DURATION <= moment - now <= MAX_DURATION for moment in moments)
    assert len(moments) > 1 if key == "time-several" else len(moments) == (key is None)


def possible_moments(typed: str, zone: str, now: int) -> tuple[Sequence[int], str | None]:
    """Return the possible closing times, and the last part of the error's key, if there is an error."""
    try:
        return [resolve_deadline(parse_deadline(typed, zone, now), now) or 0], None
    except AmbiguousDeadline as several:
        return several.candidates, several.key.rpartition(".")[2]
    except UserError as refusal:
        return [], refusal.key.rpartition(".")[2]


@pytest.mark.parametrize(
    "unit", ["9", "9 ", "1h", "일", "내일", "1.", "다음 ", "half ", "a", "\u0315\u0300", "한시", "오", "-", "(", "1/"]
)
@pytest.mark.parametrize("size", [MAX_INPUT_LENGTH, 100_000])
def test_no_text_takes_long(unit: str, size: int) -> None:
    """A text of any length is read or refused in less than twenty milliseconds of CPU time."""
    typed = (unit * size)[:size]
    assert min(seconds_to_read(typed) for _ in range(5)) < 0.02


def seconds_to_read(typed: str) -> float:
    before = thread_time()
    refusal_key(lambda: parse_deadline(typed, "Asia/Seoul", epoch(NOW)))
    return thread_time() - before
