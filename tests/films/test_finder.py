"""Whatever people type finds the film they mean, and never another."""

import re
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.films.rules.finder.finder import Ambiguous, Found, IndexedTitle, NotFound, TitleIndex, find_film, suggest_films
from bot.films.rules.normalization.normalize import normalize_text
from bot.films.rules.normalization.romanization import is_romanized_korean
from tests.films.our_titles import (
    CLASSIC,
    CLASSIC_OF_2013,
    CROWDED_INDEX,
    FILM_OF,
    HOPE,
    HOPE_OF_2019,
    MIRACLE,
    MIRACLE_IN_TURKEY,
    NAMES,
    ONE,
    TITLE_INDEX,
    TITLES,
    TWO,
    certain_films,
    read_table,
    spelling_variants,
    typos,
)


def test_what_people_type_finds_the_film_they_mean() -> None:
    """Each text in found.tsv finds its film, or has the film as its first suggestion."""
    for row in read_table("found.tsv"):
        film, answer = FILM_OF[row["film"]], find_film(TITLE_INDEX, row["typed"])
        if row["outcome"] == "found":
            assert answer == Found(film), row
        else:
            assert isinstance(answer, NotFound), row
            assert answer.nearest[0] == suggest_films(TITLE_INDEX, row["typed"])[0] == film, row


def test_the_table_is_large() -> None:
    """The table has at least 100 titles, of which at least 70 are found for certain and at least 35 are Korean."""
    rows = read_table("found.tsv")
    not_korean = {
        word for name in NAMES if name.kind in {"english", "other"} for word in normalize_text(name.text).words
    }
    assert len(rows) >= 100
    assert sum(row["outcome"] == "found" for row in rows) >= 70
    assert sum(not_korean.isdisjoint(normalize_text(row["typed"]).words) for row in rows) >= 35


def test_every_name_finds_its_film() -> None:
    """Each film is found by each of its names, and is one of the first two suggestions for that name."""
    lost = [name for name in NAMES if name.film_id not in certain_films(name.text)]
    buried = [name for name in NAMES if name.film_id not in suggest_films(TITLE_INDEX, name.text)[:2]]
    assert (lost, buried) == ([], [])


def test_every_spelling_of_a_name_finds_its_film() -> None:
    """Case, spaces, punctuation, width, decomposed letters and a dropped article change nothing."""
    spellings = ((name, text) for name in NAMES for text in spelling_variants(name.text))
    assert [text for name, text in spellings if name.film_id not in certain_films(text)] == []


def test_a_name_with_a_year_finds_its_film_only_if_the_year_is_right() -> None:
    """A name with its year finds its film; with a wrong year, the film is only suggested, first or second."""
    for name in NAMES:
        assert name.film_id in certain_films(f"{name.text} ({name.year})")
        assert name.film_id in certain_films(f"{name.year} {name.text}")
        wrong = find_film(TITLE_INDEX, f"{name.text} 1931")
        assert isinstance(wrong, NotFound)
        assert name.film_id in wrong.nearest[:2]


def test_other_titles_are_never_found() -> None:
    """Titles of other films, even similar ones, find none of our films."""
    keys = {key for name in NAMES for key in normalize_text(name.text)[1:]}
    for row in read_table("missing.tsv"):
        assert normalize_text(row["typed"]).key not in keys, row
        assert isinstance(find_film(TITLE_INDEX, row["typed"]), NotFound), row


def test_no_typo_of_one_name_finds_another_film(volume: Callable[[int], int]) -> None:
    """A name with one dropped, doubled or swapped letter finds only films of that name, or none."""
    for name in Random(2026).sample(NAMES, volume(len(NAMES))):
        own = set(certain_films(name.text))
        for place in range(len(name.text)):
            for typed in typos(name.text, place):
                assert own.issuperset(certain_films(typed)), typed


