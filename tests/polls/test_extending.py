"""A host or a moderator gives an open poll more time, and the poll closes at the new time."""

import pytest

from bot.core.errors import UserError
from bot.polls.rules.poll import PollState
from bot.polls.rules.settings import DAY, CloseAfter, CloseAt, PollSettings, VotingMethod
from bot.polls.service.management.extension import PollExtender
from tests.polls.booth import (
    CLOSES_AT,
    HOUR,
    NOW,
    Booth,
    host,
    moderator,
    results_due,
    settings_with,
    start_poll,
    voter,
)
from tests.polls.poll_services import PollServices


@pytest.fixture
async def booth(polls: PollServices) -> Booth:
    return await start_poll(polls, settings_with(VotingMethod.SINGLE))


def extender(polls: PollServices) -> PollExtender:
    return PollExtender(polls.views.database)


async def test_a_duration_is_added_and_a_time_replaces_the_closing_time(polls: PollServices, booth: Booth) -> None:
    """The poll no longer closes at the old time, and votes count until the new time."""
    longer = await extender(polls).extend(host(), booth.poll.id, CloseAfter(2 * HOUR), NOW)
    assert (longer.closes_at, longer.revision) == (CLOSES_AT + 2 * HOUR, booth.poll.revision + 1)
    later = await extender(polls).extend(moderator(), booth.poll.id, CloseAt(CLOSES_AT + DAY), NOW)
    assert later.closes_at == CLOSES_AT + DAY
    assert await results_due(polls, CLOSES_AT + HOUR) == ()
    await booth.vote(20, 1, CLOSES_AT + HOUR)
    (result,) = await results_due(polls, CLOSES_AT + DAY)
    assert (result.poll.closed_at, result.voter_count) == (CLOSES_AT + DAY, 1)


@pytest.mark.parametrize(
    ("by", "key"),
    [
        (CloseAt(CLOSES_AT), "extend.earlier"),
        (CloseAt(NOW - 1), "time-past"),
        (CloseAfter(30 * DAY), "time-far"),
        (CloseAt(NOW + 31 * DAY), "time-far"),
    ],
)
async def test_a_time_that_is_too_early_or_too_far_is_refused(
    polls: PollServices, booth: Booth, by: CloseAfter | CloseAt, key: str
) -> None:
    """The new time must be in the future, later than the current one, and at most thirty days from now."""
    with pytest.raises(UserError, match=key):
        await extender(polls).extend(host(), booth.poll.id, by, NOW)
    assert (await booth.view()).poll.closes_at == CLOSES_AT


async def test_only_hosts_and_moderators_extend_and_only_open_polls_with_a_closing_time(
    polls: PollServices, booth: Booth
) -> None:
    """A voter is refused. So is the host if the poll is due, ended, cancelled or without a closing time."""
    with pytest.raises(UserError, match="not-yours"):
        await extender(polls).extend(voter(20), booth.poll.id, CloseAfter(HOUR), NOW)
    with pytest.raises(UserError, match="over"):
        await extender(polls).extend(host(), booth.poll.id, CloseAfter(HOUR), CLOSES_AT)
    endless = await start_poll(polls, PollSettings("Which?", deadline=None))
    with pytest.raises(UserError, match="endless"):
        await extender(polls).extend(host(), endless.poll.id, CloseAfter(HOUR), NOW)
    await polls.lifecycle.cancel(host(), endless.poll.id, NOW)
    with pytest.raises(UserError, match="cancelled"):
        await extender(polls).extend(host(), endless.poll.id, CloseAfter(HOUR), NOW)
    await polls.lifecycle.end(host(), booth.poll.id, NOW)
    with pytest.raises(UserError, match="over"):
        await extender(polls).extend(host(), booth.poll.id, CloseAfter(HOUR), NOW)
    assert (await booth.view()).poll.state is PollState.CLOSED
