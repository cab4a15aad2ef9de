"""Questions and options are cleaned and limited in length, and no option is listed twice."""

import unicodedata

import pytest
from hypothesis import given

from bot.core.errors import UserError
from bot.ids import FilmId
from bot.polls.rules.add_options.triage import triage_options
from bot.polls.rules.option import (
    MAX_OPTION_LENGTH,
    MAX_OPTIONS,
    MAX_QUESTION_LENGTH,
    OptionContent,
    check_enough_options,
    clean_input,
    parse_question,
    without_duplicates,
)
from tests.discord_rules.hostile import hostile_texts
from tests.polls.booth import refusal_key

HOPE = OptionContent("Hope", film_id=FilmId(1), korean_label="소원", year=2013)


@given(hostile_texts(300))
def test_hostile_text_becomes_at_most_one_visible_line(text: str) -> None:
    """No control, bidi or invisible character stays, and cleaning again changes nothing."""
    cleaned = clean_input(text)
    assert cleaned == clean_input(cleaned) == cleaned.strip()
    assert not [letter for letter in cleaned if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set(cleaned) & set("\u202e\u2066\u200b\u3164\n\x00")


@given(hostile_texts(4000))
def test_a_question_is_cleaned_or_refused(text: str) -> None:
    """Any text becomes a question of 1 to 200 characters, or is refused as empty or too long."""
    questions: list[str] = []
    reason = refusal_key(lambda: questions.append(parse_question(text)))
    assert reason in {None, "question-empty", "question-long"}
    assert all(1 <= len(question) <= MAX_QUESTION_LENGTH for question in questions)


@given(hostile_texts(4000))
def test_options_are_cleaned_or_reported_as_too_long(text: str) -> None:
    """Each new option has 1 to 80 characters, and only lines with more are reported as too long."""
    requested = [OptionContent(line) for line in map(clean_input, text.splitlines()) if line]
    triage = triage_options(requested, ())
    assert all(1 <= len(option.label) <= MAX_OPTION_LENGTH for option in triage.new)
    assert all(len(option.label) > MAX_OPTION_LENGTH for option in triage.too_long)


@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u3164\u3164", "\u202e", "\u200d", "\u200d \u200d", "\n\n"])
def test_invisible_text_counts_as_empty(blank: str) -> None:
    """A question of invisible characters is refused as empty."""
    with pytest.raises(UserError, match=r"polls\.refused\.question-empty"):
        parse_question(blank)


@pytest.mark.parametrize(
    "again",
    [
        HOPE,
        OptionContent("Hope", film_id=FilmId(2), year=2013),
        OptionContent("another title", film_id=FilmId(1)),
        OptionContent("hope  (2013)"),
        OptionContent("ＨＯＰＥ (2013)"),
    ],
)
def test_nothing_is_repeated(again: OptionContent) -> None:
    """Neither the same film nor anything that looks the same to a voter is listed twice."""
    assert without_duplicates([again], [HOPE]) == ()
    assert len(without_duplicates([HOPE, again], [])) == 1


@pytest.mark.parametrize(
    "other", [OptionContent("Hope", film_id=FilmId(3), year=2016), OptionContent("Hope"), OptionContent("소원")]
)
def test_options_with_similar_names_can_be_listed_together(other: OptionContent) -> None:
    """A film with the same title from another year, and the bare title as text, are separate options."""
    assert without_duplicates([other], [HOPE]) == (other,)


def test_twenty_is_the_most_and_two_the_fewest() -> None:
    """Two options are refused if there is room for one. One option is too few to start a poll."""
    there = [OptionContent(str(number)) for number in range(MAX_OPTIONS - 1)]
    assert len(without_duplicates([HOPE, HOPE], there)) == 1
    with pytest.raises(UserError) as refusal:
        without_duplicates([HOPE, OptionContent("Harmony")], there)
    assert refusal.value.values == {"limit": 20, "room": 1}
    with pytest.raises(UserError, match=r"polls\.refused\.few"):
        check_enough_options([HOPE])
    check_enough_options([HOPE, OptionContent("Harmony")])


def test_an_option_is_called_by_its_title_in_each_language() -> None:
    """Korean readers see the Hangul title if there is one. The name used in draws is the same for everyone."""
    assert (HOPE.title("ko"), HOPE.title("en"), OptionContent("Nap").title("ko")) == ("소원", "Hope", "Nap")
    assert (HOPE.name, OptionContent("Nap").name) == ("Hope (2013)", "Nap")
