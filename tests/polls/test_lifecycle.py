"""Promise 3, the half of it without Discord: a poll closes once, at its time, with the winner that its ballots say."""

import asyncio
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.polls.rules.poll import CloseReason, Poll, PollState
from bot.polls.rules.settings import CloseAfter, PollSettings, TieBreak, VotingMethod
from bot.polls.rules.tally import Outcome, OutcomeReason
from bot.polls.service.polls import PollServices
from tests.polls.booth import HOST, HOUR, NOW, SERVER, TIME, hesitant, host, moderator, of, polls_in, started, table


async def test_the_clock_closes_what_is_due_and_nothing_else(polls: PollServices) -> None:
    """Neither a second early nor twice; the result waits to be announced until it is."""
    booth, later = await started(polls), await started(polls, PollSettings("Later?", deadline=CloseAfter(2 * HOUR)))
    await booth.votes(1, 1, 0)
    assert await polls.lifecycle.close_due(TIME - 1) == ()
    assert await polls.lifecycle.next_due_at() == TIME
    (due,) = await polls.lifecycle.close_due(TIME + 3)
    assert (due.poll.id, due.poll.close_reason, due.poll.closed_at, due.voter_count) == (
        booth.poll.id,
        CloseReason.CLOCK,
        TIME,
        3,
    )
    assert due.outcome is not None
    assert (due.outcome.reason, due.outcome.votes) == (OutcomeReason.MOST, 2)
    assert due.outcome.winner == due.options[1]
    assert (await later.shown()).poll.state is PollState.OPEN


async def test_an_unannounced_result_comes_again_until_it_is_announced_once(polls: PollServices) -> None:
    """After a crash between closing and posting it is posted; after it was noted it never is again."""
    booth = await started(polls)
    for _ in range(3):
        assert [one.poll.id for one in await polls.lifecycle.close_due(TIME)] == [booth.poll.id]
    marks = [await polls.lifecycle.mark_announced(SERVER, booth.poll.id, message, TIME + 2) for message in (500, 501)]
    poll = (await booth.shown()).poll
    assert (marks, poll.result_message_id, poll.announced_at) == ([True, False], 500, TIME + 2)
    assert await polls.lifecycle.close_due(TIME + HOUR) == ()


async def test_a_result_that_cannot_be_posted_now_is_put_off(polls: PollServices) -> None:
    """And next_due says until when."""
    booth = await started(polls)
    await polls.lifecycle.close_due(TIME)
    await polls.lifecycle.defer_result(SERVER, booth.poll.id, TIME + 60)
    assert await polls.lifecycle.next_due_at() == TIME + 60
    assert await polls.lifecycle.close_due(TIME + 59) == ()
    assert len(await polls.lifecycle.close_due(TIME + 60)) == 1


async def test_the_key_of_a_result_is_its_own_and_stays(polls: PollServices) -> None:
    """So that Discord itself drops a second one."""
    booth, other = await started(polls), await started(polls)
    first = (await booth.shown()).poll.result_nonce
    await polls.lifecycle.close_due(TIME)
    assert (await booth.shown()).poll.result_nonce == first != other.poll.result_nonce
    assert len(replace(booth.poll, id=2**48, opened=2**33).result_nonce) <= 25


async def test_polls_close_after_any_downtime(polls: PollServices) -> None:
    """Everything that came due meanwhile is closed at once, as of its own time."""
    booths = [await started(polls, PollSettings("Which?", deadline=CloseAfter(HOUR * hours))) for hours in (3, 1, 2)]
    closed = await polls.lifecycle.close_due(NOW + 100 * HOUR)
    assert [one.poll.id for one in closed] == [booths[place].poll.id for place in (1, 2, 0)]
    assert [one.poll.closed_at for one in closed] == [NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR]


@pytest.mark.parametrize(("member", "why"), [(host(), CloseReason.HOST), (moderator(), CloseReason.MODERATOR)])
async def test_host_and_moderators_end_a_poll(polls: PollServices, actor: object, why: CloseReason) -> None:
    """A second press of End finds it ended, and changes nothing."""
    booth = await started(polls)
    await booth.votes(2)
    for now in (NOW + 5, NOW + 6):
        poll = await polls.lifecycle.end(actor, booth.poll.id, now)  # type: ignore[arg-type]  # a member, parametrised
        assert (poll.state, poll.close_reason, poll.closed_at) == (PollState.CLOSED, why, NOW + 5)
    assert len(await polls.lifecycle.close_due(NOW + 7)) == 1


async def test_an_end_after_the_time_was_the_clocks(polls: PollServices) -> None:
    """Who presses End a moment late ends nothing: the votes of after its time were refused already."""
    booth = await started(polls)
    poll = await polls.lifecycle.end(host(), booth.poll.id, TIME + 2)
    assert (poll.close_reason, poll.closed_at) == (CloseReason.CLOCK, TIME)


