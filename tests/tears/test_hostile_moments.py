"""No text of a moment breaks out of its spoiler bar, pings anyone or exceeds Discord's limits."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import escaping
from bot.core.text.languages import Language
from bot.core.text.translations import Translations
from bot.films.rules.film import FilmSummary
from bot.ids import FilmId, RatingId
from bot.tears.cards.film_board import moments_card
from bot.tears.cards.rating import rating_card
from bot.tears.rules.moment import MOMENTS_PER_PAGE, Moment, MomentPage
from bot.tears.rules.rating import MAX_MOMENT_LENGTH, RatedFilm, Rating, clean_moment
from tests.discord_rules.hostile import hostile_text
from tests.discord_rules.limits import embed_faults
from tests.discord_rules.markdown import live_markup, loose_ends

FILM = FilmSummary(FilmId(1), "Hope", "소원", 2013, "KR")
SEEDS = st.integers(0, 2**32)


@given(seed=SEEDS)
@pytest.mark.parametrize("language", list(Language))
def test_a_moment_stays_behind_its_bar(translations: Translations, language: Language, seed: int) -> None:
    """No part of a moment acts as markup, and its cards keep to Discord's limits."""
    localize, random = translations.localizer(language), Random(seed)
    texts = [hostile_text(random, 10_000) for _ in range(MOMENTS_PER_PAGE)]
    cleaned = [moment for text in texts if (moment := clean_moment(text))]
    for moment in cleaned:
        assert escaping.utf16_length(moment) <= MAX_MOMENT_LENGTH
        shown = escaping.escape_markdown(moment, MAX_MOMENT_LENGTH * 2)
        assert live_markup(shown) == loose_ends(shown) == []
    page = MomentPage(FILM.id, [Moment(RatingId(1), 5, moment, is_own=True) for moment in cleaned], 0, 2)
    assert embed_faults(moments_card(FILM, page, localize).to_dict()) == []
    for moment in cleaned:
        rating = Rating(RatingId(1), FILM.id, 5, moment, 1)
        assert embed_faults(rating_card(FILM, RatedFilm(rating, None), localize).to_dict()) == []
