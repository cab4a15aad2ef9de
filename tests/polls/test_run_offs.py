"""A tie can be decided by a run-off: one more poll, opened once, closed once, and never left without a winner."""

from pathlib import Path

import pytest

from bot.core.storage.database import Database
from bot.ids import MessageId, PollId
from bot.polls.rules.counting.tally import OutcomeReason
from bot.polls.rules.poll import PollState, UnreachableReason
from bot.polls.rules.settings import RUN_OFF_DURATION, TieBreak, VotingMethod
from tests.polls.booth import (
    CLOSES_AT,
    NOW,
    SERVER,
    Booth,
    host,
    polls_in,
    results_due,
    select,
    settings_with,
    start_poll,
)
from tests.polls.poll_services import PollServices
from tests.polls.test_rankings import rank

APPLE, BERRY, CHERRY = range(3)
RUN_OFF_CLOSES_AT = CLOSES_AT + RUN_OFF_DURATION


async def start_tied_poll(polls: PollServices, method: VotingMethod = VotingMethod.SINGLE, **settings: object) -> Booth:
    """Start a poll, and give Berry and Cherry one vote each."""
    booth = await start_poll(polls, settings_with(method, tie_break=TieBreak.RUN_OFF, **settings))
    if method is VotingMethod.RANKED:
        await rank(booth, 11, BERRY)
        await rank(booth, 12, CHERRY)
    else:
        await booth.cast_votes(BERRY, CHERRY)
    return booth


async def run_off_of(booth: Booth) -> Booth:
    """Record the message of a closed poll's run-off, and return the run-off."""
    run_off_id = (await booth.view()).run_off_id
    assert run_off_id
    await booth.polls.delivery.mark_posted(SERVER, run_off_id, MessageId(71))
    view = await booth.polls.views.get(SERVER, run_off_id)
    return Booth(booth.polls, view.poll, tuple(option.id for option in view.options))


async def test_a_tie_opens_a_run_off_between_the_tied(polls: PollServices) -> None:
    """The run-off keeps the order of the options, the host, the question and the channel, and is open for 24 hours."""
    booth = await start_tied_poll(polls)
    (view,) = await results_due(polls, CLOSES_AT)
    assert view.outcome
    assert (view.winner, view.outcome.reason) == (None, OutcomeReason.RUN_OFF)
    run_off = (await run_off_of(booth)).poll
    options = (await polls.views.get(SERVER, run_off.id)).options
    assert [(option.label, option.position) for option in options] == [("Berry", 1), ("Cherry", 2)]
    assert (run_off.host_id, run_off.question, run_off.channel_id) == (
        booth.poll.host_id,
        booth.poll.question,
        booth.poll.channel_id,
    )
    assert (run_off.closes_at, run_off.tie_break, run_off.state) == (RUN_OFF_CLOSES_AT, TieBreak.DRAW, PollState.OPEN)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (VotingMethod.SINGLE, VotingMethod.SINGLE),
        (VotingMethod.APPROVAL, VotingMethod.APPROVAL),
        (VotingMethod.RANKED, VotingMethod.SINGLE),
    ],
)
async def test_a_run_off_has_the_same_method_but_never_ranks_two(
    polls: PollServices, method: VotingMethod, expected: VotingMethod
) -> None:
    """Between two options that tied in a ranked poll, each person chooses one."""
    booth = await start_tied_poll(polls, method)
    await results_due(polls, CLOSES_AT)
    assert (await run_off_of(booth)).poll.method is expected


async def test_three_options_that_tied_in_a_ranked_poll_are_ranked_again(polls: PollServices) -> None:
    """The order of three options still matters."""
    booth = await start_poll(polls, settings_with(VotingMethod.RANKED, tie_break=TieBreak.RUN_OFF))
    for person, place in enumerate((APPLE, BERRY, CHERRY), start=11):
        await rank(booth, person, place)
    await results_due(polls, CLOSES_AT)
    assert (await run_off_of(booth)).poll.method is VotingMethod.RANKED


async def test_a_run_off_opens_once_however_many_times_the_poll_is_closed(polls: PollServices) -> None:
    """The clock and the host try several times to close the poll, and no second run-off opens."""
    booth = await start_tied_poll(polls)
    for _ in range(3):
        await polls.lifecycle.close_due(CLOSES_AT)
        await polls.lifecycle.end(host(), booth.poll.id, CLOSES_AT)
    assert await select(polls.votes.database, "SELECT count(*) FROM poll") == [(2,)]


