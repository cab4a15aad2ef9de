"""Which film is meant: whatever is typed finds its film, and never another."""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.films.rules.finding import FilmName, Found, Missing, Several, Shelf, find, suggest
from bot.films.rules.folding import fold

HERE = Path(__file__).parent
FILMS_FILE = HERE.parents[1] / "data" / "films.json"


class Film(TypedDict):
    title_en: str
    title_ko: str
    title_romanised: str
    aka: list[str]
    year: int


def read_names() -> Iterator[FilmName]:
    films = cast("list[Film]", json.loads(FILMS_FILE.read_text("utf-8")))
    for key, film in enumerate(films, start=1):
        yield FilmName(key, film["title_en"], "english", film["year"])
        yield FilmName(key, film["title_ko"], "hangul", film["year"])
        yield FilmName(key, film["title_romanised"], "romanised", film["year"])
        yield from (FilmName(key, other, "other", film["year"]) for other in film["aka"])


def read_table(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


NAMES = tuple(read_names())
SHELF = Shelf(NAMES)
TITLES = {kind: {name.film: name.text for name in NAMES if name.kind == kind} for kind in ("english", "hangul")}
FILM_OF = {name.text: name.film for name in NAMES if name.kind == "english"}
HOPE, CLASSIC, MIRACLE = FILM_OF["Hope"], FILM_OF["The Classic"], FILM_OF["Miracle in Cell No. 7"]
MIRACLE_IN_TURKEY, HOPE_OF_2019, CLASSIC_OF_2013 = 901, 902, 903
CROWDED = Shelf(
    [
        *NAMES,
        FilmName(MIRACLE_IN_TURKEY, "Miracle in Cell No. 7", "english", 2019),
        FilmName(MIRACLE_IN_TURKEY, "7. Koğuştaki Mucize", "other", 2019),
        FilmName(HOPE_OF_2019, "Hope", "english", 2019),
        FilmName(CLASSIC_OF_2013, "The Classic", "english", 2013),
    ]
)


def certain(typed: str) -> tuple[int, ...]:
    match find(SHELF, typed):
        case Found(film):
            return (film,)
        case Several(films):
            return films
        case Missing():
            return ()


def slips(text: str, place: int) -> tuple[str, str, str]:
    before, letter, after = text[:place], text[place], text[place + 1 :]
    return before + after, before + letter * 2 + after, before + after[:1] + letter + after[1:]


def other_writings(text: str) -> Iterator[str]:
    yield text.upper()
    yield text.swapcase()
    yield text.replace(" ", "")
    yield " - ".join(text.split())
    yield f"  «{text}»…"
    yield text.replace("'", "’")
    yield unicodedata.normalize("NFD", text)
    yield "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    yield text.removeprefix("A ").removeprefix("The ")


@pytest.mark.parametrize("row", read_table("found.tsv"), ids=lambda row: row["typed"])
def test_what_people_type_finds_the_film_they_mean(row: dict[str, str]) -> None:
    """Every row of the table finds its film: for certain, or as the first of the nearest and of the suggestions."""
    film, answer = FILM_OF[row["film"]], find(SHELF, row["typed"])
    if row["outcome"] == "found":
        assert answer == Found(film)
    else:
        assert isinstance(answer, Missing)
        assert answer.nearest[0] == suggest(SHELF, row["typed"])[0] == film


def test_the_table_is_rich() -> None:
    """The table has at least a hundred rows, most of them found for certain, 35 of them Korean in any letters."""
    rows = read_table("found.tsv")
    not_korean = {word for name in NAMES if name.kind in {"english", "other"} for word in fold(name.text).words}
    assert len(rows) >= 100
    assert sum(row["outcome"] == "found" for row in rows) >= 70
    assert sum(not_korean.isdisjoint(fold(row["typed"]).words) for row in rows) >= 35


def test_every_name_finds_its_film() -> None:
    """Each film is found by each of its names, and suggested first or right after its namesakes."""
    lost = [name for name in NAMES if name.film not in certain(name.text)]
    buried = [name for name in NAMES if name.film not in suggest(SHELF, name.text)[:2]]
    assert (lost, buried) == ([], [])


def test_every_name_finds_its_film_however_it_is_written() -> None:
    """Case, spaces, punctuation, width, decomposed letters and a dropped article change nothing."""
    writings = ((name, text) for name in NAMES for text in other_writings(name.text))
    assert [text for name, text in writings if name.film not in certain(text)] == []


def test_every_name_finds_its_film_with_its_year_only() -> None:
    """A name with its film's year finds the film; with another year it never does, but offers the film first."""
    for name in NAMES:
        assert name.film in certain(f"{name.text} ({name.year})")
        assert name.film in certain(f"{name.year} {name.text}")
        wrong = find(SHELF, f"{name.text} 1931")
        assert isinstance(wrong, Missing)
        assert name.film in wrong.nearest[:2]


@pytest.mark.parametrize("row", read_table("missing.tsv"), ids=lambda row: row["typed"])
def test_other_titles_are_never_found(row: dict[str, str]) -> None:
    """No text of the table, however near to a name of ours, is taken for it."""
    assert fold(row["typed"]).key not in {key for name in NAMES for key in fold(name.text)[1:]}
    assert isinstance(find(SHELF, row["typed"]), Missing)


def test_no_slip_of_one_name_is_found_as_another_film() -> None:
    """Every letter of every name swapped, doubled or left out finds films of that very name, or none for certain."""
    for name in NAMES:
        own = set(certain(name.text))
        for place in range(len(name.text)):
            for typed in slips(name.text, place):
                assert own.issuperset(certain(typed)), typed


@given(name=st.sampled_from([name for name in NAMES if len(fold(name.text).bare) >= 10]), slip=st.data())
@settings(deadline=None, max_examples=300)
def test_two_slips_in_a_long_name_find_the_film_or_none(name: FilmName, slip: st.DataObject) -> None:
    """However often a hand slips in a long name, the text finds that film or none for certain."""
    typed = name.text
    for _ in range(2):
        place = slip.draw(st.integers(0, len(typed) - 1))
        typed = slip.draw(st.sampled_from(slips(typed, place)))
    assert set(certain(name.text)).issuperset(certain(typed))


@given(
    name=st.sampled_from([name for name in NAMES if name.kind == "english"]),
    place=st.integers(0, 60),
    letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789"),
)
@settings(deadline=None, max_examples=300)
def test_another_letter_is_another_title(name: FilmName, place: int, letter: str) -> None:
    """An English name with one letter replaced by another is at most offered, never found."""
    place %= len(name.text)
    changed = name.text[:place] + letter + name.text[place + 1 :]
    assume(name.text[place].isalnum() and fold(changed).key != fold(name.text).key)
    assert name.film not in certain(changed)


def test_a_slip_inside_a_long_word_finds_the_film() -> None:
    """In an English name, each of the three slips inside a word of eight letters or more is forgiven."""
    lost = []
    for name in (name for name in NAMES if name.kind == "english"):
        long = [word.span() for word in re.finditer(r"[^\W\d_]{8,}", name.text)]
        inside = [at for start, end in long for at in range(start + 1, end - 2)]
        lost += [typed for at in inside for typed in slips(name.text, at) if name.film not in certain(typed)]
    assert lost == []


@pytest.mark.parametrize(("first", "second"), [("english", "hangul"), ("hangul", "english")])
@pytest.mark.parametrize("end", ["", " · KR"])
def test_the_bot_understands_its_own_suggestions(first: str, second: str, end: str) -> None:
    """A suggestion sent back as text finds its film, and with another year it is none, that film first."""
    for film, year in SHELF.year_of.items():
        title, other = TITLES[first][film], TITLES[second][film]
        assert find(SHELF, f"{title} ({year}) · {other}{end}") == Found(film)
        assert find(SHELF, f"{title} · {other}{end}") == Found(film)
        wrong = find(SHELF, f"{title} ({year + 1}) · {other}{end}")
        assert isinstance(wrong, Missing)
        assert wrong.nearest[0] == film


def test_a_second_title_tells_namesakes_apart() -> None:
    """Two titles name the film that bears both; one that several bear, with "film" beside it, offers them all."""
    assert find(CROWDED, "Hope · 소원 · KR") == Found(HOPE)
    assert find(CROWDED, "Miracle in Cell No. 7 (2019) · 7. Koğuştaki Mucize · TR") == Found(MIRACLE_IN_TURKEY)
    assert find(CROWDED, "hope movie") == Several((HOPE, HOPE_OF_2019))
    assert find(CROWDED, "hope (2019 film)") == Found(HOPE_OF_2019)


def test_marks_inside_a_name_cut_nothing() -> None:
    """A name that holds the marks between two titles, or brackets, is still one name."""
    shelf = Shelf([FilmName(1, "Face / Off (Again)", "english", 1997), FilmName(1, "얼굴 | 둘", "hangul", 1997)])
    for typed in ("Face / Off (Again)", "Face / Off (Again) (1997)"):
        assert find(shelf, typed) == Found(1)
    bracketed = Shelf([FilmName(1, "Off (Again)", "english", 1997)])
    assert find(bracketed, "Off (Again) (1997) · KR") == find(bracketed, "Off (Again) film") == Found(1)


def test_namesakes_are_offered_together() -> None:
    """A name that several films bear finds all of them, also with a slip or without its article."""
    assert find(CROWDED, "miracle in cell no 7") == Several((MIRACLE, MIRACLE_IN_TURKEY))
    assert find(CROWDED, "mircale in cell no 7") == Several((MIRACLE, MIRACLE_IN_TURKEY))
    assert find(CROWDED, "classic") == Several((CLASSIC, CLASSIC_OF_2013))
    assert find(CROWDED, "hope") == Several((HOPE, HOPE_OF_2019))
    assert suggest(CROWDED, "hope")[:2] == (HOPE, HOPE_OF_2019)


def test_a_year_tells_namesakes_apart() -> None:
    """The year typed with a name picks the film of that year, before or after it, in brackets or not."""
    assert find(CROWDED, "Hope (2013)") == Found(HOPE)
    assert find(CROWDED, "2019 hope") == Found(HOPE_OF_2019)
    assert find(CROWDED, "miracle in cell no. 7 2019") == Found(MIRACLE_IN_TURKEY)
    assert find(CROWDED, "miracle in cell no. 7, 2013") == Found(MIRACLE)
    assert find(CROWDED, "소원 2013년") == Found(HOPE)
    assert suggest(CROWDED, "hope 2019")[0] == HOPE_OF_2019


def test_a_year_of_no_namesake_finds_none() -> None:
    """A right name with a year that fits no film of it offers those films, and finds none for certain."""
    assert find(CROWDED, "hope 1997") == Missing((HOPE, HOPE_OF_2019))


def test_another_name_finds_the_film_whose_namesakes_lack_it() -> None:
    """A name only one of the namesakes bears finds that one."""
    assert find(CROWDED, "소원") == Found(HOPE)
    assert find(CROWDED, "7 kogustaki mucize") == Found(MIRACLE_IN_TURKEY)


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
    assert suggest(SHELF, typed)[: len(english_titles)] == tuple(FILM_OF[title] for title in english_titles)


@pytest.mark.parametrize(
    "typed", ["asdf", "qwertyuiop", "zzzzzz", "xkcd", "ㅋㅋㅋ", "ㅁㄴㅇㄹㅁㄴㅇㄹ", "뷁뷁뷁", "12345"]
)
def test_nonsense_suggests_nothing(typed: str) -> None:
    """A text that is like no name suggests no film."""
    assert suggest(SHELF, typed) == ()
    assert find(SHELF, typed) == Missing(())


def test_suggestions_name_each_film_once_and_keep_the_limit() -> None:
    """However many names of a film fit, it is suggested once, and never more films than asked for."""
    for typed in ("a", "the", "ㅅ", "s", "my", "사"):
        films = suggest(SHELF, typed, 7)
        assert len(films) == len(set(films)) <= 7
    assert suggest(SHELF, "hope", 0) == ()


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
    """Nothing, punctuation, emoji, invisible marks and floods of text find and suggest nothing."""
    assert find(SHELF, typed) == Missing(())
    assert suggest(SHELF, typed) == ()


@given(st.text(max_size=400) | st.text("ㄱㅏㄴ가힣aeo 2013(’", max_size=60))
@settings(deadline=None, max_examples=300)
def test_no_text_breaks_the_finder(typed: str) -> None:
    """Whatever is typed, the finder answers, and offers no film that it does not know."""
    answer = find(SHELF, typed)
    offered = answer.nearest if isinstance(answer, Missing) else certain(typed)
    assert set(offered) | set(suggest(SHELF, typed)) <= set(FILM_OF.values())
    assert len(suggest(SHELF, typed)) <= 25


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
    """Titles of 60 syllables, of halves of letters or of thousands of signs stand on a shelf and are looked up."""
    shelf = Shelf([FilmName(1, title, kind, 2013) for kind in ("english", "hangul", "romanised", "other")])
    expected = Found(1) if fold(title).key else Missing(())
    assert find(shelf, title) == expected
    for typed in (title[:-1], title + "ㅅ", f"{title} (2013) · {title} · KR", f"{title} film"):
        assert find(shelf, typed) in {Found(1), Missing((1,)), Missing(())}
        assert suggest(shelf, typed) in {(), (1,)}


def test_invisible_marks_and_emoji_around_a_name_do_not_matter() -> None:
    """A name is found inside bidi controls and beside emoji."""
    assert find(SHELF, "\u202eHope\u202c 😭") == Found(HOPE)


def test_an_empty_shelf_finds_nothing() -> None:
    """A shelf without films answers every text with none."""
    assert find(Shelf([]), "hope") == Missing(())
    assert suggest(Shelf([]), "hope 2013") == ()


def test_a_name_without_letters_is_no_name() -> None:
    """A name of punctuation only stands on the shelf without being found by anything."""
    assert find(Shelf([FilmName(1, "...", "english", 2003)]), "...") == Missing(())
