from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.club import Club, open_club


@pytest.fixture
async def club(database_file: Path) -> AsyncIterator[Club]:
    async with open_club(database_file) as opened:
        yield opened
