"""What a poll's view shows, how polls are listed and found, and when a poll's message is edited."""

import asyncio
from random import Random

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.films.service.films import Films
from bot.ids import GuildId, MessageId, PollId
from bot.polls.rules.poll import PollState
from bot.polls.rules.settings import CloseAfter, PollSettings, VotingMethod
from tests.polls.booth import (
    CHANNEL,
    CLOSES_AT,
    ELSEWHERE,
    HOUR,
    MESSAGE,
    NOW,
    SERVER,
    Booth,
    execute,
    host,
    lift_limits,
    polls_in,
    settings_with,
    start_poll,
    yielding,
)
from tests.polls.poll_services import PollServices


async def poll_with_votes(polls: PollServices, **settings: bool) -> Booth:
    """Return a poll with two votes for Cherry and one for Apple."""
    booth = await start_poll(polls, settings_with(VotingMethod.SINGLE, **settings))
    for person, place in ((10, 2), (11, 2), (12, 0)):
        await booth.vote(person, place)
    return booth


async def test_counts_can_stay_hidden_until_the_poll_closes(polls: PollServices) -> None:
    """The number of voters is shown, but not their names, their votes or the leader, even in a public poll."""
    booth = await poll_with_votes(polls, shows_counts=False, is_secret=False)
    view = await polls.views.get(SERVER, booth.poll.id)
    assert (view.voter_count, view.counts, view.voters, view.outcome) == (3, None, None, None)
    assert [option.label for option in view.options] == ["Apple", "Berry", "Cherry"]
    await polls.lifecycle.close_due(CLOSES_AT)
    view = await polls.views.get(SERVER, booth.poll.id)
    assert view.counts == dict(zip(booth.options, (1, 0, 2), strict=True))
    assert view.voters == dict(zip(booth.options, ((12,), (), (10, 11)), strict=True))


async def test_a_secret_poll_never_names_anyone(polls: PollServices) -> None:
    """The counts are shown while the poll is open and in the result, but never the voters."""
    booth = await poll_with_votes(polls)
    for closes in (False, True):
        if closes:
            await polls.lifecycle.close_due(CLOSES_AT)
        view = await polls.views.get(SERVER, booth.poll.id)
        assert (view.voters, view.counts) == (None, dict(zip(booth.options, (1, 0, 2), strict=True)))


async def test_a_cancelled_poll_shows_no_counts(polls: PollServices) -> None:
    """The view has no counts, no voters and no outcome."""
    booth = await poll_with_votes(polls, is_secret=False)
    await polls.lifecycle.cancel(host(), booth.poll.id, NOW)
    view = await polls.views.get(SERVER, booth.poll.id)
    assert (view.counts, view.voters, view.outcome) == (None, None, None)


async def test_each_person_sees_only_their_own_ballot(polls: PollServices) -> None:
    """Even with hidden counts, each person's ballot has just their own votes."""
    booth = await poll_with_votes(polls, shows_counts=False)
    assert [await booth.ballot(person) for person in (10, 12, 13)] == [("Cherry",), ("Apple",), ()]


async def test_the_list_has_open_polls_first(polls: PollServices) -> None:
    """Open polls come in order of closing time, those without one last. Ended polls follow, the latest first."""
    ended = [await start_poll(polls), await start_poll(polls)]
    await polls.lifecycle.end(host(), ended[0].poll.id, NOW + 5)
    await polls.lifecycle.cancel(host(), ended[1].poll.id, NOW + 6)
    running = [
        await start_poll(polls, PollSettings("Which?", deadline=closing))
        for closing in (None, CloseAfter(5 * HOUR), CloseAfter(2 * HOUR))
    ]
    listed = [item.poll.id for item in await polls.views.list_polls(SERVER)]
    assert listed == [booth.poll.id for booth in (*reversed(running), *reversed(ended))]


@pytest.mark.postgres_soak
async def test_any_poll_of_many_is_found_by_its_question(polls: PollServices) -> None:
    """At most a hundred are listed, but part of a poll's question finds even the oldest one."""
    await lift_limits(polls.views.database)
    for number in range(105):
        await start_poll(polls, PollSettings(f"Film no. {number}?"))
    await start_poll(polls, PollSettings("100 % crying?"))
    assert len(await polls.views.list_polls(SERVER)) == 100
    for typed, found in (("NO. 0?", 1), ("no. 10", 6), ("%", 1), ("no_", 0), ("100 %", 1)):
        assert len(await polls.views.list_polls(SERVER, typed)) == found, typed


