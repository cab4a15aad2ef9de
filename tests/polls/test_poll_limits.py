"""Nobody can fill the database or a server: open polls are limited, and the oldest ended ones are deleted."""

from collections.abc import Mapping

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.ids import GuildId, MessageId, PollId, UserId
from bot.polls.rules.management.policy import MAX_OPEN_PER_GUILD, PollPolicy
from bot.polls.rules.option import MAX_OPTIONS
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import MAX_ENDED_KEPT, UNDO_SECONDS
from bot.polls.rules.settings import PollSettings
from tests.polls.booth import CHANNEL, HOST, NOW, SERVER, execute, host, select, voter
from tests.polls.poll_services import PollServices

pytestmark = pytest.mark.postgres_soak  # on PostgreSQL only with --soak, because other tests run the same SQL there

OTHER_SERVER = GuildId(SERVER + 1)
OPEN: Mapping[str, object] = {
    "state": "open",
    "closed_at": None,
    "close_reason": None,
    "announced_at": None,
    "is_settled": 0,
}
DELIVERIES = """
    INSERT INTO poll_delivery (poll_id, kind, state, message_id, shown_revision)
    SELECT id, 'message', 'posted', 5, :shown FROM poll WHERE id NOT IN (SELECT poll_id FROM poll_delivery)
    UNION ALL SELECT id, 'result', CASE WHEN announced_at IS NULL THEN 'pending' ELSE 'posted' END, 6, 1 FROM poll
    WHERE state = 'closed' AND id NOT IN (SELECT poll_id FROM poll_delivery)
"""


async def start(polls: PollServices, actor: Actor | None = None, now: int = NOW) -> PollId:
    """Start a poll without a closing time, and return its id."""
    owner = actor or host()
    draft = await polls.drafts.create(owner, CHANNEL, PollSettings("Which?", deadline=None), now)
    await polls.drafts.add_typed_texts(owner, draft.id, ["Apple", "Berry"], now)
    return (await polls.lifecycle.start(owner, draft.id, now)).poll.id


async def fill(database: Database, count: int, **columns: object) -> None:
    """Insert this many polls, bypassing the services; by default, they ended long ago and their results are posted."""
    row: dict[str, object] = {
        "guild_id": SERVER,
        "host_id": HOST,
        "state": "closed",
        "closed_at": 2,
        "close_reason": "host",
    }
    row |= {"is_settled": 1, "announced_at": 3, "shown": 1, **columns}
    shown = row.pop("shown")
    fixed = "draft_id, channel_id, question, method, tie_break, shows_counts, is_secret, opened_at"
    sql = (
        f"INSERT INTO poll ({fixed}, {', '.join(row)}) VALUES"
        " ((SELECT coalesce(min(draft_id), 0) - 1 FROM poll WHERE draft_id < 0),"
        " 1, 'Old?', 'single', 'earliest', 1, 1, 1,"
        f" {', '.join(f':{name}' for name in row)})"
    )
    await database.write(lambda connection: connection.execute_many(sql, [row] * count))
    await execute(database, DELIVERIES, shown=shown)


async def remaining_polls(database: Database, host: UserId | None = HOST, server: GuildId = SERVER) -> list[int]:
    sql = "SELECT id FROM poll WHERE host_id IS NOT DISTINCT FROM :host AND guild_id = :server ORDER BY id"
    return [key for (key,) in await select(database, sql, host=host, server=server)]


async def test_a_hosts_open_polls_in_a_server_are_limited(polls: PollServices, database: Database) -> None:
    """One poll more is refused. Ended polls and those of other hosts or servers do not count."""
    await fill(database, PollPolicy().max_open_by_person - 1, **OPEN)
    first = await start(polls)
    with pytest.raises(UserError, match=r"polls\.refused\.many-open$"):
        await start(polls)
    draft = await polls.drafts.get_current(host())
    await start(polls, Actor(SERVER, UserId(99)))
    await start(polls, Actor(OTHER_SERVER, HOST))
    await polls.lifecycle.end(host(), first, NOW)
    assert (await polls.lifecycle.start(host(), draft.id, NOW)).is_new


async def test_a_servers_open_polls_are_limited(polls: PollServices, database: Database) -> None:
    """Polls of deleted hosts count too."""
    await fill(database, MAX_OPEN_PER_GUILD, **OPEN, host_id=None)
    with pytest.raises(UserError, match=r"polls\.refused\.many-open-here$"):
        await start(polls)
    await start(polls, Actor(OTHER_SERVER, HOST))


