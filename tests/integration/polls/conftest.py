import pytest

from bot.polls.rules.retry_policy import RetryPolicy


@pytest.fixture(autouse=True)
def _refresh_messages_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refresh a poll's message at once, where a test is not about how often."""
    monkeypatch.setattr(RetryPolicy, "edit_interval", lambda *_: 0)