async def check_found(polls: PollServices, question: str, other: str, *half_typed: str) -> None:
    """Check that each text finds the poll with the first question, and not the other."""
    booth = await start_poll(polls, PollSettings(question))
    await start_poll(polls, PollSettings(other))
    for typed in half_typed:
        assert [item.poll.id for item in await polls.views.list_polls(SERVER, typed)] == [booth.poll.id], typed


async def test_a_poll_is_found_by_a_half_typed_question(polls: PollServices) -> None:
    """Part of a syllable, initials or text without spaces are enough."""
    typed = ("오느", "오늘", "볼ㄲ", "볼까", "ㅇㄴ", "ㅇㄴ ㅁ", "뭐볼까요", "오늘뭐", "오늘 뭐 볼까요?", "ㅂㄲ", "ㅁㅂ")
    await check_found(polls, "오늘 뭐 볼까요?", "강남에서 만나요", *typed)


async def test_a_poll_is_found_without_its_accents(polls: PollServices) -> None:
    """The kind of apostrophe and the case do not matter either."""
    typed = ("été", "ete", "ETE", "l'ete", "l’Été", "lete", "e\u0301te\u0301", "“été”")
    await check_found(polls, "Films de l’Été", "Films of autumn", *typed)


async def test_a_question_without_letters_is_found(polls: PollServices) -> None:
    """A question of only emoji and punctuation is found by its emoji."""
    await check_found(polls, "🍕?", "Pizza?", "🍕", "🍕?", "🍕 ?")


LINKS = (
    "https://discord.com/channels/{server}/{channel}/{message}",
    "http://discord.com/channels/{server}/{channel}/{message}/",
    "https://ptb.discord.com/channels/{server}/{channel}/{message}",
    "https://canary.discord.com/channels/{server}/{channel}/{message}",
    "https://www.discord.com/channels/{server}/{channel}/{message}",
    "https://discordapp.com/channels/{server}/{channel}/{message}",
    "https://ptb.discordapp.com/channels/{server}/{channel}/{message}",
    "<https://discord.com/channels/{server}/{channel}/{message}>",
    "  https://discord.com/channels/{server}/{channel}/{message}?utm=1 ",
    "discord.com/channels/{server}/{channel}/{message}",
    "HTTPS://Discord.com/channels/{server}/{channel}/{message}",
)


async def test_a_poll_is_found_by_the_link_to_its_message_or_its_result(polls: PollServices) -> None:
    """The link can come from any Discord client. A link to another message or server finds no poll."""
    poll = (await start_poll(polls)).poll
    await polls.lifecycle.end(host(), poll.id, NOW + 5)
    await polls.delivery.mark_announced(SERVER, poll.id, MessageId(MESSAGE + 70), NOW + 6)

    async def found(link: str, server: GuildId, message: int) -> list[int]:
        typed = link.format(server=server, channel=poll.channel_id, message=message)
        return [item.poll.id for item in await polls.views.list_polls(SERVER, typed)]

    for link in LINKS:
        assert await found(link, SERVER, MESSAGE) == await found(link, SERVER, MESSAGE + 70) == [poll.id], link
        for server, message in ((SERVER, MESSAGE + 71), (ELSEWHERE, MESSAGE), (SERVER, 10**19)):
            assert await found(link, server, message) == [], link


async def test_a_poll_has_one_known_message(polls: PollServices) -> None:
    """A second message for the same poll is ignored."""
    booth = await start_poll(polls)
    await polls.delivery.mark_posted(SERVER, booth.poll.id, MessageId(MESSAGE + 1))
    assert (await polls.views.get(SERVER, booth.poll.id)).poll.message_id == MESSAGE


async def test_an_interrupted_start_is_found(polls: PollServices) -> None:
    """An open poll without a message is found once a second has passed, until its message is recorded."""
    draft = await polls.drafts.create(host(), CHANNEL, PollSettings("Which?"), NOW)
    await polls.drafts.add_typed_texts(host(), draft.id, ["A", "B"], NOW)
    poll = (await polls.lifecycle.start(host(), draft.id, NOW)).poll
    assert await polls.delivery.list_unposted(NOW) == ()
    assert await polls.delivery.list_unposted(NOW + 1) == (poll,)
    assert await polls.delivery.list_stale(NOW + 1) == ()
    await polls.delivery.mark_posted(SERVER, poll.id, MessageId(5))
    assert await polls.delivery.list_unposted(NOW + 1) == ()


