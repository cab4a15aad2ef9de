"""What cards say about where to watch, whatever JustWatch lists."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest
from discord import Embed

from bot.core.text.languages import Language
from bot.core.text.translations import Localizer, Translations
from bot.films.cards.full_film import full_film_card, with_country_question
from bot.films.cards.short_film import short_film_card
from bot.films.cards.watching import all_watch_links, best_watch_links
from bot.films.cards.where import everywhere_card, where_card
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film, FilmSummary, StreamingOffer
from bot.films.rules.watching import WatchInfo
from bot.ids import FilmId
from bot.tmdb.rules.offers import KINDS, CountryOffers, Offer, fold_families, watch_page

NAMES = ("Netflix", "**@everyone**", "x" * 300, "||spoiler||", "[a](https://b.c)", "한국 서비스", "A & B", "`code`")
NOW = 1_800_000_000


@pytest.fixture
def english(translations: Translations) -> Localizer:
    return translations.localizer(Language.ENGLISH)


def a_film(**known: Any) -> Film:
    return Film(FilmSummary(FilmId(7), "Hope", "소원", 2013, "KR"), **known)


def offers_in(offers: Sequence[Offer], country: str = "KR") -> WatchInfo:
    listed = CountryOffers(country, watch_page(7, country), tuple(offers), NOW)
    return WatchInfo(country, "South Korea", listed, has_listings=True)


def some_offers(random: Random) -> tuple[Offer, ...]:
    count = random.choice((0, 1, 3, 8, 40, 200))
    offers = [Offer(number, f"{random.choice(NAMES)} {number}", random.choice(KINDS)) for number in range(1, count + 1)]
    return fold_families(offers, {})


def assert_fits(card: Embed) -> None:
    assert len(card) <= 6000
    assert len(card.description or "") <= 4096
    assert all(0 < len(field.value or "") <= 1024 for field in card.fields)


def test_any_list_of_offers_fits_and_names_its_source(
    reference: ReferenceData, english: Localizer, volume: Callable[[int], int]
) -> None:
    """No card breaks a limit or pings, and every card that shows JustWatch's offers names JustWatch."""
    random = Random(14)
    seen = StreamingOffer("Netflix", "KR", "flatrate", "https://www.netflix.com/title/1", "2026-11-01")
    for number in range(volume(2_000)):
        film = a_film(streaming_offers=(seen,) * (number % 2))
        watch_info = offers_in(some_offers(random))
        everywhere = {str(i): watch_info for i in range(number % 150)}
        for card in (
            short_film_card(film, reference, english, watch_info=watch_info),
            with_country_question(full_film_card(film, reference, english, watch_info=watch_info), english),
            where_card(film, reference, watch_info, english),
            everywhere_card(film, reference, everywhere if watch_info.listed else {}, english),
        ):
            assert_fits(card)
            text = str(card.to_dict())
            assert "**@everyone**" not in text
            assert "justwatch.com" in text or not watch_info.listed or not everywhere
        links = [
            *best_watch_links(film, reference.services, english, watch_info),
            *all_watch_links(film, reference.services, english, watch_info),
        ]
        assert all(label and url.startswith("https://") for label, url in links)
        assert len(best_watch_links(film, reference.services, english, watch_info)) <= 2


def card_line(film: Film, reference: ReferenceData, localize: Localizer, watch_info: WatchInfo) -> str:
    """Return the part of a short card that says where to watch."""
    text = short_film_card(film, reference, localize, watch_info=watch_info).description or ""
    return text[text.index("📺") :]


def test_our_own_checked_row_comes_first_then_subscriptions_then_the_rest(
    reference: ReferenceData, english: Localizer
) -> None:
    """At most four services are shown, followed by how many more there are."""
    seen = StreamingOffer("Netflix", "KR", "flatrate", "https://www.netflix.com/title/1", "2026-11-01")
    offers = [
        *(Offer(i, f"S{i}", "flatrate") for i in (1, 2)),
        Offer(3, "Ads", "ads"),
        Offer(4, "Shop", "rent"),
        Offer(4, "Shop", "buy"),
    ]
    watch_info = offers_in([*offers, Offer(8, "Netflix", "flatrate", "netflix")])
    line = card_line(a_film(streaming_offers=(seen,)), reference, english, watch_info)
    expected = "📺 **South Korea:** Netflix, S1, S2 · free with ads on Ads · and 1 more\n"
    assert line == f"{expected}*Source: [JustWatch](https://www.justwatch.com), <t:{NOW}:D>*"
    links = best_watch_links(a_film(streaming_offers=(seen,)), reference.services, english, watch_info)
    assert [label for label, _ in links] == ["📺 Netflix", "📺 Offers on TMDB"]
    assert links[1][1] == "https://www.themoviedb.org/movie/7/watch?locale=KR"


def test_a_country_without_offers_is_named(reference: ReferenceData, english: Localizer) -> None:
    """The card says that JustWatch lists nothing there. Our own service and its button stay."""
    film, watch_info = a_film(streaming_offers=(StreamingOffer("Netflix"),)), offers_in([])
    line = card_line(film, reference, english, watch_info)
    assert line.startswith("📺 On Netflix (may vary by country)\n*South Korea: nothing listed by [JustWatch]")
    links = best_watch_links(film, reference.services, english, watch_info)
    assert [label for label, _ in links] == ["📺 Netflix"]


def test_without_a_key_a_country_adds_no_line(reference: ReferenceData, english: Localizer) -> None:
    """A card says the same with and without a known country."""
    film = a_film(streaming_offers=(StreamingOffer("Netflix"),))
    lines = {card_line(film, reference, english, watch_info) for watch_info in (WatchInfo(), WatchInfo("KR"))}
    assert lines == {"📺 On Netflix (may vary by country)"}
