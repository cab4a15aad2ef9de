import pytest

from bot.polls.rules.retry_policy import RetryPolicy


@pytest.fixture(autouse=True)
def _refresh_messages_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refresh polls' messages without the usual pause between two edits."""
    monkeypatch.setattr(RetryPolicy, "edit_interval", lambda *_: 0)
