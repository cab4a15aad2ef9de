"""What a press does, when it is refused, and that no server can see another's polls."""

import pytest
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.ids import MessageId, UserId
from bot.polls.rules.ballot import BallotChange
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import CloseAfter, PollSettings, VotingMethod
from tests.polls.booth import (
    CHANNEL,
    ELSEWHERE,
    HOST,
    HOUR,
    NOW,
    SERVER,
    WITH_OPTION_BUTTONS,
    execute,
    host,
    select,
    settings_with,
    start_poll,
    voter,
)
from tests.polls.poll_services import PollServices


async def test_a_single_vote_is_cast_changed_and_withdrawn(polls: PollServices) -> None:
    """Each press returns the kind of change and the new ballot."""
    booth = await start_poll(polls)
    receipts = [await booth.vote(9, place) for place in (0, 2, 2, 1)]
    assert [receipt.change for receipt in receipts] == [
        BallotChange.CAST,
        BallotChange.CHANGED,
        BallotChange.WITHDRAWN,
        BallotChange.CAST,
    ]
    assert [[option.label for option in receipt.chosen] for receipt in receipts] == [
        ["Apple"],
        ["Cherry"],
        [],
        ["Berry"],
    ]
    assert receipts[-1].option.label == "Berry"
    assert (await booth.counts(), await booth.ballot(9)) == ((0, 1, 0), ("Berry",))


async def test_approvals_are_added_and_removed(polls: PollServices) -> None:
    """Each press adds or removes one option, and the ballot keeps the order of the options."""
    booth = await start_poll(polls, settings_with(VotingMethod.APPROVAL))
    receipts = [await booth.vote(9, place) for place in (2, 0, 2, 0)]
    assert [receipt.change for receipt in receipts] == [
        BallotChange.CAST,
        BallotChange.ADDED,
        BallotChange.REMOVED,
        BallotChange.WITHDRAWN,
    ]
    assert [option.label for option in receipts[1].chosen] == ["Apple", "Cherry"]
    assert await booth.counts() == (0, 0, 0)


async def test_a_withdrawn_ballot_leaves_nothing(polls: PollServices, database: Database) -> None:
    """Someone who takes everything back has not voted, and their id is in no row."""
    booth = await start_poll(polls, settings_with(VotingMethod.APPROVAL))
    for place in (0, 1, 1, 0):
        await booth.vote(9, place)
    assert await select(database, "SELECT * FROM ballot UNION ALL SELECT * FROM ballot_choice") == []
    assert (await polls.views.get(SERVER, booth.poll.id)).voter_count == 0


@pytest.mark.parametrize("method", WITH_OPTION_BUTTONS)
async def test_the_tally_counts_the_ballots(polls: PollServices, method: VotingMethod) -> None:
    """The number of voters counts people, not votes."""
    booth = await start_poll(polls, settings_with(method))
    for person, places in ((10, (0, 1)), (11, (1,)), (12, (1, 2)), (13, (0, 0))):
        for place in places:
            await booth.vote(person, place)
    view = await polls.views.get(SERVER, booth.poll.id)
    assert (await booth.counts(), view.voter_count) == ((0, 2, 1) if method is VotingMethod.SINGLE else (1, 3, 1), 3)


async def test_the_clock_refuses_a_late_vote(polls: PollServices) -> None:
    """From the closing time on, a vote is refused, even if no timer has closed the poll yet."""
    booth = await start_poll(polls)
    await booth.vote(9, 0, NOW + HOUR - 1)
    with pytest.raises(UserError, match=r"polls\.refused\.late"):
        await booth.vote(9, 1, NOW + HOUR)
    assert await booth.ballot(9) == ("Apple",)


async def test_a_poll_without_a_time_takes_votes_until_it_is_ended(polls: PollServices) -> None:
    """A vote counts as long as the poll is open, and is refused once the poll has ended."""
    booth = await start_poll(polls, PollSettings("Which?", deadline=None))
    await booth.vote(9, 0, NOW + 10_000 * HOUR)
    await polls.lifecycle.end(host(), booth.poll.id, NOW + 10_000 * HOUR)
    with pytest.raises(UserError, match=r"polls\.refused\.late"):
        await booth.vote(8, 0, NOW)


async def test_a_cancelled_poll_takes_no_votes(polls: PollServices) -> None:
    """The refusal says that the poll was cancelled."""
    booth = await start_poll(polls)
    await polls.lifecycle.cancel(host(), booth.poll.id, NOW)
    with pytest.raises(UserError, match=r"polls\.refused\.cancelled"):
        await booth.vote(9, 0)


