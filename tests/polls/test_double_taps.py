"""A double tap is one press: the second tap changes nothing and gets the same answer."""

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.ids import ChannelId, OptionId, UserId
from bot.polls.rules.ballot import DOUBLE_TAP_MS, BallotChange, ButtonPress, VoteReceipt, is_double_tap
from bot.polls.rules.poll import UNDO_SECONDS
from bot.polls.rules.settings import VotingMethod
from tests.polls.booth import (
    CHANNEL,
    NOW,
    SERVER,
    WITH_OPTION_BUTTONS,
    Booth,
    execute,
    host,
    polls_in,
    select,
    settings_with,
    start_poll,
    voter,
)
from tests.polls.poll_services import PollServices

pytestmark = pytest.mark.postgres_soak  # on PostgreSQL only with --soak, because other tests run the same SQL there

FIRST = OptionId(1)


async def tap(booth: Booth, place: int, milliseconds: int, person: int = 9, name: str = "Nine") -> VoteReceipt:
    """Press the option at this index, at this time in milliseconds, and return the receipt."""
    option = booth.options[place]
    press = ButtonPress(option, (10**12 + milliseconds) << 22, CHANNEL, name)
    return await booth.polls.votes.cast_vote(voter(person), booth.poll.id, option, NOW, press=press)


async def taps(booth: Booth, *presses: tuple[int, int]) -> list[BallotChange]:
    """Press an option for each index and time in milliseconds, and return the kinds of change that are answered."""
    return [(await tap(booth, place, milliseconds)).change for place, milliseconds in presses]


@pytest.mark.parametrize("method", WITH_OPTION_BUTTONS)
@pytest.mark.parametrize("apart", [0, 1, 700, DOUBLE_TAP_MS])
async def test_a_second_press_within_a_second_and_a_half_is_ignored(
    polls: PollServices, method: VotingMethod, apart: int
) -> None:
    """The vote stays, and the answer is repeated."""
    booth = await start_poll(polls, settings_with(method))
    first, second = await tap(booth, 0, 0), await tap(booth, 0, apart)
    assert (first.change, first.chosen) == (second.change, second.chosen) == (BallotChange.CAST, first.chosen)
    assert await booth.counts() == (1, 0, 0)


@pytest.mark.parametrize("method", WITH_OPTION_BUTTONS)
async def test_a_later_press_takes_the_vote_back(polls: PollServices, method: VotingMethod) -> None:
    """A second press after a pause withdraws the vote."""
    booth = await start_poll(polls, settings_with(method))
    assert await taps(booth, (0, 0), (0, DOUBLE_TAP_MS + 1)) == [BallotChange.CAST, BallotChange.WITHDRAWN]
    assert await booth.counts() == (0, 0, 0)


@pytest.mark.parametrize("method", WITH_OPTION_BUTTONS)
async def test_a_vote_taken_back_by_a_double_tap_stays_withdrawn(polls: PollServices, method: VotingMethod) -> None:
    """The second tap does not cast the vote again."""
    booth = await start_poll(polls, settings_with(method))
    assert await taps(booth, (0, 0), (0, 5000), (0, 5300)) == [
        BallotChange.CAST,
        BallotChange.WITHDRAWN,
        BallotChange.WITHDRAWN,
    ]
    assert await booth.counts() == (0, 0, 0)


async def test_taps_without_a_pause_are_one_press(polls: PollServices) -> None:
    """Six presses, each a second after the last, cast one vote."""
    booth = await start_poll(polls)
    assert await taps(booth, *((0, milliseconds) for milliseconds in range(0, 6000, 1000))) == [BallotChange.CAST] * 6
    assert await booth.counts() == (1, 0, 0)


async def test_each_kind_of_answer_is_repeated(polls: PollServices) -> None:
    """Whether a vote was changed, added or removed, the answer to the first press is repeated."""
    single, approval = await start_poll(polls), await start_poll(polls, settings_with(VotingMethod.APPROVAL))
    assert await taps(single, (0, 0), (1, 100), (1, 200)) == [
        BallotChange.CAST,
        BallotChange.CHANGED,
        BallotChange.CHANGED,
    ]
    receipts = await taps(approval, (0, 0), (1, 100), (1, 200), (0, 5000), (0, 5100))
    assert receipts == [
        BallotChange.CAST,
        BallotChange.ADDED,
        BallotChange.ADDED,
        BallotChange.REMOVED,
        BallotChange.REMOVED,
    ]
    assert (await single.counts(), await approval.counts()) == ((0, 1, 0), (0, 1, 0))


