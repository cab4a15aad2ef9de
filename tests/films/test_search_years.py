"""Years as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.films.rules.search.years import MAX_YEAR, MIN_YEAR, YearRange, parse_years, suggest_years, try_parse_years
from tests.discord_rules.hostile import hostile_texts

ANY_YEAR = st.integers(MIN_YEAR, MAX_YEAR)

SPELLINGS = {
    YearRange(2013, 2013): "2013 | 2013년 | ２０１３ | 2013 년",
    YearRange(
        2004, 2013
    ): "2004-2013 | 2004–2013 | 2004 - 2013 | 2004~2013 | 2004〜2013년 | 2013-2004 | from 2004 to 2013"
    " | between 2004 and 2013 | 2004 through 2013 | 2004년부터 2013년까지 | 2004에서 2013 사이",
    YearRange(
        2010, None
    ): "since 2010 | Since 2010 | from 2010 | 2010- | 2010~ | 2010 – | 2010+ | 2010 onwards | since 2010s"
    " | 2010년부터 | 2010 이후 | 2010년 이후",
    YearRange(None, 2000): "until 2000 | till 2000 | to 2000 | up to 2000 | -2000 | ~2000 | 2000년까지 | 2000 이전",
    YearRange(1990, 1999): "1990s | 1990's | 1990’s | 90s | '90s | 1990 s | 1990년대 | 90년대",
    YearRange(2000, 2009): "2000s | 00s | 2000년대",
    YearRange(2020, 2029): "2020s | 20s | 2020년대",
    YearRange(1990, 2009): "1990s-2000s | 90s to 00s | 1990년대부터 2000년대까지 | 1990-2009",
    YearRange(None, 1999): "until 1990s | -1990s",
}
EACH = [(years, typed) for years, spellings in SPELLINGS.items() for typed in spellings.split(" | ")]
NOT_YEARS = ("", " ", "13", "999", "1066", "2013 2014", "20134", "since", "-", "1995s", "hope", "twenty")


@pytest.mark.parametrize(("years", "typed"), EACH)
def test_years_are_read_however_they_are_written(years: YearRange, typed: str) -> None:
    """Years can be written in English or Korean, as one year or a range, with any dash."""
    assert parse_years(typed) == years


@pytest.mark.parametrize("typed", NOT_YEARS)
def test_what_is_not_a_year_is_refused(typed: str) -> None:
    """Other numbers, other words and unfinished ranges are not read as years."""
    with pytest.raises(UserError, match="years-unread"):
        parse_years(typed)


@given(ANY_YEAR, ANY_YEAR)
def test_every_year_range_is_parsed_back(one_year: int, other_year: int) -> None:
    """The command accepts the text of any range that autocomplete can suggest."""
    first, last = min(one_year, other_year), max(one_year, other_year)
    for years in (YearRange(first, last), YearRange(first, None), YearRange(None, last), YearRange(first, first)):
        assert try_parse_years(str(years)) == years


@given(st.one_of(hostile_texts(100), st.text(max_size=100), st.from_regex(r"[0-9s년대~-]{0,12}", fullmatch=True)))
def test_any_text_suggests_only_valid_years(typed: str) -> None:
    """No text causes an error, and the command accepts every suggestion."""
    years = try_parse_years(typed)
    assert years is None or (years.first or MIN_YEAR) <= (years.last or MAX_YEAR)
    for offered in suggest_years(typed, (2020, 2010)):
        assert try_parse_years(str(offered)) == offered


def test_a_year_is_suggested_alone_and_in_ranges() -> None:
    """A typed year is suggested first, then the years since it, the years until it, and its decade."""
    assert [str(years) for years in suggest_years("2013", ())] == ["2013", "2013-", "-2013", "2010s"]
