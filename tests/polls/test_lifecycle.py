"""Closing without Discord: a poll closes once, at its closing time, and its ballots decide the winner."""

import asyncio
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from psycopg import OperationalError

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.ids import MessageId, PollId
from bot.polls.rules.counting.tally import Outcome, OutcomeReason
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import CloseReason, Poll, PollState
from bot.polls.rules.settings import CloseAfter, PollSettings, TieBreak, VotingMethod
from tests.polls.booth import (
    CLOSES_AT,
    HOST,
    HOUR,
    NOW,
    SERVER,
    execute,
    host,
    moderator,
    polls_in,
    results_due,
    select,
    settings_with,
    start_poll,
    yielding,
)
from tests.polls.poll_services import PollServices


async def test_the_clock_closes_what_is_due_and_nothing_else(polls: PollServices) -> None:
    """No poll closes a second early. If the timer is late, the poll still closes as of its closing time."""
    booth, later = (
        await start_poll(polls),
        await start_poll(polls, PollSettings("Later?", deadline=CloseAfter(2 * HOUR))),
    )
    await booth.cast_votes(1, 1, 0)
    assert await results_due(polls, CLOSES_AT - 1) == ()
    assert await polls.lifecycle.next_due_at() == CLOSES_AT
    (due,) = await results_due(polls, CLOSES_AT + 3)
    assert (due.poll.id, due.poll.close_reason, due.poll.closed_at, due.voter_count) == (
        booth.poll.id,
        CloseReason.CLOCK,
        CLOSES_AT,
        3,
    )
    assert due.outcome is not None
    assert (due.outcome.reason, due.outcome.votes) == (OutcomeReason.MOST, 2)
    assert due.outcome.winner == due.options[1]
    assert (await later.view()).poll.state is PollState.OPEN


async def test_a_result_stays_due_until_it_is_announced_once(polls: PollServices) -> None:
    """The result is due until it is recorded as posted, and it can be recorded only once."""
    booth = await start_poll(polls)
    for _ in range(3):
        assert [result.poll.id for result in await results_due(polls, CLOSES_AT)] == [booth.poll.id]
    marks = [
        await polls.delivery.mark_announced(SERVER, booth.poll.id, message, CLOSES_AT + 2)
        for message in map(MessageId, (500, 501))
    ]
    poll = (await booth.view()).poll
    assert (marks, poll.result_message_id, poll.announced_at) == ([True, False], 500, CLOSES_AT + 2)
    assert await results_due(polls, CLOSES_AT + HOUR) == ()


async def test_a_result_that_cannot_be_posted_now_is_deferred(polls: PollServices) -> None:
    """The result is due at the time to which it was deferred. `next_result_at` returns that time."""
    booth = await start_poll(polls)
    await polls.lifecycle.close_due(CLOSES_AT)
    await polls.delivery.defer_result(SERVER, booth.poll.id, CLOSES_AT + 60)
    assert await polls.delivery.next_result_at(CLOSES_AT) == CLOSES_AT + 60
    assert await results_due(polls, CLOSES_AT + 59) == ()
    assert len(await results_due(polls, CLOSES_AT + 60)) == 1


async def test_a_results_nonce_is_unique_and_stable(polls: PollServices) -> None:
    """The nonce stays the same when the poll closes, differs between polls, and fits Discord's 25 characters."""
    booth, other = await start_poll(polls), await start_poll(polls)
    first = (await booth.view()).poll.result_nonce
    await polls.lifecycle.close_due(CLOSES_AT)
    assert (await booth.view()).poll.result_nonce == first != other.poll.result_nonce
    assert len(replace(booth.poll, id=PollId(2**48), opened_at=2**33).result_nonce) <= 25


async def test_polls_close_after_any_downtime(polls: PollServices) -> None:
    """All overdue polls close together, each as of its own closing time."""
    booths = [await start_poll(polls, PollSettings("Which?", deadline=CloseAfter(HOUR * hours))) for hours in (3, 1, 2)]
    closed = await results_due(polls, NOW + 100 * HOUR)
    assert [result.poll.id for result in closed] == [booths[place].poll.id for place in (1, 2, 0)]
    assert [result.poll.closed_at for result in closed] == [NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR]


@pytest.mark.parametrize(("actor", "why"), [(host(), CloseReason.HOST), (moderator(), CloseReason.MODERATOR)])
async def test_host_and_moderators_end_a_poll(polls: PollServices, actor: Actor, why: CloseReason) -> None:
    """A second press of End finds the poll ended, and changes nothing."""
    booth = await start_poll(polls)
    await booth.cast_votes(2)
    for now in (NOW + 5, NOW + 6):
        poll = await polls.lifecycle.end(actor, booth.poll.id, now)
        assert (poll.state, poll.close_reason, poll.closed_at) == (PollState.CLOSED, why, NOW + 5)
    assert len(await results_due(polls, NOW + 7)) == 1


async def test_ending_an_overdue_poll_closes_it_by_the_clock(polls: PollServices) -> None:
    """The reason is the clock and not the host, and the poll closes as of its closing time."""
    booth = await start_poll(polls)
    poll = await polls.lifecycle.end(host(), booth.poll.id, CLOSES_AT + 2)
    assert (poll.close_reason, poll.closed_at) == (CloseReason.CLOCK, CLOSES_AT)


async def test_without_votes_there_is_no_winner(polls: PollServices, database: Database) -> None:
    """The outcome is that nobody voted, and no option is stored as the winner."""
    booth = await start_poll(polls)
    await polls.lifecycle.close_due(CLOSES_AT)
    assert await booth.result() == Outcome(OutcomeReason.NO_VOTES)
    assert await select(database, "SELECT sum(is_winner) FROM poll_option") == [(0,)]


