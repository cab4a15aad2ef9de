import pytest

from bot.core.storage.database import Database
from tests.tears.cinema import Cinema


@pytest.fixture
def cinema(database: Database) -> Cinema:
    """Return a server whose members can rate films, without any ratings yet."""
    return Cinema(database)
