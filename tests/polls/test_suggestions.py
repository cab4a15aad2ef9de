"""Voters suggest options while a poll is open, one each, if its host allowed that."""

import asyncio

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.polls.rules.option import MAX_OPTIONS, OptionContent
from bot.polls.rules.settings import VotingMethod
from bot.polls.service.management.suggestions import PollSuggestions
from tests.polls.booth import CLOSES_AT, NOW, host, select, settings_with, start_poll, voter
from tests.polls.poll_services import PollServices


async def test_a_suggested_option_can_be_voted_for_at_once(polls: PollServices, database: Database) -> None:
    """The option comes last, and votes stay as they were. Who suggested it is forgotten when the poll closes."""
    booth = await start_poll(polls, settings_with(VotingMethod.SINGLE, takes_suggestions=True))
    await booth.vote(20, 1)
    await PollSuggestions(database).add(voter(21), booth.poll.id, OptionContent("Date"), NOW)
    view = await booth.view()
    assert [(option.position, option.label) for option in view.options] == [
        (1, "Apple"),
        (2, "Berry"),
        (3, "Cherry"),
        (4, "Date"),
    ]
    assert view.poll.revision > booth.poll.revision
    await polls.votes.cast_vote(voter(22), booth.poll.id, view.options[-1].id, NOW)
    assert list(((await booth.view()).counts or {}).values()) == [0, 1, 0, 1]
    assert await select(database, "SELECT user_id FROM poll_suggestion") == [(21,)]
    await polls.lifecycle.end(host(), booth.poll.id, NOW)
    assert await select(database, "SELECT user_id FROM poll_suggestion") == []


async def test_what_cannot_be_added_is_refused(polls: PollServices, database: Database) -> None:
    """The cases are a duplicate, a second suggestion, and a poll that is due, full or takes no suggestions."""
    suggestions, settings = PollSuggestions(database), settings_with(VotingMethod.SINGLE, takes_suggestions=True)
    booth = await start_poll(polls, settings)
    with pytest.raises(UserError, match="known") as refusal:
        await suggestions.add(voter(20), booth.poll.id, OptionContent("  berry"), NOW)
    assert refusal.value.values == {"number": 2}
    await suggestions.add(voter(20), booth.poll.id, OptionContent("Date"), NOW)
    with pytest.raises(UserError, match="one-each"):
        await suggestions.add(voter(20), booth.poll.id, OptionContent("Elder"), NOW)
    with pytest.raises(UserError, match="late"):
        await suggestions.add(voter(21), booth.poll.id, OptionContent("Elder"), CLOSES_AT)
    full = await start_poll(polls, settings, [f"Option {number}" for number in range(MAX_OPTIONS)])
    with pytest.raises(UserError, match="full"):
        await suggestions.add(voter(21), full.poll.id, OptionContent("Elder"), NOW)
    without = await start_poll(polls)
    with pytest.raises(UserError, match=r"suggest\.none"):
        await suggestions.add(voter(21), without.poll.id, OptionContent("Elder"), NOW)


async def test_only_one_of_many_gets_the_last_place(polls: PollServices, database: Database) -> None:
    """Of ten people who suggest at once in a poll with room for one option, nine are told that it is full."""
    settings = settings_with(VotingMethod.SINGLE, takes_suggestions=True)
    booth = await start_poll(polls, settings, [f"Option {number}" for number in range(MAX_OPTIONS - 1)])
    suggested = [
        PollSuggestions(database).add(voter(person), booth.poll.id, OptionContent(f"Idea {person}"), NOW)
        for person in range(20, 30)
    ]
    results = await asyncio.gather(*suggested, return_exceptions=True)
    refused = [error.key for error in results if isinstance(error, UserError)]
    assert refused == ["polls.suggest.full"] * 9
    assert [option.position for option in (await booth.view()).options] == [*range(1, MAX_OPTIONS + 1)]
