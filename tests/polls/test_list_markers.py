"""A pasted list loses its markers, and a text that only looks like a list keeps every letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.polls.rules.add_options.list_markers import strip_list_markers
from tests.discord_rules.hostile import hostile_texts

OPTIONS = ["Hope", "Harmony", "7번방의 선물"]


@pytest.mark.parametrize(
    "marks",
    [
        "1. |2. |3. ",
        "1) |2) |3) ",
        "(1) |(2) |(3) ",
        "[1] |[2] |[3] ",
        "#1. |#2. |#3. ",
        "1: |2: |3: ",
        "1. |2) |3. ",
        "1．|2．|3． ",
        "① |② |③ ",
        "①|②|③",
        "⑴ |⑵ |⑶ ",
        "❶ |❷ |❸ ",
        "1️⃣ |2️⃣ |3️⃣ ",
        "a. |b. |c. ",
        "A) |B) |C) ",
        "(a) |(b) |(c) ",
        "ⓐ |ⓑ |ⓒ ",
        "i. |ii. |iii. ",
        "I) |II) |III) ",
        "가. |나. |다. ",
        "가) |나) |다) ",
        "㉮ |㉯ |㉰ ",
        "ㄱ. |ㄴ. |ㄷ. ",
        "- |- |- ",
        "* |* |* ",
        "+ |+ |+ ",
        "• |• |• ",
        "•|•|•",
        "· |· |· ",
        "– |– |– ",
        "> |> |> ",
        "- |• |* ",
        "- [ ] |- [ ] |- [x] ",
        "* [ ] |* [x] |* [X] ",
        "[ ] |[ ] |[x] ",
        "1. [ ] |2. [ ] |3. [x] ",
        "☐ |☑ |☐ ",
        "✅ |✅ |✅ ",
    ],
)
def test_a_list_loses_markers_on_all_its_lines(marks: str) -> None:
    """Numbers and letters that count up from the first, bullets and checkboxes are removed."""
    assert strip_list_markers([m + o for m, o in zip(marks.split("|"), OPTIONS, strict=True)]) == OPTIONS


def test_numbers_without_a_space_and_numbers_up_to_twenty_are_markers() -> None:
    """Many people who write Korean put no space after the number ("1.소원"), and a poll can have twenty options."""
    assert strip_list_markers(["1.소원", "2.하모니", "3)써니"]) == ["소원", "하모니", "써니"]
    assert strip_list_markers([f"{n}. Film {chr(64 + n)}" for n in range(1, 21)])[19] == "Film T"


@pytest.mark.parametrize(
    "lines",
    [
        ["24. Dezember", "31. Dezember"],
        ["24. Dezember"],
        ["12. 24. 저녁", "12. 25. 저녁"],
        ["12. 24. 저녁", "12. 31. 저녁", "Hope"],
        ["- 5 degrees"],
        ["- 5 degrees", "0 degrees"],
        ["71. Into the Fire"],
        ["71. Into the Fire", "Hope"],
        ["1. Hope"],
        ["1. Hope", "Harmony"],
        ["1. Hope", "3. Harmony"],
        ["2. Hope", "1. Harmony"],
        ["2. Hope", "3. Harmony"],
        ["- Sushi", "Pizza"],
        ["1. Advent", "2. Advent", "3. Advent"],
        ["1.5 hours", "2.5 hours"],
        ["1:00 show", "2:00 show"],
        ["-1 film", "-2 films"],
        ["A.I. Artificial Intelligence", "B.A.P. concert"],
        ["a. Hope", "c. Harmony"],
        ["1 Hope", "2 Harmony"],
        ["*Hope*", "*Harmony*"],
        ["I. Hope", "V. Harmony"],
        ["①", "②"],
        ["1.", "2."],
        ["- ", "- "],
        [],
        [""],
    ],
)
def test_a_text_that_is_not_a_list_is_unchanged(lines: list[str]) -> None:
    """A single line, a mix of marked and unmarked lines, and numbers that do not count from 1 stay as typed."""
    assert strip_list_markers(lines) == lines


@given(st.lists(hostile_texts(100), max_size=6))
def test_no_line_is_lost(lines: list[str]) -> None:
    """Whatever is typed, each line stays whole or loses only its beginning."""
    stripped = strip_list_markers(lines)
    assert len(stripped) == len(lines)
    assert all(line.endswith(end) for line, end in zip(lines, stripped, strict=True))
