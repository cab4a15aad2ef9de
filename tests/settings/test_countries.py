"""Countries are found by whatever people call them, in both languages."""

import pytest

from bot.settings.rules import countries
from bot.settings.rules.countries import POPULAR_COUNTRIES, find_countries, suggested_countries
from bot.settings.rules.locale_data import LocaleData, load_locale_data


@pytest.fixture(scope="module")
def locale_data() -> LocaleData:
    return load_locale_data()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Norway", "NO"),
        ("  norway ", "NO"),
        ("노르웨이", "NO"),
        ("NO", "NO"),
        ("no", "NO"),
        ("nor", "NO"),
        ("대한민국", "KR"),
        ("한국", "KR"),
        ("korea", "KR"),
        ("UK", "GB"),
        ("usa", "US"),
        ("U.S.A.", "US"),
        ("미국", "US"),
        ("turkiye", "TR"),
        ("Turkey", "TR"),
        ("hong kong", "HK"),
        ("홍콩", "HK"),
        ("Cote d'Ivoire", "CI"),
        ("kosovo", "XK"),
        ("guinea", "GN"),
    ],
)
def test_one_country_is_found(locale_data: LocaleData, typed: str, code: str) -> None:
    """A name in English or Korean, a nickname or a code finds one country."""
    found = find_countries(locale_data, typed)
    assert (found.keys, found.is_guess) == ((code,), False)


@pytest.mark.parametrize(
    ("typed", "codes"), [("congo", {"CD", "CG"}), ("virgin", {"VG", "VI"}), ("south k", {"KR"}), ("버진", {"VG", "VI"})]
)
def test_part_of_a_name_finds_all_that_have_it(locale_data: LocaleData, typed: str, codes: set[str]) -> None:
    """The beginning or the middle of a name is enough."""
    assert set(find_countries(locale_data, typed).keys) == codes


def test_a_typo_is_only_a_guess(locale_data: LocaleData) -> None:
    """A similar name is suggested, and never assumed."""
    found = find_countries(locale_data, "Netherlnads")
    assert (found.keys[0], found.is_guess) == ("NL", True)


@pytest.mark.parametrize("typed", ["", "   ", "🎬", "nowhere land", "zz", "001", "@everyone", "x" * 300, "\u202e"])
def test_nonsense_finds_nothing(locale_data: LocaleData, typed: str) -> None:
    """Empty text, symbols and very long text match no country."""
    assert find_countries(locale_data, typed).keys == ()


def test_every_country_is_found_by_its_own_names(locale_data: LocaleData, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typing a country's code, or its name in either language, finds it."""
    folded = {code: countries.country_names(locale_data, code) for code in locale_data.zones_by_country}
    # Compute the names once instead of for every search, so that the test is fast.
    monkeypatch.setattr(countries, "country_names", lambda _, code: folded[code])
    for code in locale_data.zones_by_country:
        for name in (code, locale_data.country_name(code, "en"), locale_data.country_name(code, "ko")):
            assert code in find_countries(locale_data, name).keys, name


def test_a_menu_has_the_likely_countries_and_the_chosen_one(locale_data: LocaleData) -> None:
    """The menu has the popular countries and the chosen one, at most 25, in the reader's alphabetical order."""
    assert len(suggested_countries(locale_data, "NO", "en")) == len(set(POPULAR_COUNTRIES)) + 1 <= 25
    english = [locale_data.country_name(code, "en") for code in suggested_countries(locale_data, "NO", "en")]
    korean = [locale_data.country_name(code, "ko") for code in suggested_countries(locale_data, None, "ko")]
    assert (english[0], korean[0], korean) == ("Australia", "네덜란드", sorted(korean))
    assert "Norway" in english