async def test_a_cancelled_poll_is_brought_back_only_if_there_is_room(polls: PollServices, database: Database) -> None:
    """At the limit, bringing the poll back is refused. Once another poll has ended, it succeeds."""
    cancelled = await start(polls)
    await polls.lifecycle.cancel(host(), cancelled, NOW)
    await fill(database, PollPolicy().max_open_by_person - 1, **OPEN)
    other = await start(polls)
    with pytest.raises(UserError, match=r"polls\.refused\.many-open$"):
        await polls.lifecycle.undo_cancel(host(), cancelled, NOW)
    await polls.lifecycle.end(host(), other, NOW)
    assert (await polls.lifecycle.undo_cancel(host(), cancelled, NOW)).cancelled_at is None


@pytest.mark.parametrize("whose", [HOST, None])
async def test_the_oldest_ended_polls_are_deleted_first(
    polls: PollServices, database: Database, whose: UserId | None
) -> None:
    """The limit is for one host in one server. All deleted hosts together count as one host."""
    await fill(database, 1, host_id=whose, guild_id=OTHER_SERVER)
    await fill(database, 1, host_id=77)
    await fill(database, MAX_ENDED_KEPT + 3, host_id=whose)
    before = await remaining_polls(database, whose)
    started = await start(polls)
    newest = before[-MAX_ENDED_KEPT:]
    assert await remaining_polls(database, whose) == ([*newest, started] if whose else newest)
    assert (
        len(await remaining_polls(database, whose, OTHER_SERVER))
        == len(await remaining_polls(database, UserId(77)))
        == 1
    )


async def test_nothing_unfinished_is_deleted(polls: PollServices, database: Database) -> None:
    """Polls that are open, unsettled, unannounced or outdated stay. Unreachable or cancelled ones are deleted."""
    open_one = await start(polls)
    await fill(database, 1, announced_at=None)
    await fill(database, 1, shown=0)
    await fill(database, 1, is_settled=0)
    stay = await remaining_polls(database)
    await fill(database, 1, announced_at=None, unreachable_reason="channel")
    await fill(database, 1, state="cancelled", cancelled_at=2, closed_at=None, close_reason=None, announced_at=None)
    await fill(database, MAX_ENDED_KEPT)
    await start(polls)
    assert open_one in stay
    assert (await remaining_polls(database))[: len(stay) + 1] == [*stay, stay[-1] + 3]


async def test_an_ended_poll_is_deleted_with_its_rows(polls: PollServices, database: Database) -> None:
    """Its options and ballots are deleted too, and its id is refused like an unknown one."""
    poll = await start(polls)
    (option, *_) = [key for (key,) in await select(database, "SELECT id FROM poll_option")]
    await polls.votes.cast_vote(voter(8), poll, option, NOW)
    await polls.lifecycle.end(host(), poll, NOW)
    await polls.delivery.mark_posted(SERVER, poll, MessageId(5))
    await polls.delivery.mark_announced(SERVER, poll, MessageId(6), NOW)
    await polls.lifecycle.settle_due(NOW + UNDO_SECONDS + 1)
    await polls.delivery.mark_shown((await polls.views.get(SERVER, poll)).poll, NOW)
    await fill(database, MAX_ENDED_KEPT)
    await start(polls)
    for name in ("poll_option", "ballot", "ballot_choice"):
        assert await select(database, f"SELECT * FROM {name} WHERE poll_id = :poll", poll=poll) == []
    with pytest.raises(UserError, match=r"polls\.refused\.gone"):
        await polls.views.get(SERVER, poll)


async def test_a_person_has_one_draft_with_at_most_twenty_options(polls: PollServices, database: Database) -> None:
    """Of five drafts, only the last is stored, and an option beyond the limit is left out."""
    for _ in range(5):
        draft = await polls.drafts.create(host(), CHANNEL, PollSettings("Next?"), NOW)
        await polls.drafts.add_typed_texts(host(), draft.id, [f"Option {number}" for number in range(MAX_OPTIONS)], NOW)
    result = await polls.drafts.add_typed_texts(host(), draft.id, ["One more"], NOW)
    assert (result.added, [option.label for option in result.triage.over_limit]) == ((), ["One more"])
    assert await select(database, "SELECT count(*) FROM poll_draft") == [(1,)]
    assert await select(database, "SELECT count(*) FROM poll_draft_option") == [(MAX_OPTIONS,)]
