from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.polls.rules.tempo import Tempo
from tests.stories.club import Club, open_club


@pytest.fixture(autouse=True)
def _messages_change_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """SimCord waits for what is due within seconds, and a vote's message for two of them: a story need not."""
    monkeypatch.setattr(Tempo, "edits", lambda *_: 0)


@pytest.fixture
async def club(database_file: Path) -> AsyncIterator[Club]:
    async with open_club(database_file) as opened:
        yield opened
