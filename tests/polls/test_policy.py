"""A server decides who is allowed to start polls, and how many can be open at once."""

import asyncio

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.ids import ChannelId, RoleId, UserId
from bot.polls.rules.management.policy import PollPolicy
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import PollSettings
from bot.polls.service.management.policies import PollPolicies
from tests.polls.booth import CHANNEL, NOW, SERVER, select
from tests.polls.poll_services import PollServices

FILM_CLUB, OTHERS = RoleId(77), RoleId(78)


async def set_policy(database: Database, policy: PollPolicy) -> PollPolicies:
    policies = PollPolicies(database)
    await policies.change(SERVER, lambda _: policy)
    return policies


async def start(polls: PollServices, actor: Actor, channel: ChannelId = CHANNEL) -> None:
    """Start a poll without a closing time."""
    draft = await polls.drafts.create(actor, channel, PollSettings("Which?", deadline=None), NOW)
    await polls.drafts.add_typed_texts(actor, draft.id, ["Apple", "Berry"], NOW)
    await polls.lifecycle.start(actor, draft.id, NOW)


def person(number: int, *roles: RoleId, is_moderator: bool = False) -> Actor:
    return Actor(SERVER, UserId(number), is_moderator, frozenset(roles))


async def test_only_people_with_a_chosen_role_start_polls(polls: PollServices, database: Database) -> None:
    """Moderators can always start polls, and so can everyone if no role is chosen."""
    await start(polls, person(1))
    await set_policy(database, PollPolicy(starter_roles=frozenset({FILM_CLUB})))
    with pytest.raises(UserError, match="no-role") as refusal:
        await start(polls, person(2, OTHERS))
    assert refusal.value.values == {"roles": f"<@&{FILM_CLUB}>"}
    await start(polls, person(3, OTHERS, FILM_CLUB))
    await start(polls, person(4, is_moderator=True))


async def test_open_polls_are_limited_per_channel_and_per_person(polls: PollServices, database: Database) -> None:
    """A poll beyond a limit is refused. Another channel or another person has room."""
    await set_policy(database, PollPolicy(max_open_in_channel=3, max_open_by_person=2))
    other = ChannelId(CHANNEL + 1)
    await start(polls, person(1))
    await start(polls, person(1))
    with pytest.raises(UserError, match=r"many-open$"):
        await start(polls, person(1), other)
    await start(polls, person(2))
    with pytest.raises(UserError, match=r"many-open-in-channel$"):
        await start(polls, person(2))
    await start(polls, person(2), other)


async def test_simultaneous_starts_open_no_more_polls_than_allowed(polls: PollServices, database: Database) -> None:
    """If ten people start polls at the same time, and two polls are allowed, exactly two open."""
    await set_policy(database, PollPolicy(max_open_in_channel=2))
    people = [person(number) for number in range(10, 20)]
    started = await asyncio.gather(*(start(polls, host) for host in people), return_exceptions=True)
    assert sum(start_result is None for start_result in started) == 2


async def test_a_policy_survives_a_restart_and_its_default_is_not_stored(database: Database) -> None:
    """A changed policy is loaded after a restart. A policy that is changed back leaves no rows."""
    chosen = PollPolicy(5, 1, frozenset({FILM_CLUB, OTHERS}))
    await set_policy(database, chosen)
    restarted = PollPolicies(database)
    await restarted.load()
    assert restarted.for_guild(SERVER) == chosen
    await set_policy(database, PollPolicy())
    for table in ("poll_policy", "poll_starter_role"):
        assert await select(database, f"SELECT * FROM {table}") == []
