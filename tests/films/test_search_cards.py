"""The cards of a search stay within Discord's limits, and public ones contain no spoilers."""

from collections.abc import Callable, Iterator
from random import Random

import pytest
from discord import Embed
from msgspec.structs import replace

from bot.core.text.languages import Language
from bot.core.text.translations import Localizer, Translations
from bot.films.cards.search import condition_label, no_results_card, search_page_card, shared_page_card, theme_label
from bot.films.rules.catalogue.reference_data import SPOILER, SPOILER_FREE, ReferenceData
from bot.films.rules.film import FilmSummary
from bot.films.rules.search.film_filter import MAX_CONDITION_LENGTH, FilmFilter, FilmViewer, active_conditions
from bot.films.rules.search.search_results import PAGE_SIZE, NoResults, SearchHit, SearchPage
from bot.films.rules.search.years import YearRange
from bot.ids import FilmId, SearchId
from tests.discord_rules.hostile import hostile_text
from tests.discord_rules.limits import embed_faults
from tests.discord_rules.markdown import live_markup
from tests.discord_rules.text import breaks_out

GENERATED = 500
SEARCH = SearchId(1)


@pytest.fixture(params=list(Language))
def localize(request: pytest.FixtureRequest, translations: Translations) -> Localizer:
    return translations.localizer(request.param)


@pytest.fixture
def english(translations: Translations) -> Localizer:
    return translations.localizer(Language.ENGLISH)


@pytest.fixture
def korean(translations: Translations) -> Localizer:
    return translations.localizer(Language.KOREAN)


def a_page(
    film_filter: FilmFilter, total: int = 14, number: int = 0, title: str = "Tears", hook: str = "A hook."
) -> SearchPage:
    films = [
        SearchHit(
            FilmSummary(FilmId(key), title, "눈물", 2020, "KR"),
            {"en": hook, "ko": "갈고리."},
            117,
            3,
            ("suicide", "death-of-parent"),
        )
        for key in range(1, 7)
    ]
    return SearchPage(SEARCH, film_filter, films[: min(total, PAGE_SIZE)], number, total)


def card_text(card: Embed) -> list[str]:
    fields = [text for field in card.fields for text in (field.name or "", field.value or "")]
    return [text for text in (card.title, card.description, card.footer.text, *fields) if text]


def test_the_title_says_how_many_films_and_which_conditions(
    reference: ReferenceData, english: Localizer, korean: Localizer
) -> None:
    """The title is a phrase in the reader's language that names every condition."""
    film_filter = FilmFilter(
        "rain", '"Son Ye-jin"', ("first-love",), "hopeful", YearRange(2000, 2009), 120, ("netflix",)
    )
    expected = "14 films · “rain” · by or with Son Ye-jin · Theme: First love · Ending: Hopeful · from the 2000s"
    assert (
        search_page_card(a_page(film_filter), reference, english).title == f"{expected} · up to 2 h · listed on Netflix"
    )
    film_filter = FilmFilter("비", '"손예진"', ("first-love",), "hopeful", YearRange(2000, 2009), 120, ("netflix",))
    expected = "영화 14편 · “비” · 감독·출연: 손예진 · 주제: 첫사랑 · 희망적인 결말 · 2000년대 · 2시간 이하"
    assert search_page_card(a_page(film_filter), reference, korean).title == f"{expected} · Netflix 목록에 있는 영화"


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (YearRange(2013, 2013), ["released in 2013", "2013년"]),
        (YearRange(2004, 2013), ["2004–2013", "2004~2013년"]),
        (YearRange(2010, None), ["since 2010", "2010년부터"]),
        (YearRange(None, 2000), ["until 2000", "2000년까지"]),
    ],
)
def test_years_are_written_in_words(
    reference: ReferenceData, translations: Translations, years: YearRange, expected: list[str]
) -> None:
    """One year, several years and open ranges each have their own phrase in English and in Korean."""
    assert [
        condition_label(FilmFilter(years=years), "years", reference, translations.localizer(language))
        for language in Language
    ] == expected


def test_each_film_has_its_line_and_its_hook(reference: ReferenceData, english: Localizer, korean: Localizer) -> None:
    """The texts are in the reader's language. The page number is shown if there are several pages."""
    card = search_page_card(a_page(FilmFilter(words="rain"), number=1), reference, english)
    assert [(field.name, field.value) for field in card.fields] == [
        ("Tears (2020)", "💧💧💧 · 1 h 57 min · ⚠️ strong content\nA hook.")
    ] * PAGE_SIZE
    assert card.footer.text == "Page 2 of 3"
    card = search_page_card(a_page(FilmFilter(words="비"), total=1), reference, korean)
    assert (card.title, card.footer.text) == ("영화 1편 · “비”", None)
    assert [(field.name, field.value) for field in card.fields] == [
        ("눈물 (2020)", "💧💧💧 · 1시간 57분 · ⚠️ 주의할 내용\n갈고리.")
    ]


def test_a_film_without_a_hook_says_so(reference: ReferenceData, english: Localizer) -> None:
    """A film without a hook has the text "No description yet."."""
    bare = replace(
        a_page(FilmFilter(words="rain"), total=1),
        films=[SearchHit(FilmSummary(FilmId(1), "Tears", None, 2020, None), {})],
    )
    known = replace(bare, films=[replace(bare.films[0], minutes=117, content_notes=("imprisonment",))])
    lines = [search_page_card(page, reference, english).fields[0].value for page in (bare, known)]
    assert lines == [
        "⚠️ not reviewed yet\nNo description yet.",
        "1 h 57 min\nNo description yet.",
    ]


