"""If a poll can no longer be shown, it closes, keeps its result and is left alone."""

import pytest

from bot.ids import GuildId
from bot.polls.rules.poll import UNDO_SECONDS, CloseReason, PollState, UnreachableReason
from bot.polls.rules.settings import VotingMethod
from tests.polls.booth import CLOSES_AT, NOW, SERVER, host, results_due, settings_with, start_poll
from tests.polls.poll_services import PollServices

pytestmark = pytest.mark.postgres_soak  # other tests already run this SQL on PostgreSQL, so --soak is enough


@pytest.mark.parametrize("reason", UnreachableReason)
async def test_a_lost_channel_closes_the_poll_and_keeps_its_result(
    polls: PollServices, reason: UnreachableReason
) -> None:
    """Nothing is posted or edited there any more, the list gives the first reason, and other polls go on."""
    booth, other = await start_poll(polls), await start_poll(polls)
    await booth.votes(1)
    for again in (reason, UnreachableReason.SERVER):
        poll = await polls.lifecycle.mark_unreachable(SERVER, booth.poll.id, again, NOW + 9)
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


async def test_a_result_without_its_channel_is_not_retried_for_ever(polls: PollServices) -> None:
    """A poll that was closed by the clock keeps that reason, and nothing is due any more."""
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
    await booth.votes(0)
    await polls.lifecycle.cancel(host(), booth.poll.id, NOW)
    await polls.lifecycle.mark_unreachable(SERVER, booth.poll.id, UnreachableReason.MESSAGE, NOW + 1)
    poll = await polls.lifecycle.undo_cancel(host(), booth.poll.id, NOW + 2)
    assert (poll.state, poll.close_reason, (await booth.result()).votes) == (
        PollState.CLOSED,
        CloseReason.UNREACHABLE,
        1,
    )


async def test_polls_of_a_server_that_removed_the_bot_end(polls: PollServices) -> None:
    """Open polls close and pending results are not tried; another server's polls go on."""
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
