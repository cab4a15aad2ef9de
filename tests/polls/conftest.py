"""The polls of one database."""

import pytest

from bot.core.storage.database import Database
from tests.polls.booth import polls_in
from tests.polls.poll_services import PollServices


@pytest.fixture
def polls(database: Database) -> PollServices:
    return polls_in(database)
