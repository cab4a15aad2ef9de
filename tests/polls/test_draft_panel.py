"""The panel of a draft fits one screen of a phone, and has one line about the settings."""

import math
import unicodedata

import pytest

from bot.core.text.languages import Language
from bot.core.text.translations import Translations
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.ids import DraftId, FilmId, OptionId
from bot.polls.cards.draft.panel import draft_card
from bot.polls.cards.draft.settings_line import settings_line
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import Option
from bot.polls.rules.settings import CloseAfter, CloseAt, PollSettings, TieBreak, VotingMethod
from tests.polls.booth import CHANNEL, HOST, NOW, SERVER

PHONE_COLUMNS, PHONE_LINES = 40, 30
"""How much of a card fits on a phone's screen, beside the author's picture and above the buttons."""
EVERYTHING = PollSettings(
    "?",
    VotingMethod.RANKED,
    TieBreak.RUN_OFF,
    shows_counts=False,
    is_secret=False,
    deadline=CloseAfter(3600),
    veto_threshold=2,
    watch_at=NOW,
    takes_suggestions=True,
)


def columns(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(letter) in "FW") for letter in text)


@pytest.mark.parametrize(
    ("settings", "english", "korean"),
    [
        (PollSettings("?"), "⏳ 24 hours · one vote each", "⏳ 24시간 · 1인 1표"),
        (PollSettings("?", VotingMethod.RANKED), "⏳ 24 hours · ranking", "⏳ 24시간 · 순위 투표"),
        (EVERYTHING, "⏳ 1 hour · ranking · run-off · +5", "⏳ 1시간 · 순위 투표 · 결선 투표 · +5"),
        (
            PollSettings("?", deadline=CloseAt(NOW), takes_suggestions=True),
            f"⏳ <t:{NOW}:d> <t:{NOW}:t> · suggestions",
            f"⏳ <t:{NOW}:d> <t:{NOW}:t> · 제안 가능",
        ),
        (PollSettings("?", deadline=None, veto_threshold=1), "⏳ until you end it · 1 veto", "⏳ 직접 마감 · 1명 거부"),
    ],
)
def test_one_line_has_the_closing_time_and_what_differs_from_the_defaults(
    translations: Translations, settings: PollSettings, english: str, korean: str
) -> None:
    """Settings that do not fit are counted. If no setting differs, the line has the method."""
    assert settings_line(settings, translations.localizer(Language.ENGLISH)) == english
    assert settings_line(settings, translations.localizer(Language.KOREAN)) == korean


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("count", [1, 7, 20])
def test_a_panel_fits_the_screen_of_a_phone(
    translations: Translations, reference: ReferenceData, count: int, language: Language
) -> None:
    """The panel fits even with long titles, three strong notes on each film and every setting changed."""
    title = "My Love, Don't Cross That River" if language is Language.ENGLISH else "님아 그 강을 건너지 마오"
    options = tuple(Option(title, FilmId(n), year=2014, id=OptionId(n), position=n) for n in range(1, count + 1))
    notes = {FilmId(n): ("sexual-violence", "suicide", "torture") for n in range(1, count + 1)}
    draft = Draft(DraftId(1), SERVER, HOST, CHANNEL, EVERYTHING, options)
    card = draft_card(draft, notes, reference.vocabulary, translations.localizer(language), notices=["✅ Changed."])
    lines = (card.description or "").splitlines()
    assert sum(max(1, math.ceil(columns(line.replace("*", "")) / PHONE_COLUMNS)) for line in lines) <= PHONE_LINES
