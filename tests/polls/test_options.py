"""What may be asked and voted for: cleaned, not too long, nothing twice."""

import unicodedata

import pytest
from hypothesis import given

from bot.core.errors import UserError
from bot.polls.rules.option import (
    LONGEST_OPTION,
    LONGEST_QUESTION,
    MOST,
    Wanted,
    as_options,
    as_question,
    check_enough,
    new_among,
    tidy,
)
from tests.discord_rules.hostile import hostile_texts
from tests.polls.booth import refused

HOPE = Wanted("Hope", film=1, hangul="소원", year=2013)


@given(hostile_texts(300))
def test_a_hostile_text_becomes_one_line_that_can_be_seen(text: str) -> None:
    """No control, bidi or invisible character is kept, and cleaning again changes nothing."""
    kept = tidy(text)
    assert kept == tidy(kept) == kept.strip()
    assert not [letter for letter in kept if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set(kept) & set("\u202e\u2066\u200b\u3164\n\x00")


@given(hostile_texts(4000))
def test_a_question_is_kept_clean_or_refused(text: str) -> None:
    """Whatever is typed, there is a question of 1 to 200 characters or a kind no."""
    kept: list[str] = []
    reason = refused(lambda: kept.append(as_question(text)))
    assert reason in {None, "question-empty", "question-long"}
    assert all(1 <= len(question) <= LONGEST_QUESTION for question in kept)


@given(hostile_texts(4000))
def test_options_are_kept_clean_or_refused(text: str) -> None:
    """Whatever is typed in the form, each line is an option of 1 to 80 characters or there is a kind no."""
    kept: list[Wanted] = []
    reason = refused(lambda: kept.extend(as_options(text.splitlines())))
    assert reason in {None, "option-empty", "option-long"}
    assert all(1 <= len(one.label) <= LONGEST_OPTION for one in kept)


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u3164\u3164", "\u202e", "\u200d", "\u200d \u200d", "\n\n"])
def test_what_cannot_be_seen_is_empty(blank: str) -> None:
    """A question of invisible letters is no question, an option neither."""
    with pytest.raises(UserError, match=r"polls\.refused\.question-empty"):
        as_question(blank)
    with pytest.raises(UserError, match=r"polls\.refused\.option-empty"):
        as_options([blank])


def test_empty_lines_are_left_out_and_a_long_one_is_named() -> None:
    """A form with gaps works; of one too long it is said which and how much."""
    assert [one.label for one in as_options(["", " Hope ", "", "Harmony"])] == ["Hope", "Harmony"]
    with pytest.raises(UserError) as no:
        as_options(["Hope", "x" * 81])
    assert no.value.values == {"number": 2, "count": 81, "limit": 80}


@pytest.mark.parametrize(
    "again",
    [
        HOPE,
        Wanted("Hope", film=2, year=2013),
        Wanted("another title", film=1),
        Wanted("hope  (2013)"),
        Wanted("ＨＯＰＥ (2013)"),
    ],
)
def test_nothing_stands_twice(again: Wanted) -> None:
    """Not the same film, and nothing that a voter would read as the same."""
    assert new_among([again], [HOPE]) == ()
    assert len(new_among([HOPE, again], [])) == 1


@pytest.mark.parametrize("other", [Wanted("Hope", film=3, year=2016), Wanted("Hope"), Wanted("소원")])
def test_namesakes_may_stand_side_by_side(other: Wanted) -> None:
    """Films of one title and of different years are two options."""
    assert new_among([other], [HOPE]) == (other,)


def test_twenty_is_the_most_and_two_the_fewest() -> None:
    """What is too much is refused whole, with the room that is left."""
    there = [Wanted(str(number)) for number in range(MOST - 1)]
    assert len(new_among([HOPE, HOPE], there)) == 1
    with pytest.raises(UserError) as no:
        new_among([HOPE, Wanted("Harmony")], there)
    assert no.value.values == {"limit": 20, "room": 1}
    with pytest.raises(UserError, match=r"polls\.refused\.few"):
        check_enough([HOPE])
    check_enough([HOPE, Wanted("Harmony")])


def test_an_option_is_called_by_its_title_in_each_language() -> None:
    """Korean readers read the Hangul title where there is one; a draw takes one name for all."""
    assert (HOPE.title("ko"), HOPE.title("en"), Wanted("Nap").title("ko")) == ("소원", "Hope", "Nap")
    assert (HOPE.name, Wanted("Nap").name) == ("Hope (2013)", "Nap")
