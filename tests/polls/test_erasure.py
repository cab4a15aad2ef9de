"""Deleting a person removes their id from all poll data and keeps the results. Secret polls forget who voted."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.migration_scripts import SQLITE_MIGRATIONS
from bot.ids import MessageId, UserId
from bot.polls.personal_data import PERSONAL_DATA
from bot.polls.rules.ballot import ButtonPress
from bot.polls.rules.poll import UNDO_SECONDS
from bot.polls.rules.settings import PollSettings, VotingMethod
from bot.polls.rules.views.poll_view import PollView
from bot.privacy.service.user_data import UserDataService
from tests.architecture.sql import created_tables
from tests.polls.booth import (
    CHANNEL,
    CLOSES_AT,
    HOST,
    HOUR,
    NOW,
    SERVER,
    Booth,
    execute,
    host,
    select,
    settings_with,
    start_poll,
    voter,
)
from tests.polls.poll_services import PollServices

TABLES = created_tables(SQLITE_MIGRATIONS.with_suffix(".sql"))
VOTER = UserId(987_654_321)


@pytest.fixture
def people(database: Database) -> UserDataService:
    return UserDataService(database, lambda: NOW, lambda: PERSONAL_DATA, lambda _: None)


async def tables_with(database: Database, person: UserId) -> Sequence[str]:
    """Return the tables of polls, drafts, ballots, votes and vetoes in which an id occurs anywhere."""
    ours = [name for name in TABLES if name.startswith(("poll", "ballot", "vote", "veto"))]
    assert len(ours) == 13
    return [name for name in ours if any(person in row for row in await select(database, f"SELECT * FROM {name}"))]


async def poll_with_voter(polls: PollServices, **settings: bool) -> Booth:
    """Return an approval poll in which VOTER votes for Apple and Berry, and someone else for Berry."""
    booth = await start_poll(polls, settings_with(VotingMethod.APPROVAL, **settings))
    for person, place in ((VOTER, 0), (VOTER, 1), (8, 1)):
        await booth.vote(person, place)
    return booth


async def read_view(booth: Booth) -> PollView:
    return await booth.polls.views.get(SERVER, booth.poll.id)


async def test_ballots_of_open_polls_are_deleted_with_their_voter(
    polls: PollServices, database: Database, people: UserDataService
) -> None:
    """The counts exclude the deleted ballots at once, and the message is due to be refreshed."""
    booth = await poll_with_voter(polls)
    await polls.delivery.mark_shown((await read_view(booth)).poll, NOW)
    await people.erase(VOTER)
    assert await tables_with(database, VOTER) == []
    assert (await booth.counts(), (await read_view(booth)).voter_count) == ((0, 1, 0), 1)
    assert [poll.id for poll in await polls.delivery.list_stale(NOW)] == [booth.poll.id]
    await booth.vote(VOTER, 2)
    assert await booth.counts() == (0, 1, 1)


async def test_ballots_of_closed_polls_stay_without_an_id(
    polls: PollServices, database: Database, people: UserDataService
) -> None:
    """The counts, the outcome and the number of voters stay. The deleted voter is no longer listed."""
    booth = await poll_with_voter(polls, is_secret=False)
    await polls.lifecycle.close_due(CLOSES_AT)
    before = await read_view(booth)
    await people.erase(VOTER)
    after = await read_view(booth)
    assert await tables_with(database, VOTER) == []
    assert (after.counts, after.voter_count, after.outcome) == (before.counts, before.voter_count, before.outcome)
    assert after.voters == dict(zip(booth.options, ((), (8,), ()), strict=True))
    assert await booth.ballot(VOTER) == ()


async def test_a_display_name_is_exported_and_deleted_with_the_id(
    polls: PollServices, database: Database, people: UserDataService
) -> None:
    """An export has the person's own name only. A closed ballot that loses its id loses the name too."""
    booth = await start_poll(polls, settings_with(VotingMethod.SINGLE, is_secret=False))
    for person, name in ((VOTER, "Ann"), (8, "Ben")):
        press = ButtonPress(booth.options[0], person << 30, CHANNEL, name)
        await polls.votes.cast_vote(voter(person), booth.poll.id, booth.options[0], NOW, press=press)
    exported = (await people.export(VOTER) or b"").decode()
    assert ('"display_name": "Ann"' in exported, "Ben" in exported) == (True, False)
    await polls.lifecycle.close_due(CLOSES_AT)
    await people.erase(VOTER)
    assert await tables_with(database, VOTER) == []
    assert await select(database, "SELECT display_name FROM vote_press") == [("Ben",)]
    assert (await read_view(booth)).display_names == {8: "Ben"}


async def test_ballots_of_cancelled_polls_are_deleted_with_their_voter(
    polls: PollServices, database: Database, people: UserDataService
) -> None:
    """The ballots do not come back when the poll does."""
    booth = await poll_with_voter(polls)
    await polls.lifecycle.cancel(host(), booth.poll.id, NOW)
    await people.erase(VOTER)
    assert await tables_with(database, VOTER) == []
    await polls.lifecycle.undo_cancel(host(), booth.poll.id, NOW)
    assert (await booth.counts(), (await read_view(booth)).voter_count) == ((0, 1, 0), 1)