async def test_other_buttons_people_and_polls_are_not_a_double_tap(polls: PollServices) -> None:
    """Only two presses of the same button, in the same poll, by the same person, are a double tap."""
    booth, other = await start_poll(polls), await start_poll(polls)
    assert await taps(booth, (0, 0), (1, 10), (0, 20)) == [
        BallotChange.CAST,
        BallotChange.CHANGED,
        BallotChange.CHANGED,
    ]
    assert (await tap(booth, 0, 30, person=8)).change is BallotChange.CAST
    assert (await tap(other, 0, 40)).change is BallotChange.CAST


async def test_another_process_knows_the_first_press(polls: PollServices, database: Database) -> None:
    """The other process finds the press in the database, even if the presses arrive in the wrong order."""
    booth = await start_poll(polls)
    await tap(booth, 0, 500)
    elsewhere = Booth(polls_in(database), booth.poll, booth.options)
    assert (await tap(elsewhere, 0, 0)).change is BallotChange.CAST


async def test_withdrawing_everything_leaves_nothing(polls: PollServices, database: Database) -> None:
    """No row is left. The process remembers a withdrawal until it is old or the person's data is deleted."""
    booth = await start_poll(polls)
    for person in range(5):
        await tap(booth, 0, 0, person=person)
        await tap(booth, 0, 5000, person=person)
        assert await select(database, "SELECT ballot_id FROM vote_press UNION ALL SELECT id FROM ballot") == []
    assert len(polls.votes.recent_withdrawals) == 5
    await tap(booth, 0, 10_000, person=9)
    await tap(booth, 0, 15_000, person=9)
    assert len(polls.votes.recent_withdrawals) == 1
    polls.votes.forget_user(UserId(9))
    assert not polls.votes.recent_withdrawals


@pytest.mark.parametrize("method", WITH_OPTION_BUTTONS)
async def test_after_a_withdrawal_another_button_counts_at_once(polls: PollServices, method: VotingMethod) -> None:
    """Neither a press of another button nor a press of the first button after that is a double tap."""
    booth = await start_poll(polls, settings_with(method))
    receipts = await taps(booth, (0, 0), (0, 5000), (1, 5200), (0, 5400))
    assert receipts[:3] == [BallotChange.CAST, BallotChange.WITHDRAWN, BallotChange.CAST]
    assert receipts[3] is (BallotChange.CHANGED if method is VotingMethod.SINGLE else BallotChange.ADDED)


async def test_a_press_from_another_channel_is_refused(polls: PollServices) -> None:
    """A press whose permissions were checked in another channel finds no poll."""
    booth = await start_poll(polls)
    press = ButtonPress(booth.options[0], 1 << 22, ChannelId(CHANNEL + 1))
    with pytest.raises(UserError, match=r"polls\.refused\.gone"):
        await polls.votes.cast_vote(voter(9), booth.poll.id, booth.options[0], NOW, press=press)


@pytest.mark.parametrize(("secret", "names"), [(True, []), (False, ["Ninth"])])
async def test_names_are_stored_only_where_voters_are_named(
    polls: PollServices, database: Database, secret: bool, names: list[str]
) -> None:
    """A public poll stores the name last seen, and deletes it with the ballot. A secret poll stores none."""
    booth = await start_poll(polls, settings_with(VotingMethod.SINGLE, is_secret=secret))
    await tap(booth, 0, 0, name="Nine")
    await tap(booth, 1, 10, name="Ninth")
    rows = await select(database, "SELECT display_name FROM vote_press WHERE display_name IS NOT NULL")
    assert [name for (name,) in rows] == names
    assert list((await polls.views.get(SERVER, booth.poll.id)).display_names.values()) == names
    await tap(booth, 1, 5000)
    assert await select(database, "SELECT * FROM vote_press") == []


async def test_a_ballot_without_an_id_loses_its_display_name(polls: PollServices, database: Database) -> None:
    """A settled secret poll keeps the ballot, but neither the voter's id nor the name."""
    booth = await start_poll(polls, settings_with(VotingMethod.SINGLE, is_secret=False))
    await tap(booth, 0, 0)
    await polls.lifecycle.end(host(), booth.poll.id, NOW)
    await execute(database, "UPDATE poll SET is_secret = 1")
    assert await polls.lifecycle.settle_due(NOW + UNDO_SECONDS + 1) == 1
    assert await select(database, "SELECT * FROM vote_press") == []
    assert await select(database, "SELECT user_id FROM ballot") == [(None,)]


def test_the_milliseconds_of_a_press_are_those_of_its_id() -> None:
    """The time is read from the id, and decides whether two presses are a double tap."""
    first, late = ButtonPress(FIRST, 5000 << 22 | 7), ButtonPress(FIRST, (5000 + DOUBLE_TAP_MS + 1) << 22)
    assert first.timestamp_ms == 5000
    assert is_double_tap(first, ButtonPress(FIRST, (5000 + DOUBLE_TAP_MS) << 22 | 9))
    assert not is_double_tap(first, late)
