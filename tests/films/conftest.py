"""A film search whose clock a test sets."""

import pytest

from bot.core.storage.database import Database
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.search import FilmSearch
from tests.films.search_helpers import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def searches(database: Database, reference: ReferenceData, clock: Clock) -> FilmSearch:
    return FilmSearch(database, reference, clock)