@given(
    name=st.sampled_from([name for name in NAMES if len(normalize_text(name.text).key_without_article) >= 10]),
    slip=st.data(),
)
def test_two_typos_in_a_long_name_find_the_film_or_none(name: IndexedTitle, slip: st.DataObject) -> None:
    """A long name with two typos finds only films of that name, or none."""
    typed = name.text
    for _ in range(2):
        place = slip.draw(st.integers(0, len(typed) - 1))
        typed = slip.draw(st.sampled_from(typos(typed, place)))
    assert set(certain_films(name.text)).issuperset(certain_films(typed))


@given(
    name=st.sampled_from(
        [name for name in NAMES if name.kind == "english" and not is_romanized_korean(normalize_text(name.text).key)]
    ),
    place=st.integers(0, 60),
    letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789"),
)
def test_a_replaced_letter_makes_another_title(name: IndexedTitle, place: int, letter: str) -> None:
    """An English name with one replaced letter does not find its film."""
    place %= len(name.text)
    changed = name.text[:place] + letter + name.text[place + 1 :]
    assume(name.text[place].isalnum() and normalize_text(changed).key != normalize_text(name.text).key)
    assert name.film_id not in certain_films(changed)


def test_a_typo_inside_a_long_word_finds_the_film() -> None:
    """An English name with a typo inside a word of at least eight letters finds its film."""
    lost = []
    for name in (name for name in NAMES if name.kind == "english"):
        long = [word.span() for word in re.finditer(r"[^\W\d_]{8,}", name.text)]
        inside = [at for start, end in long for at in range(start + 1, end - 2)]
        lost += [typed for at in inside for typed in typos(name.text, at) if name.film_id not in certain_films(typed)]
    assert lost == []


@pytest.mark.parametrize(("first", "second"), [("english", "hangul"), ("hangul", "english")])
@pytest.mark.parametrize("end", ["", " · KR"])
def test_the_bot_understands_its_own_suggestions(first: str, second: str, end: str) -> None:
    """The text of a suggestion finds its film. With another year, it finds none and suggests that film first."""
    for film, year in TITLE_INDEX.year_of.items():
        title, other = TITLES[first][film], TITLES[second][film]
        assert find_film(TITLE_INDEX, f"{title} ({year}) · {other}{end}") == Found(film)
        assert find_film(TITLE_INDEX, f"{title} · {other}{end}") == Found(film)
        wrong = find_film(TITLE_INDEX, f"{title} ({year + 1}) · {other}{end}")
        assert isinstance(wrong, NotFound)
        assert wrong.nearest[0] == film


def test_a_second_title_tells_namesakes_apart() -> None:
    """Two titles find the film that has both. An added "movie" or "film" changes nothing."""
    assert find_film(CROWDED_INDEX, "Hope · 소원 · KR") == Found(HOPE)
    assert find_film(CROWDED_INDEX, "Miracle in Cell No. 7 (2019) · 7. Koğuştaki Mucize · TR") == Found(
        MIRACLE_IN_TURKEY
    )
    assert find_film(CROWDED_INDEX, "hope movie") == Ambiguous((HOPE, HOPE_OF_2019))
    assert find_film(CROWDED_INDEX, "hope (2019 film)") == Found(HOPE_OF_2019)


def test_separators_inside_a_name_do_not_split_it() -> None:
    """A name that contains title separators or brackets is still one name."""
    index = TitleIndex(
        [IndexedTitle(ONE, "Face / Off (Again)", "english", 1997), IndexedTitle(ONE, "얼굴 | 둘", "hangul", 1997)]
    )
    for typed in ("Face / Off (Again)", "Face / Off (Again) (1997)"):
        assert find_film(index, typed) == Found(ONE)
    bracketed = TitleIndex([IndexedTitle(ONE, "Off (Again)", "english", 1997)])
    assert find_film(bracketed, "Off (Again) (1997) · KR") == find_film(bracketed, "Off (Again) film") == Found(ONE)


