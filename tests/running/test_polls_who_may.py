"""Who may do what with a server's polls, and who may know of them."""

from pathlib import Path

from tests.discord_server.club import Club
from tests.discord_server.people import Guest
from tests.discord_server.world import Channel
from tests.running.polling import HOPE, QUESTION, bot_with_clock, eventually, member, rows, start_poll

STATE = "SELECT state FROM poll"
NOT_YOURS, UNKNOWN = "Only the poll's host or a moderator", "I don't know that poll here"


def moderator_of(club: Club, channel: Channel) -> Guest:
    """Somebody who may manage messages in one channel, and nowhere else."""
    guest = member(club, 7, channel)
    club.home.may[guest.person.id].add("manage_messages")
    for other in club.home.channels:
        if other is not channel:
            other.denied.setdefault(guest.person.id, set()).add("manage_messages")
    return guest


async def test_who_moderates_another_channel_moderates_no_poll_of_this_one(club: Club, database_file: Path) -> None:
    """Manage Messages counts in the poll's own channel alone, wherever the command is typed."""
    corner = club.server.world.channel(club.home, "corner")
    async with bot_with_clock(club, database_file):
        await start_poll(club.sam)
        jane = moderator_of(club, corner)
        for command in ("poll end", "poll cancel"):
            assert NOT_YOURS in (await jane.asks(command, poll=QUESTION)).message.text
        assert rows(database_file, STATE) == [("open",)]
        kim = moderator_of(club, club.channel)
        await kim.asks("poll end", poll=QUESTION)
        assert rows(database_file, STATE) == [("closed",)]


async def test_a_poll_of_a_channel_that_somebody_may_not_see_is_none_for_them(club: Club, database_file: Path) -> None:
    """Not in the list, not among the suggestions, not by name or number, and nobody who voted is named."""
    secret = club.server.world.channel(club.home, "hosts-only")
    async with bot_with_clock(club, database_file):
        await club.server.do(club.server.happenings.taken_away(secret, "view_channel", person=club.jiwoo.person))
        host = club.sam.over_in(secret)
        poll = await start_poll(host, "Whom do we ask?", ["Name the voters"])
        await host.presses(poll, HOPE)
        jane = member(club, 1)
        club.jiwoo.person.locale = "en-US"
        assert "Whom do we ask?" in (await jane.asks("poll list")).message.text
        assert "Whom do we ask?" not in (await club.jiwoo.asks("poll list")).message.text
        assert [one["name"] for one in await jane.types("poll results", "poll", "whom")] != []
        assert await club.jiwoo.types("poll results", "poll", "whom") == []
        for typed in ("Whom do we ask?", "1"):
            assert UNKNOWN in (await club.jiwoo.asks("poll results", poll=typed)).message.text
        shown = (await jane.asks("poll results", poll="1")).message
        shared = (await jane.presses(shown, "Show everyone")).message
        assert UNKNOWN in (await club.jiwoo.presses(shared, "Who voted")).message.text
        assert f"<@{club.sam.person.id}>" in (await jane.presses(shared, "Who voted")).message.text


async def test_where_no_card_can_be_shown_a_vote_is_told_in_words(club: Club, database_file: Path) -> None:
    """Whoever votes without Embed Links reads what their ballot is, and does not press again."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam)
        await club.server.do(club.server.happenings.taken_away(club.channel, "embed_links"))
        answer = (await member(club, 1).presses(poll, HOPE)).message
        assert answer.private
        assert "Your vote: **Hope (2013)**" in answer.content
        await eventually(lambda: len(rows(database_file, "SELECT * FROM ballot")) == 1)


async def test_a_part_of_a_question_names_the_poll_if_it_is_of_one_only(club: Club, database_file: Path) -> None:
    """And who wants to end one that is over already is told just that."""
    async with bot_with_clock(club, database_file):
        await start_poll(club.sam, "What would you enjoy?")
        await start_poll(club.sam, "What hurts?")
        assert UNKNOWN in (await club.sam.asks("poll end", poll="What")).message.text
        assert "is closed" in (await club.sam.asks("poll end", poll="enjoy")).message.text
        assert "already over" in (await club.sam.asks("poll cancel", poll="enjoy")).message.text


async def test_a_cancelled_poll_can_be_brought_back_from_where_it_is_looked_up(club: Club, database_file: Path) -> None:
    """By its host, whoever cancelled it, and for ten minutes; nobody else is offered that."""
    async with bot_with_clock(club, database_file) as bot:
        await start_poll(club.sam)
        await moderator_of(club, club.channel).asks("poll cancel", poll=QUESTION)
        assert "Bring it back" not in (await member(club, 1).asks("poll results", poll="1")).message.buttons
        shown = (await club.sam.asks("poll results", poll="1")).message
        await club.sam.presses(shown, "Bring it back")
        assert rows(database_file, STATE) == [("open",)]
        await club.sam.asks("poll cancel", poll="1")
        bot.passes(601)
        assert "Bring it back" not in (await club.sam.asks("poll results", poll="1")).message.buttons
