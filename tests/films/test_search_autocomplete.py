"""What is suggested while someone types, and which theme a text means."""

import pytest

from bot.core.errors import UserError
from bot.films.rules.catalogue.reference_data import SPOILER_FREE, ReferenceData
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.theme_match import find_theme
from bot.films.service.search import FilmSearch
from tests.soak_cases import soak_after


async def test_before_typing_the_most_common_people_and_themes_are_suggested(searches: FilmSearch) -> None:
    """People with the most films come first. Themes without spoilers come before the others."""
    assert (await searches.suggest_people("", None))[0].name_en == "Cha Tae-hyun"
    themes = await searches.suggest_themes("", "en", None)
    assert themes[0] == "parent-child"
    open_ones = searches.reference.vocabulary.in_categories("theme", themes, SPOILER_FREE)
    assert themes[: len(open_ones)] == open_ones


@pytest.mark.parametrize("typed", ["손", "손예ㅈ", "손옞", "son ye", "SON YE-J", "예진"])
async def test_a_half_typed_name_is_suggested(searches: FilmSearch, typed: str) -> None:
    """A person is suggested even if the last syllable is unfinished."""
    assert "손예진" in [person.name_ko for person in await searches.suggest_people(typed, None)]


@pytest.mark.parametrize(
    ("typed", "name"),
    soak_after(
        4,
        [
            ("이ㅈ", "이준익"),
            ("이주", "이준익"),
            ("이준", "이준익"),
            ("준이", "이준익"),
            ("ㅇㅈㅇ", "이준익"),
            ("이 ㅈ", "이준익"),
            ("ㅅㄱㅎ", "송강호"),
            ("ㅅㄱ", "송강호"),
            ("ㄱㅎ", "송강호"),
            ("송ㄱ", "송강호"),
            ("송가", "송강호"),
            ("ㅅㅗㅇㄱㅏ", "송강호"),
            ("joon-i", "이준익"),
            ("JOÓN", "이준익"),
        ],
    ),
)
async def test_a_half_typed_person_is_suggested_and_found(searches: FilmSearch, typed: str, name: str) -> None:
    """Initials and unfinished syllables suggest the person, and a search for them finds the person's films."""
    assert name in [person.name_ko for person in await searches.suggest_people(typed, None)]
    by_name = await searches.find_matching(FilmFilter(person=name), None)
    assert by_name
    assert set(by_name) <= set(await searches.find_matching(FilmFilter(person=typed), None))


@pytest.mark.parametrize("typed", ["ㅎㄱㅅ", "ㅇㅇㅇㅇ", "강송"])
async def test_initials_match_in_order(searches: FilmSearch, typed: str) -> None:
    """Initials or syllables in the wrong order do not suggest a person. Neither do final consonants."""
    found = await searches.suggest_people(typed, None)
    assert "송강호" not in [person.name_ko for person in found]


@pytest.mark.parametrize(
    ("typed", "theme"),
    [
        *((typed, "first-love") for typed in ("first-love", "First love", "FIRST", "첫사랑", "첫 사랑")),
        ("일제", "colonial-era"),
        ("Grief", "grief"),
        ("grandp", "grandparent"),
    ],
)
def test_a_theme_is_found_by_its_name_in_any_language(reference: ReferenceData, typed: str, theme: str) -> None:
    """The whole name works, and so does any part that only one theme has."""
    assert find_theme(reference.vocabulary, typed, "en") == theme


@pytest.mark.parametrize(
    ("typed", "language", "near"),
    [
        ("love", "en", "**First love** · **Quiet love** · **Lost love**"),
        ("사랑", "ko", "**말없는 사랑** · **첫사랑** · **잃어버린 사랑**"),
        ("frist luv", "en", "**First love**"),
    ],
)
def test_an_unclear_theme_is_refused_with_similar_ones(
    reference: ReferenceData, typed: str, language: str, near: str
) -> None:
    """The similar themes are in the reader's language, those without spoilers first."""
    with pytest.raises(UserError) as refused:
        find_theme(reference.vocabulary, typed, language)
    assert refused.value.key == "films.search.theme-near"
    assert str(refused.value.values["near"]).startswith(near)


@pytest.mark.parametrize("typed", ["zzzzqqqq", "!!!", "%"])
def test_an_unknown_theme_is_refused(reference: ReferenceData, typed: str) -> None:
    """Text that resembles no theme is refused as unknown, without suggesting similar ones."""
    with pytest.raises(UserError, match="theme-unknown"):
        find_theme(reference.vocabulary, typed, "en")


async def test_decades_that_have_films_are_suggested(searches: FilmSearch) -> None:
    """Before typing, the decades with films are suggested. A typed year is suggested first."""
    assert [str(years) for years in await searches.suggest_years("", None)] == ["2020s", "2010s", "2000s", "1990s"]
    assert [str(years) for years in await searches.suggest_years("199", None)] == ["1990s"]
    assert [str(years) for years in await searches.suggest_years("2013", None)] == ["2013", "2013-", "-2013", "2010s"]
