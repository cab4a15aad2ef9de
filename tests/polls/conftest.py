"""Fixtures for poll tests: the poll services of one database, and an English localizer."""

import pytest

from bot.core.storage.database import Database
from bot.core.text.languages import Language
from bot.core.text.translations import Localizer, Translations
from tests.polls.booth import polls_in
from tests.polls.poll_services import PollServices


@pytest.fixture
def polls(database: Database) -> PollServices:
    return polls_in(database)


@pytest.fixture
def localize(translations: Translations) -> Localizer:
    return translations.localizer(Language.ENGLISH)
