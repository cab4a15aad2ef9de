"""What is suggested while someone types, and texts that must not break the finder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.films.rules.finder.finder import Found, IndexedTitle, NotFound, TitleIndex, find_film, suggest_films
from bot.films.rules.normalization.normalize import normalize_text
from tests.films.our_titles import FILM_OF, HOPE, ONE, TITLE_INDEX, certain_films


@pytest.mark.parametrize(
    ("typed", "english_titles"),
    [
        ("miracle", ["Miracle: Letters to the President", "Miracle in Cell No. 7"]),
        ("secret s", ["Secret Sunshine"]),
        ("소우", ["Hope", "Soulmate"]),
        ("ㅎㅁㄴ", ["Harmony"]),
        ("집으로", ["The Way Home", "Way Back Home"]),
        ("my love", ["My Lovely Angel", "My Love, Don't Cross That River", "Closer to Heaven"]),
    ],
)
def test_better_suggestions_come_first(typed: str, english_titles: list[str]) -> None:
    """Whole names come before beginnings, English before other names, and short before long."""
    assert suggest_films(TITLE_INDEX, typed)[: len(english_titles)] == tuple(FILM_OF[title] for title in english_titles)


@pytest.mark.parametrize(
    "typed", ["asdf", "qwertyuiop", "zzzzzz", "xkcd", "ㅋㅋㅋ", "ㅁㄴㅇㄹㅁㄴㅇㄹ", "뷁뷁뷁", "12345"]
)
def test_nonsense_suggests_nothing(typed: str) -> None:
    """A text unlike any name suggests no film."""
    assert suggest_films(TITLE_INDEX, typed) == ()
    assert find_film(TITLE_INDEX, typed) == NotFound(())


def test_suggestions_name_each_film_once_and_stay_within_the_limit() -> None:
    """A film is suggested only once, even if several of its names match, and the limit holds."""
    for typed in ("a", "the", "ㅅ", "s", "my", "사"):
        films = suggest_films(TITLE_INDEX, typed, 7)
        assert len(films) == len(set(films)) <= 7
    assert suggest_films(TITLE_INDEX, "hope", 0) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "!?…",
        "😭😭",
        "\u202e\u2066\u200b",
        "\x00",
        "()",
        " · / | ",
        "\ud800",
        "\udfff (2013)",
        "hope " * 2000,
        "소" * 10_000,
    ],
)
def test_texts_without_a_title_find_nothing(typed: str) -> None:
    """Empty text, punctuation, emoji, invisible characters and huge texts find and suggest nothing."""
    assert find_film(TITLE_INDEX, typed) == NotFound(())
    assert suggest_films(TITLE_INDEX, typed) == ()


@given(st.text(max_size=400) | st.text("ㄱㅏㄴ가힣aeo 2013(’", max_size=60))
def test_no_text_breaks_the_finder(typed: str) -> None:
    """Whatever is typed, the finder answers, and suggests only films that it knows."""
    answer = find_film(TITLE_INDEX, typed)
    offered = answer.nearest if isinstance(answer, NotFound) else certain_films(typed)
    assert set(offered) | set(suggest_films(TITLE_INDEX, typed)) <= set(FILM_OF.values())
    assert len(suggest_films(TITLE_INDEX, typed)) <= 25


@pytest.mark.parametrize(
    "title",
    [
        "가나다라마바사아자차카타" * 5,
        "소원 " * 60,
        "Hope \ud800",
        "\ud800\udc00",
        "ㅀ" * 60,
        "word " * 59,
        "한" * 10_000,
    ],
)
def test_no_title_breaks_the_finder(title: str) -> None:
    """Titles of 60 syllables, of lone surrogates or of thousands of symbols can be indexed and looked up."""
    index = TitleIndex([IndexedTitle(ONE, title, kind, 2013) for kind in ("english", "hangul", "romanised", "other")])
    expected = Found(ONE) if normalize_text(title).key else NotFound(())
    assert find_film(index, title) == expected
    for typed in (title[:-1], title + "ㅅ", f"{title} (2013) · {title} · KR", f"{title} film"):
        assert find_film(index, typed) in {
            Found(ONE),
            NotFound((ONE,)),
            NotFound((ONE,), is_prefix_match=True),
            NotFound(()),
        }
        assert suggest_films(index, typed) in {(), (ONE,)}


def test_invisible_characters_and_emoji_around_a_name_do_not_matter() -> None:
    """A name is found inside bidi controls and beside emoji."""
    assert find_film(TITLE_INDEX, "\u202eHope\u202c 😭") == Found(HOPE)


def test_an_empty_index_finds_nothing() -> None:
    """An index without films finds and suggests nothing."""
    assert find_film(TitleIndex([]), "hope") == NotFound(())
    assert suggest_films(TitleIndex([]), "hope 2013") == ()


def test_a_name_without_letters_is_never_found() -> None:
    """A name of only punctuation is indexed but never found."""
    assert find_film(TitleIndex([IndexedTitle(ONE, "...", "english", 2003)]), "...") == NotFound(())


@pytest.mark.parametrize(
    ("typed", "is_prefix_match"),
    [
        ("moment rem", True),
        ("ㅎㅁㄴ", True),
        ("하모", True),
        ("ode to my", True),
        ("mother", False),
        ("father", False),
        ("hope 1999", False),
        ("harmonie", False),
        ("the last harmony", False),
        ("secre", False),
    ],
)
def test_only_the_beginning_of_a_single_title_is_a_prefix_match(typed: str, *, is_prefix_match: bool) -> None:
    """A word from the middle, a typo, a wrong year or a beginning that several titles share is not a prefix match."""
    found = find_film(TITLE_INDEX, typed)
    assert isinstance(found, NotFound)
    assert found.is_prefix_match == is_prefix_match