async def test_a_run_off_survives_restarts_and_closes_once(tmp_path: Path) -> None:
    """The process restarts after the tie, after the vote and after the close. The run-off keeps its winner."""
    file, winners = tmp_path / "polls.db", set()
    database = await Database.open(file)
    booth = await start_tied_poll(polls_in(database))
    await results_due(booth.polls, CLOSES_AT)
    for now in (CLOSES_AT + 1, RUN_OFF_CLOSES_AT, RUN_OFF_CLOSES_AT + 1):
        await database.close()
        database = await Database.open(file)
        run_off = await run_off_of(Booth(polls_in(database), booth.poll, booth.options))
        if now < RUN_OFF_CLOSES_AT:
            await run_off.vote(5, 1, now)
        await run_off.polls.lifecycle.close_due(now)
        winners.add((await run_off.view()).winner)
    assert [winner.label for winner in winners if winner] == ["Cherry"]
    assert await select(database, "SELECT state, closed_at FROM poll WHERE id = :poll", poll=run_off.poll.id) == [
        ("closed", RUN_OFF_CLOSES_AT)
    ]
    assert await select(database, "SELECT count(*) FROM poll_delivery WHERE kind = 'result'") == [(2,)]
    await database.close()


@pytest.mark.parametrize("places", [(0, 1), ()], ids=["tied", "nobody voted"])
async def test_a_second_tie_is_decided_by_lot(polls: PollServices, places: tuple[int, ...]) -> None:
    """There is no third poll, and there is always a winner, even if nobody votes."""
    booth = await start_tied_poll(polls)
    await results_due(polls, CLOSES_AT)
    run_off = await run_off_of(booth)
    for person, place in enumerate(places, start=20):
        await run_off.vote(person, place, CLOSES_AT + 1)
    await polls.lifecycle.close_due(RUN_OFF_CLOSES_AT)
    outcome = await run_off.result()
    assert outcome.reason is OutcomeReason.DRAW
    assert outcome.winner == outcome.tickets[0].option
    assert await select(polls.votes.database, "SELECT count(*) FROM poll") == [(2,)]


async def test_without_a_tie_there_is_no_run_off(polls: PollServices) -> None:
    """An option that has one vote more than the others wins at once."""
    booth = await start_poll(polls, settings_with(VotingMethod.SINGLE, tie_break=TieBreak.RUN_OFF))
    await booth.cast_votes(BERRY, BERRY, CHERRY)
    (view,) = await results_due(polls, CLOSES_AT)
    assert view.winner
    assert (view.winner.label, view.run_off_id) == ("Berry", None)


async def test_a_run_off_is_posted_after_the_result(polls: PollServices) -> None:
    """Until the result of the tie is in the channel, the run-off is not due."""
    booth = await start_tied_poll(polls)
    await results_due(polls, CLOSES_AT)
    assert await polls.delivery.list_unposted(NOW * 2) == ()
    await polls.delivery.mark_announced(SERVER, booth.poll.id, MessageId(72), CLOSES_AT)
    (due,) = await polls.delivery.list_unposted(0)
    assert due.tied_poll_id == booth.poll.id


async def test_a_tie_in_a_channel_that_is_gone_is_decided_by_lot(polls: PollServices) -> None:
    """If the channel is lost before the close, no run-off opens. If it is lost later, the run-off closes at once."""
    early, late = await start_tied_poll(polls), await start_tied_poll(polls)
    await polls.lifecycle.mark_unreachable(SERVER, early.poll.id, UnreachableReason.CHANNEL, NOW)
    assert ((await early.result()).reason, (await early.view()).run_off_id) == (OutcomeReason.DRAW, None)
    assert await select(polls.votes.database, "SELECT count(*) FROM poll_option WHERE is_winner = 1") == [(1,)]
    await results_due(polls, CLOSES_AT)
    await polls.lifecycle.mark_unreachable(SERVER, late.poll.id, UnreachableReason.CHANNEL, CLOSES_AT)
    run_off_id = (await late.view()).run_off_id
    assert run_off_id
    run_off = await polls.views.get(SERVER, PollId(run_off_id))
    assert (run_off.poll.state, run_off.outcome and run_off.outcome.reason) == (PollState.CLOSED, OutcomeReason.DRAW)


async def test_the_list_says_that_a_run_off_decides(polls: PollServices) -> None:
    """The poll that tied is marked in the list, and its run-off is not."""
    booth = await start_tied_poll(polls)
    await results_due(polls, CLOSES_AT)
    tied = {summary.poll.id: summary.has_run_off for summary in await polls.views.list_polls(SERVER)}
    assert tied[booth.poll.id]
    assert sum(tied.values()) == 1