def test_namesakes_are_suggested_together() -> None:
    """A name that several films share finds all of them, even with a typo or without its article."""
    assert find_film(CROWDED_INDEX, "miracle in cell no 7") == Ambiguous((MIRACLE, MIRACLE_IN_TURKEY))
    assert find_film(CROWDED_INDEX, "mircale in cell no 7") == Ambiguous((MIRACLE, MIRACLE_IN_TURKEY))
    assert find_film(CROWDED_INDEX, "classic") == Ambiguous((CLASSIC, CLASSIC_OF_2013))
    assert find_film(CROWDED_INDEX, "hope") == Ambiguous((HOPE, HOPE_OF_2019))
    assert suggest_films(CROWDED_INDEX, "hope")[:2] == (HOPE, HOPE_OF_2019)


def test_a_year_tells_namesakes_apart() -> None:
    """A year before or after a name, in brackets or not, finds the film of that year."""
    assert find_film(CROWDED_INDEX, "Hope (2013)") == Found(HOPE)
    assert find_film(CROWDED_INDEX, "2019 hope") == Found(HOPE_OF_2019)
    assert find_film(CROWDED_INDEX, "miracle in cell no. 7 2019") == Found(MIRACLE_IN_TURKEY)
    assert find_film(CROWDED_INDEX, "miracle in cell no. 7, 2013") == Found(MIRACLE)
    assert find_film(CROWDED_INDEX, "소원 2013년") == Found(HOPE)
    assert suggest_films(CROWDED_INDEX, "hope 2019")[0] == HOPE_OF_2019


def test_a_year_of_no_namesake_finds_none() -> None:
    """A shared name with a wrong year finds no film, and suggests the films of that name."""
    assert find_film(CROWDED_INDEX, "hope 1997") == NotFound((HOPE, HOPE_OF_2019))


def test_a_film_with_namesakes_is_found_by_a_name_of_its_own() -> None:
    """Films that share one name are each found by a name of their own."""
    assert find_film(CROWDED_INDEX, "소원") == Found(HOPE)
    assert find_film(CROWDED_INDEX, "7 kogustaki mucize") == Found(MIRACLE_IN_TURKEY)


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Twenty-One Days", "21 days"),
        ("The Seventh Seal", "the 7th seal"),
        ("The 400 Blows", "the four hundred blows"),
        ("Room 2046", "room twenty forty six"),
        ("2001: A Space Odyssey", "two thousand one a space odyssey"),
        ("열두 번째 남자", "12번째 남자"),
        ("100일의 약속", "백일의 약속"),
        ("7번방 3호실", "일곱번방 삼호실"),
        ("스무 살", "20살"),
        ("L'Été", "Été, L'"),
        ("Une vie", "Vie, Une"),
    ],
)
def test_a_title_is_found_with_its_numbers_in_words_or_digits_and_its_article_last(title: str, typed: str) -> None:
    """Numbers can be typed in words or in digits, in English and Korean. An article can come last."""
    kind = "hangul" if not normalize_text(title).key.isascii() and title != "L'Été" else "english"
    assert find_film(TitleIndex([IndexedTitle(ONE, title, kind, 2013)]), typed) == Found(ONE)


@pytest.mark.parametrize(
    ("title", "typed"), [("Nine", "9"), ("9", "nine"), ("Two", "2"), ("사랑", "4랑"), ("사도", "4도"), ("이별", "2별")]
)
def test_a_number_alone_and_a_syllable_in_a_word_are_not_read_as_numbers(title: str, typed: str) -> None:
    """A title that is only a number has one spelling, and a syllable inside a word is not read as a number."""
    assert find_film(TitleIndex([IndexedTitle(ONE, title, "english", 2013)]), typed) == NotFound(())


def test_an_id_of_two_films_finds_neither() -> None:
    """If two films share an IMDb id, neither is found, and both are suggested."""
    names = [IndexedTitle(ONE, "Hope", "english", 2013), IndexedTitle(TWO, "Wish", "english", 2013)]
    index = TitleIndex(names, [("tt3153634", ONE), ("tt3153634", TWO)])
    assert find_film(index, "tt3153634") == NotFound((ONE, TWO))
    assert suggest_films(index, "https://www.imdb.com/title/tt3153634/") == (ONE, TWO)
