import pytest

from bot.core.storage.database import Database
from tests.tears.rating_bench import RatingBench


@pytest.fixture
def bench(database: Database) -> RatingBench:
    """Return a server whose members can rate films, without any ratings yet."""
    return RatingBench(database)