async def test_a_tie_goes_to_the_earliest_option_if_that_was_announced(polls: PollServices) -> None:
    """The tied option that was added first wins, and the list of polls names the same winner."""
    booth = await start_poll(polls)
    await booth.cast_votes(2, 1, 1, 2)
    await polls.lifecycle.close_due(CLOSES_AT)
    outcome = await booth.result()
    assert (outcome.reason, [option.label for option in outcome.tied]) == (OutcomeReason.EARLIEST, ["Berry", "Cherry"])
    (listed,) = await polls.views.list_polls(SERVER)
    assert listed.winner == outcome.winner == outcome.tied[0]


async def test_the_seed_of_a_draw_is_secret_until_the_close_and_was_not_chosen_afterwards(
    polls: PollServices, database: Database
) -> None:
    """The seed's SHA-256 is known from the start, but neither the view nor the poll's own row contains the seed."""
    booth = await start_poll(polls, settings_with(VotingMethod.SINGLE, tie_break=TieBreak.DRAW))
    ((seed,),) = await select(database, "SELECT seed FROM poll_seed")
    await booth.cast_votes(0, 1)
    assert booth.poll.commitment == sha256(seed.encode()).hexdigest()
    assert seed not in repr(await booth.view())
    assert seed not in repr(await select(database, "SELECT * FROM poll"))
    cancelled = await polls.lifecycle.cancel(host(), booth.poll.id, NOW)
    assert cancelled.seed is None
    await polls.lifecycle.undo_cancel(host(), booth.poll.id, NOW)
    await polls.lifecycle.close_due(CLOSES_AT)
    outcome = await booth.result()
    assert ((await booth.view()).poll.seed, outcome.reason) == (seed, OutcomeReason.DRAW)
    digests = [sha256(f"{seed}:{label}".encode()).hexdigest() for label in ("Apple", "Berry")]
    assert [lot.digest for lot in outcome.tickets] == sorted(digests)


@pytest.mark.parametrize("seed", range(12))
async def test_simultaneous_ends_timers_restarts_and_votes_close_a_poll_once(database_file: Path, seed: int) -> None:
    """The poll closes once, each vote is counted or refused, and one result is recorded."""
    random = Random(seed)
    before, after = await Database.open(database_file), await Database.open(database_file)
    try:
        polls, again = polls_in(yielding(before, random)), polls_in(yielding(after, random))
        booth = await start_poll(polls)
        poll, late = booth.poll.id, CLOSES_AT + random.randint(-1, 1)
        work = [
            polls.lifecycle.end(host(), poll, late),
            polls.lifecycle.end(moderator(), poll, late),
            polls.lifecycle.close_due(CLOSES_AT),
            again.lifecycle.close_due(CLOSES_AT),
            *(booth.vote(person, random.randrange(3), CLOSES_AT - 1) for person in range(20)),
        ]
        random.shuffle(work)
        done = await asyncio.gather(*work, return_exceptions=True)
        wrong = [action for action in done if isinstance(action, BaseException) and "late" not in str(action)]
        assert not wrong
        assert len({(action.closed_at, action.close_reason) for action in done if isinstance(action, Poll)}) == 1
        final, outcome = await booth.view(), await booth.result()
        assert final.voter_count == sum(hasattr(action, "change") for action in done)
        won = await select(before, "SELECT id FROM poll_option WHERE is_winner = 1")
        assert won == ([(outcome.winner.id,)] if outcome.winner else [])
        notes = (
            service.delivery.mark_announced(SERVER, poll, MessageId(5), CLOSES_AT) for service in (polls, again, polls)
        )
        assert sorted(await asyncio.gather(*notes)) == [False, False, True]
    finally:
        await before.close()
        await after.close()


async def test_a_poll_due_during_downtime_is_announced_once(database_file: Path) -> None:
    """The next start closes and announces the poll, and the start after that does nothing."""
    first = await Database.open(database_file)
    booth = await start_poll(polls_in(first))
    await booth.cast_votes(1)
    await first.close()
    for results in (1, 0):
        database = await Database.open(database_file)
        polls = polls_in(database)
        due = await results_due(polls, CLOSES_AT + 50)
        assert len(due) == results
        for result in due:
            assert result.outcome is not None
            assert result.outcome.winner == result.options[1]
            await polls.delivery.mark_announced(SERVER, result.poll.id, MessageId(5), CLOSES_AT + 50)
        await database.close()


async def test_a_deleted_host_leaves_the_poll_to_moderators(polls: PollServices, database: Database) -> None:
    """Once the poll has lost the host's id, the host can no longer end it, but a moderator can."""
    booth = await start_poll(polls)
    await execute(database, "UPDATE poll SET host_id = NULL WHERE host_id = :host", host=HOST)
    with pytest.raises(UserError, match=r"polls\.refused\.not-yours"):
        await polls.lifecycle.end(host(), booth.poll.id, NOW)
    assert (await polls.lifecycle.end(moderator(), booth.poll.id, NOW)).close_reason is CloseReason.MODERATOR


async def test_counts_of_a_close_that_was_not_saved_are_not_shown(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failed close, the process shows the counts of the close that another process saved."""
    booth = await start_poll(polls_in(postgres_database))
    failing, saving = polls_in(postgres_database), polls_in(postgres_database)

    async def refuse(_: object) -> None:
        raise OperationalError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("bot.core.storage.postgres.engine.commit", refuse)
        with pytest.raises(UserError, match=r"core\.not-saved"):
            await failing.lifecycle.close_due(CLOSES_AT)
    await booth.vote(9, 1)
    await saving.lifecycle.close_due(CLOSES_AT)
    view = await failing.lifecycle.get_view(SERVER, booth.poll.id)
    assert view.counts is not None
    assert sum(view.counts.values()) == 1
