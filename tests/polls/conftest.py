"""The polls of one database."""

import pytest

from bot.core.storage.database import Database
from bot.polls.service.polls import PollServices
from tests.polls.booth import polls_in


@pytest.fixture
def polls(database: Database) -> PollServices:
    return polls_in(database)
