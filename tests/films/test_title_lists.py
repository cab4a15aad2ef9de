"""Several titles on one line are split, and keep the order of the line."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.films.rules.title_lists import split_titles
from tests.discord_rules.hostile import hostile_texts
from tests.films.our_titles import NAMES, TITLE_INDEX


def test_any_of_our_titles_and_hope_on_one_line_are_two_films() -> None:
    """Each name is recognised before and after Hope, unless the name has no letters or ends in "..."."""
    for name in NAMES:
        if re.search(r"\w", name.text) and not name.text.endswith("..."):
            for line in (f"{name.text}, Hope (2013)", f"Hope (2013) / {name.text}"):
                titles = split_titles(TITLE_INDEX, line)
                assert [title.is_film for title in titles] == [True, True], line
                assert {title.text for title in titles} == {name.text, "Hope (2013)"}


@given(st.lists(hostile_texts(60), min_size=1, max_size=4), st.sampled_from([", ", "/", "、", " and ", " · "]))
def test_titles_are_parts_of_the_line_in_order(texts: list[str], between: str) -> None:
    """Each title is a part of the line, and comes after the previous title."""
    line, place = between.join(texts), 0
    for title in split_titles(TITLE_INDEX, line):
        place = line.index(title.text, place) + len(title.text)


def test_a_very_long_line_is_not_split() -> None:
    """A line with more parts than anyone would type remains a single title."""
    assert len(split_titles(TITLE_INDEX, "Hope, " * 1000)) == 1
