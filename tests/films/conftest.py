"""Fixtures: a film search, and the clock that it uses."""

import pytest

from bot.core.storage.database import Database
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.search import FilmSearch
from tests.films.search_helpers import Clock, search_in


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def searches(database: Database, reference: ReferenceData, clock: Clock) -> FilmSearch:
    return search_in(database, reference, clock)
