"""Fixtures for privacy tests: a database with every kind of table, and the club over sockets."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import app
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from tests.discord_server.fixtures import club, discord_server
from tests.privacy.sample_feature import add_tables, sample_feature
from tests.privacy.schema_checks import declarations_of

__all__ = ["club", "discord_server"]


@dataclass(slots=True)
class FakeClock:
    """A clock that a test sets."""

    now: int = 1_800_000_000

    def __call__(self) -> int:
        return self.now

    def advance_days(self, days: float) -> None:
        self.now += int(days * 24 * 60 * 60)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sample_file(database_file: Path) -> Path:
    """Return a database file with the sample tables beside our own."""
    add_tables(database_file)
    return database_file


@pytest.fixture
async def everything(sample_file: Path) -> Sequence[PersonalDataTable]:
    """Return the personal data tables of our features and of the sample feature."""
    async with app.open_client(sample_file, extra_features=[sample_feature()]) as client:
        return declarations_of(client.features)


@pytest.fixture
async def sample_database(sample_file: Path, everything: Sequence[PersonalDataTable]) -> AsyncIterator[Database]:
    """Yield an open database with the sample tables."""
    opened = await Database.open(sample_file)
    yield opened
    await opened.close()
