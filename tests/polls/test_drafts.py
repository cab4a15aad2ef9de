"""A host prepares a draft, and the draft is started exactly once."""

import asyncio
from collections.abc import Callable
from random import Random

import pytest
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.films.service.films import Films
from bot.ids import FilmId, MessageId
from bot.polls.rules.draft import Draft
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import PollState
from bot.polls.rules.settings import DAY, CloseAfter, CloseAt, PollSettings, TieBreak, VotingMethod
from tests.polls.booth import (
    CHANNEL,
    ELSEWHERE,
    HOST,
    HOUR,
    NOW,
    SERVER,
    STRANGER,
    execute,
    host,
    polls_in,
    select,
    yielding,
)
from tests.polls.poll_services import PollServices

SETTINGS = PollSettings("What shall we cry over?")


async def begin_draft(polls: PollServices, *texts: str) -> Draft:
    draft = await polls.drafts.create(host(), CHANNEL, SETTINGS, NOW)
    return (await polls.drafts.add_typed_texts(host(), draft.id, texts, NOW)).draft if texts else draft


def replace_with(settings: PollSettings) -> Callable[[PollSettings], PollSettings]:
    return lambda _: settings


async def film_keys(films: Films, *titles: str) -> list[FilmId]:
    return [(await films.suggest(title, SERVER))[0].id for title in titles]


async def test_a_draft_is_kept(polls: PollServices) -> None:
    """Options and settings are stored. By default, a poll has one vote each and lasts a day."""
    draft = await begin_draft(polls, "Hope", "Harmony")
    assert await polls.drafts.get_current(host()) == draft == await polls.drafts.get(host(), draft.id)
    assert draft.settings == PollSettings(
        SETTINGS.question, VotingMethod.SINGLE, TieBreak.EARLIEST, deadline=CloseAfter(DAY)
    )
    assert [(option.position, option.label) for option in draft.options] == [(1, "Hope"), (2, "Harmony")]


async def test_a_new_draft_replaces_the_old_one(polls: PollServices) -> None:
    """The older draft can no longer be started, because it is gone."""
    old = await begin_draft(polls, "Hope", "Harmony")
    new = await begin_draft(polls)
    assert (await polls.drafts.get_current(host())).id == new.id != old.id
    with pytest.raises(UserError, match=r"polls\.refused\.draft-gone"):
        await polls.lifecycle.start(host(), old.id, NOW)


@pytest.mark.parametrize("other", [Actor(SERVER, STRANGER, is_moderator=True), Actor(ELSEWHERE, HOST)])
async def test_nobody_else_and_no_other_server_can_touch_a_draft(polls: PollServices, other: Actor) -> None:
    """Neither a moderator nor the host in another server can read or change the draft."""
    draft = await begin_draft(polls, "Hope", "Harmony")
    drafts = polls.drafts
    for attempt in (
        drafts.get(other, draft.id),
        drafts.add_typed_texts(other, draft.id, ["Sob"], NOW),
        drafts.remove_option(other, draft.id, draft.options[0].id, NOW),
        drafts.update_settings(other, draft.id, lambda settings: settings, NOW),
        polls.lifecycle.start(other, draft.id, NOW),
    ):
        with pytest.raises(UserError, match=r"polls\.refused\.draft-gone"):
            await attempt
    with pytest.raises(UserError, match=r"polls\.refused\.no-draft"):
        await drafts.get_current(other)
    await drafts.discard(other, draft.id)
    assert await drafts.get_current(host()) == draft


async def test_films_are_added_once_with_their_titles(polls: PollServices, films: Films) -> None:
    """A film is added with its titles and year. Adding the film again is reported, not refused."""
    hope, harmony = await film_keys(films, "hope 2013", "harmony")
    draft = await begin_draft(polls)
    added = await polls.drafts.add_films(host(), draft.id, [hope, harmony, hope], NOW)
    assert [option.name for option in added.draft.options] == ["Hope (2013)", "Harmony (2010)"]
    assert [option.title("ko") for option in added.draft.options] == ["소원", "하모니"]
    again = await polls.drafts.add_films(host(), draft.id, [harmony], NOW)
    assert (again.added, [option.film_id for option in again.triage.duplicates], again.draft) == (
        (),
        [harmony],
        added.draft,
    )


