import pytest

from bot.core.storage.database import Database
from tests.tears.cinema import Cinema


@pytest.fixture
def cinema(database: Database) -> Cinema:
    """Return a server whose members rate films, and nobody has yet."""
    return Cinema(database)
