"""A ranking is saved at each press, so that it can be finished later, on another device, or not at all."""

from pathlib import Path

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.ids import NO_OPTION, ChannelId
from bot.polls.rules.ballot import (
    ButtonPress,
    RankedBallot,
    append_to_ranking,
    clear_ranking,
    remove_from_ranking,
)
from bot.polls.rules.poll import UNDO_SECONDS
from bot.polls.rules.settings import VotingMethod
from bot.polls.service.ballots.rankings import RankingService
from tests.polls.booth import (
    CLOSES_AT,
    NOW,
    Booth,
    polls_in,
    results_due,
    select,
    settings_with,
    start_poll,
    voter,
)
from tests.polls.poll_services import PollServices

pytestmark = pytest.mark.postgres_soak  # on PostgreSQL only with --soak, because other tests run the same SQL there

APPLE, BERRY, CHERRY = range(3)
ANN, BOB, CHO = 11, 12, 13


async def start_ranked_poll(polls: PollServices, **settings: object) -> Booth:
    return await start_poll(polls, settings_with(VotingMethod.RANKED, **settings))


async def rank(booth: Booth, person: int, *indexes: int, now: int = NOW) -> RankedBallot:
    """Rank the options at these indexes, one press each, and return the ballot after the last press."""
    ballot = None
    for index in indexes:
        ballot = await press(booth, person, index, now=now)
    assert ballot
    return ballot


async def press(booth: Booth, person: int, index: int, *, now: int = NOW) -> RankedBallot:
    option_id = booth.options[index]
    pressed = ButtonPress(option_id, 1, ChannelId(7), f"person {person}")
    rankings = RankingService(booth.polls.votes.database)
    return await rankings.change(voter(person), booth.poll.id, append_to_ranking(option_id), now, pressed)


async def undo(booth: Booth, person: int, index: int) -> RankedBallot:
    option_id = booth.options[index]
    rankings = RankingService(booth.polls.votes.database)
    pressed = ButtonPress(option_id, 1, ChannelId(7))
    return await rankings.change(voter(person), booth.poll.id, remove_from_ranking(option_id), NOW, pressed)


def names(ballot: RankedBallot) -> list[str]:
    return [option.label for option in ballot.chosen]


async def test_each_choice_is_on_the_ballot_in_its_order(polls: PollServices) -> None:
    """Unranked options are still offered, and an option that was chosen twice is ranked once."""
    booth = await start_ranked_poll(polls)
    ballot = await rank(booth, ANN, CHERRY, APPLE, CHERRY)
    assert (names(ballot), [option.label for option in ballot.remaining]) == (["Cherry", "Apple"], ["Berry"])
    assert await booth.ballot(ANN) == ("Cherry", "Apple")
    assert await booth.counts() == (0, 0, 1)


async def test_a_half_done_ballot_survives_a_restart_and_counts(tmp_path: Path) -> None:
    """Ann has ranked one of three options when the process ends. After the restart, her ballot counts."""
    database = await Database.open(tmp_path / "polls.db")
    booth = await start_ranked_poll(polls_in(database))
    await rank(booth, ANN, BERRY)
    await database.close()
    reopened = await Database.open(tmp_path / "polls.db")
    try:
        booth = Booth(polls_in(reopened), booth.poll, booth.options)
        assert await booth.counts() == (0, 1, 0)
        assert names(await rank(booth, ANN, APPLE)) == ["Berry", "Apple"]
        (view,) = await results_due(booth.polls, CLOSES_AT)
        assert view.winner
        assert view.winner.label == "Berry"
    finally:
        await reopened.close()


async def test_two_devices_see_the_same_ballot(polls: PollServices) -> None:
    """Both devices add to one ballot. Undo removes the option that its own screen showed last, and only once."""
    booth = await start_ranked_poll(polls)
    await rank(booth, ANN, APPLE)
    assert names(await rank(booth, ANN, BERRY)) == ["Apple", "Berry"]
    assert names(await undo(booth, ANN, APPLE)) == ["Berry"]
    assert names(await undo(booth, ANN, APPLE)) == ["Berry"]
    assert names(await rank(booth, ANN, APPLE, CHERRY)) == ["Berry", "Apple", "Cherry"]


async def test_an_emptied_ranking_leaves_no_ballot(polls: PollServices) -> None:
    """After Clear, or the last Undo, the person is not counted as a voter."""
    booth = await start_ranked_poll(polls)
    await rank(booth, ANN, APPLE, BERRY)
    await rank(booth, BOB, APPLE)
    rankings, pressed = RankingService(polls.votes.database), ButtonPress(NO_OPTION, 1)
    await rankings.change(voter(ANN), booth.poll.id, clear_ranking, NOW, pressed)
    await undo(booth, BOB, APPLE)
    view = await booth.view()
    assert (view.voter_count, await booth.counts()) == (0, (0, 0, 0))
    assert await select(polls.votes.database, "SELECT * FROM ballot") == []


async def test_all_twenty_can_be_ranked_and_moved(polls: PollServices) -> None:
    """Each option has a place on the ballot, even after one in the middle was removed and ranked last."""
    texts = [f"Option {index}" for index in range(20)]
    booth = await start_poll(polls, settings_with(VotingMethod.RANKED), texts)
    ballot = await rank(booth, ANN, *range(20))
    assert ballot.remaining == ()
    await undo(booth, ANN, 3)
    assert names(await rank(booth, ANN, 3)) == [*texts[:3], *texts[4:], texts[3]]


async def test_a_ranking_that_comes_late_or_elsewhere_is_refused(polls: PollServices) -> None:
    """The cases are a late press, another kind of poll, another poll's option, and a plain vote in a ranked poll."""
    booth, single = await start_ranked_poll(polls), await start_poll(polls)
    with pytest.raises(UserError, match="late"):
        await rank(booth, ANN, APPLE, now=CLOSES_AT)
    with pytest.raises(UserError, match="gone"):
        await rank(single, ANN, APPLE)
    with pytest.raises(UserError, match="gone"):
        await rank(Booth(polls, booth.poll, single.options), ANN, APPLE)
    with pytest.raises(UserError, match="gone"):
        await booth.vote(ANN, APPLE)


async def test_public_rankings_name_who_ranked_what_first(polls: PollServices) -> None:
    """Each voter is named once, by the name last seen, beside their first choice."""
    booth = await start_ranked_poll(polls, is_secret=False)
    await rank(booth, ANN, BERRY, APPLE)
    await rank(booth, BOB, BERRY)
    view = await booth.view()
    assert view.voters is not None
    assert [view.voters[option] for option in booth.options] == [(), (ANN, BOB), ()]
    assert view.display_names == {ANN: "person 11", BOB: "person 12"}


async def test_a_secret_ranking_loses_its_voters_id_after_ten_minutes(polls: PollServices) -> None:
    """No ballot has a voter's id any more, and the outcome stays the same."""
    booth = await start_ranked_poll(polls)
    for person, places in ((ANN, (APPLE,)), (BOB, (BERRY, APPLE)), (CHO, (APPLE, CHERRY))):
        await rank(booth, person, *places)
    (view,) = await results_due(polls, CLOSES_AT)
    await polls.lifecycle.settle_due(CLOSES_AT + UNDO_SECONDS + 1)
    assert await select(polls.votes.database, "SELECT count(*) FROM ballot WHERE user_id IS NOT NULL") == [(0,)]
    assert (await booth.view()).outcome == view.outcome