async def test_a_film_that_the_server_does_not_see_is_not_added(polls: PollServices, database: Database) -> None:
    """Another server's own film is refused as gone, and nothing that was chosen with it is added."""
    await execute(database, "UPDATE film SET guild_id = :server WHERE id = 1", server=ELSEWHERE)
    draft = await begin_draft(polls)
    with pytest.raises(UserError, match=r"polls\.refused\.film-gone"):
        await polls.drafts.add_films(host(), draft.id, [FilmId(2), FilmId(1)], NOW)
    assert (await polls.drafts.get_current(host())).options == ()


async def test_removing_an_option_twice_removes_no_other(polls: PollServices) -> None:
    """A double press of Remove removes once, even if something was added in between."""
    draft = await begin_draft(polls, "Hope", "Harmony")
    last = draft.options[1].id
    await polls.drafts.remove_option(host(), draft.id, last, NOW)
    await polls.drafts.add_typed_texts(host(), draft.id, ["Sob"], NOW)
    again = await polls.drafts.remove_option(host(), draft.id, last, NOW)
    assert [(option.position, option.label) for option in again.options] == [(1, "Hope"), (2, "Sob")]


async def test_settings_can_be_changed(polls: PollServices) -> None:
    """The new settings are stored. A time that has passed is refused and changes nothing."""
    draft = await begin_draft(polls)
    settings = PollSettings(
        "And now?",
        VotingMethod.APPROVAL,
        TieBreak.DRAW,
        shows_counts=False,
        is_secret=False,
        deadline=CloseAt(NOW + HOUR),
    )
    assert (await polls.drafts.update_settings(host(), draft.id, replace_with(settings), NOW)).settings == settings
    for other in (replace(settings, deadline=None), replace(settings, deadline=CloseAfter(HOUR))):
        assert (await polls.drafts.update_settings(host(), draft.id, replace_with(other), NOW)).settings == other
    with pytest.raises(UserError, match="time-past"):
        await polls.drafts.update_settings(host(), draft.id, lambda now: replace(now, deadline=CloseAt(NOW)), NOW)
    assert (await polls.drafts.get_current(host())).settings.deadline == CloseAfter(HOUR)


async def test_a_time_that_has_passed_prevents_only_the_start(polls: PollServices) -> None:
    """The start is refused, but other settings can still be changed."""
    draft = await begin_draft(polls, "Hope", "Harmony")
    await polls.drafts.update_settings(
        host(), draft.id, lambda settings: replace(settings, deadline=CloseAt(NOW + HOUR)), NOW
    )
    later = NOW + 2 * HOUR
    await polls.drafts.update_settings(host(), draft.id, lambda settings: replace(settings, is_secret=False), later)
    with pytest.raises(UserError, match="time-past"):
        await polls.lifecycle.start(host(), draft.id, later)


async def test_a_length_counts_from_the_start_and_not_from_the_draft(polls: PollServices) -> None:
    """A poll of one day closes a day after its start."""
    draft = await begin_draft(polls, "Hope", "Harmony")
    started = await polls.lifecycle.start(host(), draft.id, NOW + HOUR)
    assert (started.poll.opened_at, started.poll.closes_at) == (NOW + HOUR, NOW + HOUR + DAY)


async def test_a_start_turns_the_draft_into_a_poll(polls: PollServices) -> None:
    """The poll is exactly what was prepared, and the draft is gone."""
    draft = await begin_draft(polls, "Hope", "Harmony")
    poll = (await polls.lifecycle.start(host(), draft.id, NOW)).poll
    assert (poll.guild_id, poll.channel_id, poll.host_id, poll.question) == (SERVER, CHANNEL, HOST, SETTINGS.question)
    assert (poll.state, poll.message_id, poll.commitment) == (PollState.OPEN, None, None)
    view = await polls.views.get(SERVER, poll.id)
    assert [(option.position, option.label) for option in view.options] == [(1, "Hope"), (2, "Harmony")]
    with pytest.raises(UserError, match=r"polls\.refused\.no-draft"):
        await polls.drafts.get_current(host())


@pytest.mark.parametrize("texts", [(), ("Hope",)])
async def test_a_poll_needs_two_options(polls: PollServices, texts: tuple[str, ...]) -> None:
    """With fewer, the start is refused and the draft stays."""
    draft = await begin_draft(polls, *texts)
    with pytest.raises(UserError, match=r"polls\.refused\.few"):
        await polls.lifecycle.start(host(), draft.id, NOW)
    assert (await polls.drafts.get_current(host())).id == draft.id


