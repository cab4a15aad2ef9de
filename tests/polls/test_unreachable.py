"""A poll that can no longer be shown closes and keeps its result, and nothing more is posted."""

import pytest

from bot.ids import GuildId
from bot.polls.rules.poll import UNDO_SECONDS, CloseReason, PollState, UnreachableReason
from bot.polls.rules.settings import VotingMethod
from tests.polls.booth import CLOSES_AT, NOW, SERVER, host, results_due, settings_with, start_poll
from tests.polls.poll_services import PollServices

pytestmark = pytest.mark.postgres_soak  # on PostgreSQL only with --soak, because other tests run the same SQL there


@pytest.mark.parametrize("reason", UnreachableReason)
async def test_a_lost_channel_closes_the_poll_and_keeps_its_result(
    polls: PollServices, reason: UnreachableReason
) -> None:
    """Nothing of the poll is due any more, and other polls go on. Only the first reason is kept."""
    booth, other = await start_poll(polls), await start_poll(polls)
    await booth.cast_votes(1)
    for given_reason in (reason, UnreachableReason.SERVER):
        poll = await polls.lifecycle.mark_unreachable(SERVER, booth.poll.id, given_reason, NOW + 9)
        assert (poll.state, poll.close_reason, poll.closed_at, poll.unreachable_reason) == (
            PollState.CLOSED,
            CloseReason.UNREACHABLE,
            NOW + 9,
            reason,
        )
    assert await results_due(polls, NOW + 10) == ()
    assert [poll.id for poll in await polls.delivery.list_stale(NOW + 10)] == [other.poll.id]
    assert {listed.poll.id: listed.poll.unreachable_reason for listed in await polls.views.list_polls(SERVER)}[
        booth.poll.id
    ] is reason
    assert (await booth.result()).votes == 1
    assert [result.poll.id for result in await results_due(polls, CLOSES_AT)] == [other.poll.id]


async def test_a_result_whose_channel_is_lost_is_given_up(polls: PollServices) -> None:
    """The poll keeps the clock as its reason for closing, and nothing is due any more."""
    booth = await start_poll(polls, settings_with(VotingMethod.SINGLE, is_secret=False))
    await polls.lifecycle.close_due(CLOSES_AT)
    poll = await polls.lifecycle.mark_unreachable(SERVER, booth.poll.id, UnreachableReason.FORBIDDEN, CLOSES_AT + 1)
    assert (poll.close_reason, poll.unreachable_reason, poll.announced_at) == (
        CloseReason.CLOCK,
        UnreachableReason.FORBIDDEN,
        None,
    )
    await polls.lifecycle.settle_due(CLOSES_AT + UNDO_SECONDS + 1)
    assert await polls.lifecycle.next_due_at() is None
    assert await polls.delivery.next_result_at(NOW) is None


async def test_a_cancelled_poll_without_its_channel_closes_when_brought_back(polls: PollServices) -> None:
    """The poll keeps its vote, and is closed as unreachable."""
    booth = await start_poll(polls)
    await booth.cast_votes(0)
    await polls.lifecycle.cancel(host(), booth.poll.id, NOW)
    await polls.lifecycle.mark_unreachable(SERVER, booth.poll.id, UnreachableReason.MESSAGE, NOW + 1)
    poll = await polls.lifecycle.undo_cancel(host(), booth.poll.id, NOW + 2)
    assert (poll.state, poll.close_reason, (await booth.result()).votes) == (
        PollState.CLOSED,
        CloseReason.UNREACHABLE,
        1,
    )


async def test_polls_of_a_server_that_removed_the_bot_end(polls: PollServices) -> None:
    """Open polls close, and pending results are given up. Another server's polls go on."""
    booth, ended = await start_poll(polls), await start_poll(polls)
    other = await start_poll(polls, server=GuildId(SERVER + 1))
    await polls.lifecycle.end(host(), ended.poll.id, NOW)
    for now in (NOW + 1, NOW + 2):
        await polls.lifecycle.mark_guild_unreachable(SERVER, now)
    assert [(await poll.view()).poll.unreachable_reason for poll in (booth, ended)] == [UnreachableReason.SERVER] * 2
    assert [(await poll.view()).poll.close_reason for poll in (booth, ended)] == [
        CloseReason.UNREACHABLE,
        CloseReason.HOST,
    ]
    assert [result.poll.id for result in await results_due(polls, CLOSES_AT)] == [other.poll.id]