def test_no_card_breaks_a_limit_pings_or_lets_markup_out(
    reference: ReferenceData, translations: Translations, volume: Callable[[int], int]
) -> None:
    """Hostile texts in conditions and films break no limit, ping nobody and never become live markup."""
    for seed in range(volume(GENERATED)):
        random, localize = Random(seed), translations.localizer(list(Language)[seed % 2])
        text = hostile_text(random, MAX_CONDITION_LENGTH)
        film_filter = FilmFilter(
            text, text[::-1], ("first-love", text), text, YearRange(1990, None), 600, (text,), on_mine=True
        )
        film_filter = replace(film_filter, viewer=FilmViewer("KR", sees_offers=True))
        page = a_page(
            film_filter, random.choice((1, 6, 10**6)), 0, hostile_text(random, 300), hostile_text(random, 1000)
        )
        cards = (search_page_card(page, reference, localize), shared_page_card(page, reference, localize))
        nothing = [
            no_results_card(NoResults(SEARCH, condition), reference, localize, "</film show:1>")
            for condition in condition_sets(film_filter)
        ]
        for card in (*cards, *nothing):
            assert embed_faults(card.to_dict()) == [], seed
            assert [fault for text in card_text(card) for fault in breaks_out(text)] == [], seed
        assert [found for card in cards for text in card_text(card) for found in live_markup(text)] == [], seed


def condition_sets(film_filter: FilmFilter) -> Iterator[FilmFilter]:
    """Yield all the conditions together, and each of them alone."""
    yield film_filter
    for name in active_conditions(film_filter):
        yield FilmFilter(**{name: getattr(film_filter, name)})


def test_no_shared_page_names_a_spoiler_theme_or_an_ending(reference: ReferenceData, localize: Localizer) -> None:
    """Spoiler themes and endings are left out, whether chosen or typed. A harmless condition is still named."""
    vocabulary = reference.vocabulary
    for kind, key in spoiler_labels(reference):
        labels = [key, *vocabulary.terms[kind, key].label.values()]
        chosen = FilmFilter(themes=(key,)) if kind == "theme" else FilmFilter(ending=key)
        typed = (w for label in labels for w in (label, label.upper(), f"a {label}!", label.replace(" ", "-")))
        for film_filter in (chosen, *(FilmFilter(words=text, person=text) for text in typed)):
            shared = "\n".join(
                card_text(shared_page_card(a_page(replace(film_filter, max_minutes=120)), reference, localize))
            ).casefold()
            assert [label for label in labels if label.casefold() in shared] == [], film_filter
            assert condition_label(FilmFilter(max_minutes=120), "max_minutes", reference, localize).casefold() in shared


def spoiler_labels(reference: ReferenceData) -> list[tuple[str, str]]:
    themes = [key for kind, key in reference.vocabulary.terms if kind == "theme"]
    endings = [(kind, key) for kind, key in reference.vocabulary.terms if kind == "ending"]
    return [("theme", key) for key in reference.vocabulary.in_categories("theme", themes, SPOILER)] + endings


def test_a_shared_page_names_themes_without_spoilers(reference: ReferenceData, localize: Localizer) -> None:
    """The title names each theme that is not a spoiler."""
    themes = [key for kind, key in reference.vocabulary.terms if kind == "theme"]
    for theme in reference.vocabulary.in_categories("theme", themes, SPOILER_FREE):
        card = shared_page_card(a_page(FilmFilter(themes=(theme,))), reference, localize)
        assert reference.vocabulary.label("theme", theme, localize.language) in (card.title or "")


def test_a_suggested_spoiler_theme_is_marked(reference: ReferenceData, english: Localizer, korean: Localizer) -> None:
    """In English and Korean, the suggestion says that the theme is a spoiler."""
    vocabulary = reference.vocabulary
    assert theme_label(vocabulary, "grief", english) == "Grief · spoiler"
    assert theme_label(vocabulary, "grief", korean) == "상실과 애도 · 스포일러"
    assert theme_label(vocabulary, "first-love", english) == "First love"


def test_a_search_by_service_names_its_country_and_source(reference: ReferenceData, english: Localizer) -> None:
    """With offers from JustWatch, the card names the country and JustWatch. Without them, it names neither."""
    film_filter = FilmFilter(services=("viki",), on_mine=True, viewer=FilmViewer("KR", ("viki",), sees_offers=True))
    card = search_page_card(a_page(film_filter), reference, english)
    assert card.title == "14 films · on Rakuten Viki (South Korea) · on my services (South Korea)"
    assert card.footer.text == "Page 1 of 3 · Streaming data: JustWatch"
    card = search_page_card(a_page(replace(film_filter, viewer=FilmViewer("KR"))), reference, english)
    assert card.title == "14 films · listed on Rakuten Viki · on my services"
    assert card.footer.text == "Page 1 of 3"


def test_a_shared_list_does_not_reveal_its_owners_services(reference: ReferenceData, english: Localizer) -> None:
    """The shared list names the searched service, but neither the owner's country nor the owner's services."""
    film_filter = FilmFilter(services=("viki",), on_mine=True, viewer=FilmViewer("KR", ("viki",), sees_offers=True))
    card = shared_page_card(a_page(film_filter), reference, english)
    assert card.title == "14 films · listed on Rakuten Viki"
    assert "JustWatch" in (card.footer.text or "")
