"""A poll can be cancelled, and brought back unchanged within ten minutes."""

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.polls.rules.poll import UNDO_SECONDS, CloseReason, PollState
from tests.polls.booth import CLOSES_AT, NOW, STRANGER, host, moderator, results_due, select, start_poll, voter
from tests.polls.poll_services import PollServices


async def test_a_stranger_can_neither_end_cancel_nor_bring_back_a_poll(polls: PollServices) -> None:
    """All three attempts are refused, and the poll stays open."""
    booth = await start_poll(polls)
    stranger, poll = voter(STRANGER), booth.poll.id
    for attempt in (
        polls.lifecycle.end(stranger, poll, NOW),
        polls.lifecycle.cancel(stranger, poll, NOW),
        polls.lifecycle.undo_cancel(stranger, poll, NOW),
    ):
        with pytest.raises(UserError, match=r"polls\.refused\.not-yours"):
            await attempt
    assert (await booth.view()).poll.state is PollState.OPEN


async def test_a_cancelled_poll_is_brought_back_with_its_ballots(polls: PollServices) -> None:
    """The poll can be brought back for ten minutes. A second press of either button changes nothing."""
    booth = await start_poll(polls)
    await booth.cast_votes(0, 1, 1)
    for now in (NOW + 1, NOW + 2):
        poll = await polls.lifecycle.cancel(moderator(), booth.poll.id, now)
        assert (poll.state, poll.cancelled_at, poll.undo_until) == (
            PollState.CANCELLED,
            NOW + 1,
            NOW + 1 + UNDO_SECONDS,
        )
    with pytest.raises(UserError, match=r"polls\.refused\.cancelled"):
        await polls.lifecycle.end(host(), booth.poll.id, NOW + 3)
    assert await results_due(polls, NOW + 3) == ()
    for now in (NOW + 1 + UNDO_SECONDS, NOW + 2 + UNDO_SECONDS):
        assert (await polls.lifecycle.undo_cancel(host(), booth.poll.id, now)).state is PollState.OPEN
    assert await booth.counts() == (1, 2, 0)
    await booth.vote(10, 1, NOW + 2 + UNDO_SECONDS)
    assert await booth.counts() == (0, 3, 0)


async def test_an_overdue_cancelled_poll_closes_at_once_when_brought_back(polls: PollServices) -> None:
    """The poll closes as of its closing time, with the winner that its ballots give."""
    booth = await start_poll(polls)
    await booth.cast_votes(2)
    await polls.lifecycle.cancel(host(), booth.poll.id, CLOSES_AT - 60)
    assert await results_due(polls, CLOSES_AT + 30) == ()
    poll = await polls.lifecycle.undo_cancel(host(), booth.poll.id, CLOSES_AT + 60)
    assert (poll.state, poll.close_reason, poll.closed_at) == (PollState.CLOSED, CloseReason.CLOCK, CLOSES_AT)
    (due,) = await results_due(polls, CLOSES_AT + 61)
    assert due.outcome == await booth.result()
    assert due.outcome is not None
    assert due.outcome.winner == due.options[2]


async def test_an_ended_poll_is_neither_cancelled_nor_brought_back(polls: PollServices) -> None:
    """Cancelling is refused from the closing time on, and both are refused once the poll is closed."""
    booth = await start_poll(polls)
    with pytest.raises(UserError, match=r"polls\.refused\.over"):
        await polls.lifecycle.cancel(host(), booth.poll.id, CLOSES_AT)
    await polls.lifecycle.close_due(CLOSES_AT)
    for attempt in (polls.lifecycle.cancel, polls.lifecycle.undo_cancel):
        with pytest.raises(UserError, match=r"polls\.refused\.over"):
            await attempt(host(), booth.poll.id, CLOSES_AT)


async def test_after_ten_minutes_a_cancelled_poll_loses_its_ballots(polls: PollServices, database: Database) -> None:
    """The ballots are deleted, and the poll can no longer be brought back."""
    booth = await start_poll(polls)
    await booth.cast_votes(0, 1)
    await polls.lifecycle.cancel(host(), booth.poll.id, NOW)
    assert await polls.lifecycle.next_due_at() == NOW + UNDO_SECONDS + 1
    assert await polls.lifecycle.settle_due(NOW + UNDO_SECONDS) == 0
    assert await polls.lifecycle.settle_due(NOW + UNDO_SECONDS + 1) == 1
    for now in (NOW + UNDO_SECONDS, NOW + UNDO_SECONDS + 1):
        with pytest.raises(UserError, match=r"polls\.refused\.undo-late"):
            await polls.lifecycle.undo_cancel(host(), booth.poll.id, now)
    assert await select(database, "SELECT ballot_id FROM ballot_choice UNION ALL SELECT id FROM ballot") == []
    assert await polls.lifecycle.next_due_at() is None