async def test_an_option_of_another_poll_is_refused(polls: PollServices) -> None:
    """Neither poll gets a vote."""
    booth, other = await start_poll(polls), await start_poll(polls)
    with pytest.raises(UserError, match=r"polls\.refused\.gone"):
        await polls.votes.cast_vote(voter(9), booth.poll.id, other.options[0], NOW)
    assert (await booth.counts(), await other.counts()) == ((0, 0, 0), (0, 0, 0))


async def test_no_server_can_touch_another_servers_poll(polls: PollServices) -> None:
    """Even with the real ids, another server can neither read nor change the poll."""
    booth = await start_poll(polls, settings_with(VotingMethod.SINGLE, is_secret=False))
    await booth.vote(9, 0)
    before = await polls.views.get(SERVER, booth.poll.id)
    other, poll = Actor(ELSEWHERE, HOST, is_moderator=True), booth.poll.id
    for attempt in (
        polls.votes.cast_vote(other, poll, booth.options[0], NOW),
        polls.votes.get_ballot(replace(other, user_id=UserId(9)), poll),
        polls.views.get(ELSEWHERE, poll),
        polls.lifecycle.end(other, poll, NOW),
        polls.lifecycle.cancel(other, poll, NOW),
        polls.lifecycle.undo_cancel(other, poll, NOW),
        polls.delivery.mark_announced(ELSEWHERE, poll, MessageId(5), NOW),
    ):
        with pytest.raises(UserError, match=r"polls\.refused\.gone"):
            await attempt
    await polls.delivery.mark_posted(ELSEWHERE, poll, MessageId(5))
    await polls.delivery.defer_refresh(ELSEWHERE, poll, NOW)
    await polls.lifecycle.mark_guild_unreachable(ELSEWHERE, NOW)
    assert await polls.views.list_polls(ELSEWHERE) == ()
    assert await polls.views.get(SERVER, poll) == before


async def test_one_person_has_one_ballot_in_each_poll(polls: PollServices) -> None:
    """Votes in one poll do not count in another."""
    booth, other = await start_poll(polls), await start_poll(polls, server=ELSEWHERE)
    await booth.vote(9, 0)
    await polls.votes.cast_vote(Actor(ELSEWHERE, UserId(9)), other.poll.id, other.options[1], NOW)
    assert (await booth.counts(), await booth.ballot(9)) == ((1, 0, 0), ("Apple",))


async def test_the_database_itself_refuses_a_second_vote(polls: PollServices, database: Database) -> None:
    """Even code that bypassed the rules could not store a second choice, a second ballot or another poll's option."""
    booth = await start_poll(polls)
    await booth.vote(9, 2)
    ((ballot,),) = await select(database, "SELECT id FROM ballot")
    poll, option = booth.poll.id, booth.options[1]
    other = await start_poll(polls)
    for sql in (
        "INSERT INTO ballot_choice (ballot_id, place, poll_id, option_id) VALUES (:ballot, 1, :poll, :option)",
        "INSERT INTO ballot (poll_id, user_id) VALUES (:poll, 9)",
        "INSERT INTO ballot_choice (ballot_id, place, poll_id, option_id) VALUES (:ballot, 2, :poll, :strange)",
    ):
        with pytest.raises(Exception, match="constraint"):
            await execute(database, sql, ballot=ballot, poll=poll, option=option, strange=other.options[0])
    assert await booth.counts() == (0, 0, 1)


async def test_a_press_records_the_polls_message(polls: PollServices) -> None:
    """If no message was recorded, the first press with a message's id records it. Later ones do not replace it."""
    draft = await polls.drafts.create(host(), CHANNEL, PollSettings("Which?", deadline=CloseAfter(HOUR)), NOW)
    await polls.drafts.add_typed_texts(host(), draft.id, ["Apple", "Berry"], NOW)
    poll = (await polls.lifecycle.start(host(), draft.id, NOW)).poll
    option = (await polls.views.get(SERVER, poll.id)).options[0].id
    assert [unposted.id for unposted in await polls.delivery.list_unposted(NOW + 1)] == [poll.id]
    for message in (None, MessageId(55), MessageId(66)):
        await polls.votes.cast_vote(voter(9), poll.id, option, NOW, message)
    assert (await polls.views.get(SERVER, poll.id)).poll.message_id == 55
    assert await polls.delivery.list_unposted(NOW + 1) == ()
