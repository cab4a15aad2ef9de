"""An option is out exactly when enough people veto it. A withdrawn veto no longer counts."""

import pytest

from bot.core.errors import UserError
from bot.polls.rules.counting.tally import OutcomeReason
from bot.polls.rules.poll import UNDO_SECONDS
from bot.polls.rules.settings import VotingMethod
from bot.polls.service.ballots.vetoes import OwnVeto, VetoService
from tests.polls.booth import (
    CLOSES_AT,
    NOW,
    WITH_OPTION_BUTTONS,
    Booth,
    host,
    results_due,
    select,
    settings_with,
    start_poll,
    voter,
)
from tests.polls.poll_services import PollServices
from tests.polls.test_rankings import rank

APPLE, BERRY, CHERRY = range(3)


async def poll_with_vetoes(polls: PollServices, threshold: int | None, **settings: object) -> Booth:
    method = settings.pop("method", VotingMethod.SINGLE)
    assert isinstance(method, VotingMethod)
    return await start_poll(polls, settings_with(method, veto_threshold=threshold, **settings))


async def veto(booth: Booth, person: int, index: int | None, now: int = NOW) -> OwnVeto:
    """Veto the option at this index, or take the veto back if the index is None."""
    option_id = None if index is None else booth.options[index]
    return await VetoService(booth.polls.votes.database).set_veto(voter(person), booth.poll.id, option_id, now)


async def vetoed_labels(booth: Booth) -> list[str]:
    return [option.label for option in (await booth.view()).vetoed]


@pytest.mark.parametrize("threshold", [1, 2, 3, 5])
async def test_an_option_is_out_once_its_vetoes_reach_the_threshold(polls: PollServices, threshold: int) -> None:
    """With one veto fewer the option stays in, and a withdrawn veto brings it back."""
    booth = await poll_with_vetoes(polls, threshold)
    for person in range(1, threshold):
        await veto(booth, person, BERRY)
        assert await vetoed_labels(booth) == []
    await veto(booth, threshold, BERRY)
    assert await vetoed_labels(booth) == ["Berry"]
    await veto(booth, threshold, None)
    assert await vetoed_labels(booth) == []


async def test_each_person_has_one_veto(polls: PollServices) -> None:
    """A second veto replaces the first. The same veto again changes nothing."""
    booth = await poll_with_vetoes(polls, 1)
    for index in (APPLE, BERRY, BERRY):
        answer = await veto(booth, 1, index)
    assert answer.option
    assert (answer.option.label, await vetoed_labels(booth)) == ("Berry", ["Berry"])
    assert await select(polls.votes.database, "SELECT count(*) FROM veto") == [(1,)]


async def test_a_veto_in_a_poll_that_the_person_may_not_see_changes_nothing(polls: PollServices) -> None:
    """Neither reading nor setting a veto is allowed."""
    booth = await poll_with_vetoes(polls, 1)
    service = VetoService(polls.votes.database)

    def hidden(_: object) -> None:
        raise UserError("polls.refused.gone")

    with pytest.raises(UserError):
        await service.get_veto(voter(1), booth.poll.id, hidden)
    with pytest.raises(UserError):
        await service.set_veto(voter(1), booth.poll.id, booth.options[APPLE], NOW, check_visible=hidden)
    assert await vetoed_labels(booth) == []


@pytest.mark.parametrize("method", WITH_OPTION_BUTTONS)
async def test_the_most_votes_among_options_that_are_not_out_win(polls: PollServices, method: VotingMethod) -> None:
    """Apple has the most votes, but is out. Its votes are still shown."""
    booth = await poll_with_vetoes(polls, 2, method=method)
    await booth.cast_votes(APPLE, APPLE, BERRY)
    for person in (1, 2):
        await veto(booth, person, APPLE)
    (view,) = await results_due(polls, CLOSES_AT)
    assert view.outcome
    assert view.winner
    assert (view.winner.label, view.outcome.votes) == ("Berry", 1)
    assert [option.label for option in view.outcome.vetoed] == ["Apple"]
    assert await booth.counts() == (2, 1, 0)