async def test_without_votes_there_is_no_winner(polls: PollServices, database: Database) -> None:
    """And it is said so."""
    booth = await started(polls)
    await polls.lifecycle.close_due(TIME)
    assert await booth.result() == Outcome(OutcomeReason.NO_VOTES)
    assert await table(database, "SELECT sum(won) FROM poll_option") == [(0,)]


async def test_a_tie_is_settled_by_the_earliest_if_that_was_said(polls: PollServices) -> None:
    """The option added first wins, and the list knows it too."""
    booth = await started(polls)
    await booth.votes(2, 1, 1, 2)
    await polls.lifecycle.close_due(TIME)
    outcome = await booth.result()
    assert (outcome.reason, [one.label for one in outcome.tied]) == (OutcomeReason.EARLIEST, ["Berry", "Cherry"])
    (listed,) = await polls.views.list_polls(SERVER)
    assert listed.winner == outcome.winner == outcome.tied[0]


async def test_the_seed_of_a_draw_is_secret_until_the_close_and_was_not_chosen_afterwards(
    polls: PollServices, database: Database
) -> None:
    """Its SHA-256 is shown from the start; no row of the host's, whom a copy is given, holds it."""
    booth = await started(polls, of(VotingMethod.SINGLE, tie=TieBreak.DRAW))
    ((seed,),) = await table(database, "SELECT seed FROM poll_seed")
    await booth.votes(0, 1)
    assert booth.poll.commitment == sha256(seed.encode()).hexdigest()
    assert seed not in repr(await booth.shown())
    assert seed not in repr(await table(database, "SELECT * FROM poll"))
    cancelled = await polls.lifecycle.cancel(host(), booth.poll.id, NOW)
    assert cancelled.seed is None
    await polls.lifecycle.undo_cancel(host(), booth.poll.id, NOW)
    await polls.lifecycle.close_due(TIME)
    outcome = await booth.result()
    assert ((await booth.shown()).poll.seed, outcome.reason) == (seed, OutcomeReason.DRAW)
    digests = [sha256(f"{seed}:{label}".encode()).hexdigest() for label in ("Apple", "Berry")]
    assert [lot.digest for lot in outcome.tickets] == sorted(digests)


@pytest.mark.parametrize("seed", range(12))
async def test_end_timer_restart_and_votes_at_once_make_one_closing(database_file: Path, seed: int) -> None:
    """One of them closes it; every vote is refused or counted; the winner is the recount; one result is noted."""
    random = Random(seed)
    before, after = await Database.open(database_file), await Database.open(database_file)
    try:
        polls, again = polls_in(hesitant(before, random)), polls_in(hesitant(after, random))
        booth = await started(polls)
        poll, late = booth.poll.id, TIME + random.randint(-1, 1)
        work = [
            polls.lifecycle.end(host(), poll, late),
            polls.lifecycle.end(moderator(), poll, late),
            polls.lifecycle.close_due(TIME),
            again.lifecycle.close_due(TIME),
            *(booth.vote(person, random.randrange(3), TIME - 1) for person in range(20)),
        ]
        random.shuffle(work)
        done = await asyncio.gather(*work, return_exceptions=True)
        wrong = [one for one in done if isinstance(one, BaseException) and "late" not in str(one)]
        assert not wrong
        assert len({(one.closed_at, one.close_reason) for one in done if isinstance(one, Poll)}) == 1
        final, outcome = await booth.shown(), await booth.result()
        assert final.voter_count == sum(hasattr(one, "change") for one in done)
        won = await table(before, "SELECT id FROM poll_option WHERE won = 1")
        assert won == ([(outcome.winner.id,)] if outcome.winner else [])
        notes = (service.lifecycle.mark_announced(SERVER, poll, 5, TIME) for service in (polls, again, polls))
        assert sorted(await asyncio.gather(*notes)) == [False, False, True]
    finally:
        await before.close()
        await after.close()


async def test_a_restart_finds_what_was_left(database_file: Path) -> None:
    """Time passed while down: the new start closes it, gives it once, and the next start gives nothing."""
    first = await Database.open(database_file)
    booth = await started(polls_in(first))
    await booth.votes(1)
    await first.close()
    for results in (1, 0):
        database = await Database.open(database_file)
        polls = polls_in(database)
        due = await polls.lifecycle.close_due(TIME + 50)
        assert len(due) == results
        for one in due:
            assert one.outcome is not None
            assert one.outcome.winner == one.options[1]
            await polls.lifecycle.mark_announced(SERVER, one.poll.id, 5, TIME + 50)
        await database.close()


async def test_a_forgotten_host_leaves_the_poll_to_moderators(polls: PollServices, database: Database) -> None:
    """Nobody is the host of a poll without one."""
    booth = await started(polls)
    async with database.transaction() as writer:
        await writer.execute("UPDATE poll SET host = NULL WHERE host = :host", {"host": HOST})
    with pytest.raises(UserError, match=r"polls\.refused\.not-yours"):
        await polls.lifecycle.end(host(), booth.poll.id, NOW)
    assert (await polls.lifecycle.end(moderator(), booth.poll.id, NOW)).close_reason is CloseReason.MODERATOR