async def test_a_message_is_stale_until_it_shows_the_last_change(polls: PollServices) -> None:
    """An edit that does not show the last vote leaves the message stale."""
    booth = await start_poll(polls)
    (read,) = await polls.delivery.list_stale(NOW)
    await booth.vote(9, 0)
    await polls.delivery.mark_shown(read, NOW + 2)
    assert await polls.delivery.list_stale(NOW + 1) == ()
    assert await polls.delivery.next_refresh_at(NOW) == NOW + 2
    (newer,) = await polls.delivery.list_stale(NOW + 2)
    await polls.delivery.mark_shown(newer, NOW + 4)
    await polls.delivery.mark_shown(read, NOW + 4)
    assert (await polls.delivery.list_stale(NOW + 9), await polls.delivery.next_refresh_at(NOW)) == ((), None)


async def test_a_rate_limited_message_is_left_alone_for_as_long_as_asked(polls: PollServices) -> None:
    """A refresh deferred after a 429 or error 30046 is due at the given time, and not before."""
    booth = await start_poll(polls)
    await polls.delivery.defer_refresh(SERVER, booth.poll.id, NOW + 300)
    assert await polls.delivery.list_stale(NOW + 299) == ()
    assert [poll.id for poll in await polls.delivery.list_stale(NOW + 300)] == [booth.poll.id]


async def test_every_change_to_a_poll_makes_its_message_stale(polls: PollServices) -> None:
    """The changes are a vote, its withdrawal, a cancellation, its undoing, the close and an announced result."""
    booth = await start_poll(polls)
    key = (SERVER, booth.poll.id)
    for change in (
        booth.vote(9, 0),
        booth.vote(9, 0),
        polls.lifecycle.cancel(host(), booth.poll.id, NOW),
        polls.lifecycle.undo_cancel(host(), booth.poll.id, NOW),
        polls.lifecycle.end(host(), booth.poll.id, NOW),
        polls.delivery.mark_announced(*key, MessageId(500), NOW),
    ):
        await polls.delivery.mark_shown((await polls.views.get(*key)).poll, NOW)
        assert await polls.delivery.list_stale(NOW) == ()
        await change
        assert [poll.id for poll in await polls.delivery.list_stale(NOW)] == [booth.poll.id]


async def test_the_last_edit_is_right_whatever_was_pressed_in_between(database: Database) -> None:
    """Once no message is stale, the last edit has the counts of the ballots."""
    polls = polls_in(yielding(database, Random(4)))
    booth = await start_poll(polls)
    last = None

    async def press(number: int) -> None:
        await booth.vote(number % 7, number % 3)

    pressing = asyncio.gather(*map(press, range(60)))
    while await polls.delivery.list_stale(NOW) or not pressing.done():
        for _ in await polls.delivery.list_stale(NOW):
            view = await polls.views.get(SERVER, booth.poll.id)
            last = view.counts
            await polls.delivery.mark_shown(view.poll, NOW)
    assert last is not None
    assert tuple(last.values()) == await booth.counts()


async def test_a_result_stands_when_its_film_is_deleted(polls: PollServices, database: Database, films: Films) -> None:
    """The options keep their titles, and only the id of the deleted film is gone."""
    draft = await polls.drafts.create(host(), CHANNEL, PollSettings("Which?"), NOW)
    keys = [heading.id for heading in (await films.suggest("", SERVER))[:2]]
    await polls.drafts.add_films(host(), draft.id, keys, NOW)
    poll = (await polls.lifecycle.start(host(), draft.id, NOW)).poll
    before = (await polls.views.get(SERVER, poll.id)).options
    await Booth(polls, poll, tuple(option.id for option in before)).vote(9, 1)
    await polls.lifecycle.end(host(), poll.id, NOW)
    await execute(database, "DELETE FROM film WHERE id = :film", film=keys[1])
    view = await polls.views.get(SERVER, poll.id)
    assert view.poll.state is PollState.CLOSED
    assert view.outcome is not None
    assert view.outcome.winner == view.find_option(before[1].id)
    assert [(option.name, option.korean_label) for option in view.options] == [
        (option.name, option.korean_label) for option in before
    ]
    assert [option.film_id for option in view.options] == [keys[0], None]


@pytest.mark.parametrize("poll", [0, 999, 2**63 - 1])
async def test_an_unknown_poll_is_refused(polls: PollServices, poll: PollId) -> None:
    """An id that no poll has, however small or large, raises the error for a poll that is gone."""
    with pytest.raises(UserError, match=r"polls\.refused\.gone"):
        await polls.views.get(SERVER, poll)