async def test_simultaneous_presses_of_start_start_one_poll(database: Database) -> None:
    """Ten presses return the same poll ten times, and only one of them starts it."""
    polls = polls_in(yielding(database, Random(1)))
    draft = await begin_draft(polls, "Hope", "Harmony")
    started = await asyncio.gather(*(polls.lifecycle.start(host(), draft.id, NOW) for _ in range(10)))
    assert len({start.poll.id for start in started}) == 1
    assert [start.is_new for start in started].count(True) == 1
    assert await select(database, "SELECT count(*) FROM poll") == [(1,)]


async def test_simultaneous_additions_never_exceed_twenty_options(database: Database) -> None:
    """Thirty forms sent together leave twenty options, none twice."""
    polls = polls_in(yielding(database, Random(2)))
    draft = await begin_draft(polls)
    adding = (polls.drafts.add_typed_texts(host(), draft.id, [f"Film {number}", "Film 0"], NOW) for number in range(30))
    await asyncio.gather(*adding, return_exceptions=True)
    labels = [option.label for option in (await polls.drafts.get_current(host())).options]
    assert len(labels) == len(set(labels)) == 20


async def test_a_poll_that_could_not_be_posted_is_a_draft_again(polls: PollServices, films: Films) -> None:
    """The draft has the same options and settings, and can be started again."""
    draft = await begin_draft(polls, "Sob")
    await polls.drafts.add_films(host(), draft.id, await film_keys(films, "harmony"), NOW)
    poll = (await polls.lifecycle.start(host(), draft.id, NOW)).poll
    assert await polls.lifecycle.revert_to_draft(SERVER, poll.id, NOW)
    again = await polls.drafts.get_current(host())
    assert [option.name for option in again.options] == ["Sob", "Harmony (2010)"]
    assert again.settings == SETTINGS
    with pytest.raises(UserError, match=r"polls\.refused\.gone"):
        await polls.views.get(SERVER, poll.id)
    assert (await polls.lifecycle.start(host(), again.id, NOW)).poll.id > poll.id


async def test_a_poll_that_people_have_seen_is_not_reverted(polls: PollServices) -> None:
    """Once its message is recorded, the poll stays open. Another server is told that the poll is gone."""
    draft = await begin_draft(polls, "Hope", "Harmony")
    poll = (await polls.lifecycle.start(host(), draft.id, NOW)).poll
    await polls.delivery.mark_posted(SERVER, poll.id, MessageId(5))
    assert not await polls.lifecycle.revert_to_draft(SERVER, poll.id, NOW)
    assert (await polls.views.get(SERVER, poll.id)).poll.state is PollState.OPEN
    with pytest.raises(UserError, match=r"polls\.refused\.gone"):
        await polls.lifecycle.revert_to_draft(ELSEWHERE, poll.id, NOW)


async def test_reverting_a_poll_does_not_replace_a_newer_draft(polls: PollServices) -> None:
    """A host who has begun a newer draft keeps that one, and the poll is deleted."""
    draft = await begin_draft(polls, "Hope", "Harmony")
    poll = (await polls.lifecycle.start(host(), draft.id, NOW)).poll
    newer = await begin_draft(polls, "Sob")
    assert await polls.lifecycle.revert_to_draft(SERVER, poll.id, NOW)
    assert await polls.drafts.get_current(host()) == newer
    assert await select(polls.drafts.database, "SELECT count(*) FROM poll") == [(0,)]


async def test_a_discarded_draft_is_gone(polls: PollServices) -> None:
    """Discarding it again changes nothing."""
    draft = await begin_draft(polls)
    for _ in range(2):
        await polls.drafts.discard(host(), draft.id)
    with pytest.raises(UserError, match=r"polls\.refused\.no-draft"):
        await polls.drafts.get_current(host())


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        (PollSettings(" \u200b"), "question-empty"),
        (PollSettings("x" * 201), "question-long"),
        (PollSettings("Now?", deadline=CloseAfter(59)), "time-soon"),
    ],
)
async def test_an_invalid_draft_is_not_created(polls: PollServices, settings: PollSettings, key: str) -> None:
    """The refusal gives the reason, and the existing draft stays."""
    draft = await begin_draft(polls)
    with pytest.raises(UserError, match=key):
        await polls.drafts.create(host(), CHANNEL, settings, NOW)
    assert await polls.drafts.get_current(host()) == draft
