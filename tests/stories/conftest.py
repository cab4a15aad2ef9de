from collections.abc import AsyncIterator
from functools import partialmethod
from pathlib import Path

import pytest
import simcord

from bot.polls.rules.retry_policy import RetryPolicy
from tests.stories.club import Club, open_club


@pytest.fixture(autouse=True)
def _messages_change_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """SimCord waits for what is due within seconds, and a vote's message for two of them: a story need not."""
    monkeypatch.setattr(RetryPolicy, "edit_interval", lambda *_: 0)


@pytest.fixture(autouse=True)
def _simcord_looks_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks every 50 ms whether the bot is done, and waits for the database each time: 5 ms are enough."""
    settle = simcord.Env._settle_internal  # noqa: SLF001  # there is no public way
    monkeypatch.setattr(simcord.Env, "_settle_internal", partialmethod(settle, idle=0.005))


@pytest.fixture
async def club(database_file: Path) -> AsyncIterator[Club]:
    async with open_club(database_file) as opened:
        yield opened