async def test_ranked_ballots_move_on_from_an_option_that_is_out(polls: PollServices) -> None:
    """Two people rank Apple and then Berry, and one ranks Cherry. With Apple out, Berry has two of three votes."""
    booth = await poll_with_vetoes(polls, 1, method=VotingMethod.RANKED)
    for person, places in ((1, (APPLE, BERRY)), (2, (APPLE, BERRY)), (3, (CHERRY,))):
        await rank(booth, person, *places)
    await veto(booth, 3, APPLE)
    (view,) = await results_due(polls, CLOSES_AT)
    assert view.outcome
    assert view.winner
    assert (view.winner.label, view.outcome.reason) == ("Berry", OutcomeReason.MAJORITY)


async def test_without_options_or_votes_left_nobody_wins(polls: PollServices) -> None:
    """All options are out, or all votes are for options that are out. Each case has its own reason."""
    voted, all_out = await poll_with_vetoes(polls, 1), await poll_with_vetoes(polls, 1)
    await voted.vote(9, APPLE)
    await veto(voted, 1, APPLE)
    for person, index in enumerate((APPLE, BERRY, CHERRY), start=1):
        await veto(all_out, person, index)
    await results_due(polls, CLOSES_AT)
    outcomes = [await voted.result(), await all_out.result()]
    assert [outcome.winner for outcome in outcomes] == [None, None]
    assert [outcome.reason for outcome in outcomes] == [OutcomeReason.NO_VOTES_LEFT, OutcomeReason.ALL_VETOED]


async def test_an_invalid_or_late_veto_is_refused(polls: PollServices) -> None:
    """The cases are a poll without vetoes, a veto at the closing time, and another poll's option."""
    without, booth = await poll_with_vetoes(polls, None), await poll_with_vetoes(polls, 1)
    with pytest.raises(UserError, match="no-vetoes"):
        await veto(without, 1, APPLE)
    with pytest.raises(UserError, match="late"):
        await veto(booth, 1, APPLE, CLOSES_AT)
    with pytest.raises(UserError, match="gone"):
        await veto(Booth(polls, booth.poll, without.options), 1, APPLE)


async def test_vetoes_are_hidden_as_long_as_counts_are(polls: PollServices) -> None:
    """Nobody sees before the close which options are out."""
    booth = await poll_with_vetoes(polls, 1, shows_counts=False)
    await veto(booth, 1, APPLE)
    assert (await booth.view()).vetoes == {}
    await results_due(polls, CLOSES_AT)
    assert await vetoed_labels(booth) == ["Apple"]


async def test_a_veto_changes_the_message(polls: PollServices) -> None:
    """The revision increases, even when a veto is withdrawn."""
    booth = await poll_with_vetoes(polls, 1)
    revisions = [(await booth.view()).poll.revision]
    for index in (APPLE, None):
        await veto(booth, 1, index)
        revisions.append((await booth.view()).poll.revision)
    assert revisions == sorted(set(revisions))


@pytest.mark.parametrize("is_secret", [True, False])
async def test_vetoes_become_anonymous_after_the_close(polls: PollServices, is_secret: bool) -> None:
    """Ten minutes after the close no veto has a person's id, even in a public poll, and the option is still out."""
    booth = await poll_with_vetoes(polls, 1, is_secret=is_secret)
    await veto(booth, 1, APPLE)
    await results_due(polls, CLOSES_AT)
    await polls.lifecycle.settle_due(CLOSES_AT + UNDO_SECONDS + 1)
    assert await select(polls.votes.database, "SELECT user_id FROM veto") == [(None,)]
    assert await vetoed_labels(booth) == ["Apple"]


async def test_a_cancelled_polls_vetoes_are_deleted(polls: PollServices) -> None:
    """The vetoes are kept for ten minutes, during which the poll can be brought back."""
    booth = await poll_with_vetoes(polls, 1)
    await veto(booth, 1, APPLE)
    await polls.lifecycle.cancel(host(), booth.poll.id, NOW)
    assert await select(polls.votes.database, "SELECT count(*) FROM veto") == [(1,)]
    await polls.lifecycle.settle_due(NOW + UNDO_SECONDS + 1)
    assert await select(polls.votes.database, "SELECT count(*) FROM veto") == [(0,)]