async def test_a_deleted_hosts_drafts_are_deleted_and_polls_stay(
    polls: PollServices, database: Database, people: UserDataService
) -> None:
    """People go on voting in polls already started, and nobody can see who started them."""
    booth = await poll_with_voter(polls)
    await polls.drafts.create(host(), CHANNEL, PollSettings("Next?"), NOW)
    await people.erase(HOST)
    assert await tables_with(database, HOST) == []
    with pytest.raises(UserError, match=r"polls\.refused\.no-draft"):
        await polls.drafts.get_current(host())
    await booth.vote(9, 2)
    assert (await read_view(booth)).poll.host_id is None


@pytest.mark.parametrize("secret", [True, False])
async def test_a_closed_secret_poll_loses_its_voters_after_ten_minutes(
    polls: PollServices, database: Database, secret: bool
) -> None:
    """The ids are removed neither sooner nor later, and the counts stay. A public poll keeps its voters."""
    booth = await poll_with_voter(polls, is_secret=secret)
    await polls.lifecycle.close_due(CLOSES_AT)
    await polls.delivery.mark_announced(SERVER, booth.poll.id, MessageId(5), CLOSES_AT)
    before = await read_view(booth)
    assert await polls.lifecycle.settle_due(CLOSES_AT + UNDO_SECONDS) == 0
    assert await tables_with(database, VOTER) == ["ballot"]
    assert await polls.lifecycle.next_due_at() == CLOSES_AT + UNDO_SECONDS + 1
    assert await polls.lifecycle.settle_due(CLOSES_AT + UNDO_SECONDS + 1) == 1
    assert await tables_with(database, VOTER) == ([] if secret else ["ballot"])
    assert await read_view(booth) == before
    assert await polls.lifecycle.settle_due(CLOSES_AT + HOUR) == 0
    assert await polls.lifecycle.next_due_at() is None


ExportedTables = Mapping[str, Sequence[Mapping[str, Any]]]


async def exported_tables(people: UserDataService, person: UserId) -> ExportedTables:
    """Return the tables of a person's export, or none if there is nothing to export."""
    tables: ExportedTables = json.loads(await people.export(person) or b"{}").get("tables", {})
    return tables


@pytest.mark.parametrize("shows_counts", [True, False])
@pytest.mark.parametrize("closed", [True, False])
async def test_an_export_says_what_the_person_voted_for(
    polls: PollServices, people: UserDataService, shows_counts: bool, closed: bool
) -> None:
    """The export names the options and the question, even while counts are hidden. Nobody else's vote is in it."""
    await poll_with_voter(polls, shows_counts=shows_counts)
    if closed:
        await polls.lifecycle.close_due(CLOSES_AT)
    for person, labels in ((VOTER, ["Apple", "Berry"]), (UserId(8), ["Berry"]), (HOST, [])):
        tables = await exported_tables(people, person)
        assert [choice["option_label"] for choice in tables["ballot_choice"]] == labels
        assert [ballot["poll_question"] for ballot in tables["ballot"]] == ["Which?"] * bool(labels)
        assert {ballot["user_id"] for ballot in tables["ballot"]} <= {str(person)}
    assert "seed" not in json.dumps(await exported_tables(people, HOST))
    assert str(VOTER) not in json.dumps(await exported_tables(people, HOST))


async def test_an_export_has_the_options_of_the_hosts_polls_and_drafts(
    polls: PollServices, people: UserDataService
) -> None:
    """A host gets all the options, in order. Someone who only voted gets none."""
    await poll_with_voter(polls)
    draft = await polls.drafts.create(host(), CHANNEL, PollSettings("Next?"), NOW)
    await polls.drafts.add_typed_texts(host(), draft.id, ["One", "Two"], NOW)
    tables = await exported_tables(people, HOST)
    assert [option["label"] for option in tables["poll_option"]] == ["Apple", "Berry", "Cherry"]
    assert [option["label"] for option in tables["poll_draft_option"]] == ["One", "Two"]
    tables = await exported_tables(people, VOTER)
    assert (tables["poll_option"], tables["poll_draft_option"], tables["poll"]) == ([], [], [])


async def test_a_servers_poll_data_is_deleted_with_the_server(polls: PollServices, database: Database) -> None:
    """Rows that name no server are deleted with the rows that they belong to."""
    await poll_with_voter(polls)
    await polls.drafts.create(host(), CHANNEL, PollSettings("Next?"), NOW)
    for data in PERSONAL_DATA:
        if data.guild_column:
            await execute(database, f"DELETE FROM {data.table} WHERE {data.guild_column} = :server", server=SERVER)
    names = ("poll", "poll_draft", "poll_draft_option", "poll_option", "poll_seed", "ballot", "ballot_choice")
    assert [await select(database, f"SELECT * FROM {name}") for name in names] == [[]] * len(names)


async def test_ids_are_not_used_again(polls: PollServices, database: Database) -> None:
    """A new poll and its options have higher ids than deleted ones, so an old button never votes in it."""
    booth = await start_poll(polls)
    await execute(database, "DELETE FROM poll")
    newer = await start_poll(polls)
    assert newer.poll.id > booth.poll.id
    assert min(newer.options) > max(booth.options)
