from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.storage.database import Database
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Catalogue
from tests.picks.pick_bench import PickBench, create_database


@pytest.fixture
def bench(database: Database, reference: ReferenceData) -> PickBench:
    """Return a bench on a database with the whole catalogue, from which nothing has been drawn yet."""
    return PickBench(database, reference)


@pytest.fixture
async def seven(tmp_path: Path, our_catalogue: Catalogue, reference: ReferenceData) -> AsyncIterator[PickBench]:
    """Yield a bench on a database with only seven films."""
    database = await create_database(tmp_path / "seven.db", our_catalogue.entries[:7])
    yield PickBench(database, reference)
    await database.close()
