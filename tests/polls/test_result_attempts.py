"""Attempts to post a result, and how Discord's replies are handled."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.core.storage.database import Database
from bot.polls.delivery.channel import retry_after_seconds, unreachable_reason_of
from bot.polls.rules.poll import UnreachableReason
from bot.polls.rules.retry_policy import Attempt, RetryPolicy
from tests.polls.booth import NOW, host, polls_in, results_due, start_poll
from tests.polls.poll_services import PollServices


async def test_every_process_knows_of_earlier_attempts(polls: PollServices, database: Database) -> None:
    """Another process finds the earlier attempts in the database, and no attempt is due before its time."""
    booth = await start_poll(polls)
    await polls.lifecycle.end(host(), booth.poll.id, NOW)
    assert await polls.delivery.find_result_attempt(booth.poll.id) == Attempt()
    await polls.delivery.claim_result(booth.poll.id, NOW, NOW + 5)
    assert await results_due(polls, NOW + 4) == ()
    assert [result.poll.id for result in await results_due(polls, NOW + 5)] == [booth.poll.id]
    again = polls_in(database)
    assert await again.delivery.find_result_attempt(booth.poll.id) == Attempt(1, may_be_posted=True, first_sent_at=NOW)
    await again.delivery.claim_result(booth.poll.id, NOW + 5, NOW + 15)
    assert await polls.delivery.find_result_attempt(booth.poll.id) == Attempt(2, may_be_posted=True, first_sent_at=NOW)


def http_error(status: int, code: int = 0, headers: Mapping[str, str] | None = None) -> discord.HTTPException:
    """Return an HTTP error as discord.py raises it."""
    response: Any = SimpleNamespace(status=status, reason="no", headers=headers or {})
    return discord.HTTPException(response, {"code": code, "message": "no"})


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (http_error(404, 10003), UnreachableReason.CHANNEL),
        (http_error(404, 10008), UnreachableReason.MESSAGE),
        (http_error(404, 10004), UnreachableReason.SERVER),
        (http_error(403, 50001), UnreachableReason.FORBIDDEN),
        (http_error(403, 50013), UnreachableReason.FORBIDDEN),
        (http_error(403, 160002), None),
        (http_error(403, 40333), None),
        (http_error(404), None),
        (http_error(400, 50083), UnreachableReason.ARCHIVED),
        (http_error(400, 200000), None),
        (http_error(401), None),
        (http_error(429), None),
        (http_error(500), None),
        (http_error(503), None),
        (discord.RateLimited(60.0), None),
        (TimeoutError(), None),
    ],
)
def test_only_a_lasting_refusal_makes_a_poll_unreachable(error: Exception, reason: UnreachableReason | None) -> None:
    """A rate limit or a fault of Discord does not make a poll unreachable."""
    assert unreachable_reason_of(error) == reason


def test_discord_says_how_long_to_wait() -> None:
    """The seconds are those of the exception or its header, or 0 if neither has any."""
    errors = [discord.RateLimited(60.0), http_error(429, headers={"Retry-After": "7.5"}), http_error(500), OSError()]
    assert [retry_after_seconds(error) for error in errors] == [60.0, 7.5, 0, 0]


def test_failures_are_retried_less_and_less_often() -> None:
    """The delay grows to its limit, and stays there even after very many attempts."""
    policy = RetryPolicy()
    waits = [policy.retry_delay(tries) for tries in range(60)]
    assert (waits[:4], waits == sorted(waits), waits[-1]) == ([5, 10, 20, 40], True, policy.max_retry_seconds)
    assert [policy.forbidden_retry_delay(tries) for tries in (0, 1, 2, 59)] == [
        60,
        240,
        960,
        policy.max_forbidden_retry_seconds,
    ]
