"""Who may do what with a server's polls, and who may know about them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.discord_server.club import Club
from tests.discord_server.rest.message_store import create_message
from tests.discord_server.users.responses import VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.discord_server.world import Channel
from tests.integration.polls.poll_helpers import (
    HOPE,
    QUESTION,
    add_member,
    bot_with_clock,
    eventually,
    query_rows,
    start_poll,
)

STATE = "SELECT state FROM poll"
CONTROLS = ("poll-ballot", "poll-films", "poll-who", "poll-counted", "poll-result", "poll-share", "poll-undo")
BALLOTS = ("poll-rank:{}", "rank-add:{}:1:1", "rank-undo:{}:1", "rank-clear:{}", "rank-done:{}", "poll-veto:{}")
VETOES = ("veto-choose:{}:1:1", "veto-withdraw:{}")
MANAGEMENT = (
    "poll-who:{}:1",
    "poll-repeat:{}",
    "poll-export:{}:csv",
    "poll-export:{}:json",
    "poll-extend:{}:9999999999",
    "poll-suggest:{}",
    "poll-suggest:{}:film:1",
    "poll-suggest:{}:as:a walk",
)
ALL_COMMANDS: Mapping[str, Mapping[str, str]] = {
    "poll results": {},
    "poll end": {},
    "poll cancel": {},
    "poll extend": {"time": "2h"},
}
"""The commands about one poll, with their other options."""
NOT_YOURS, UNKNOWN = "Only the poll's host or a moderator", "I can't find that poll here"


def moderator_of(club: Club, channel: Channel) -> SimulatedUser:
    """Return someone who may manage messages in one channel, and nowhere else."""
    guest = add_member(club, 7, channel)
    club.home_guild.member_permissions[guest.user.id].add("manage_messages")
    for other in club.home_guild.channels:
        if other is not channel:
            other.denied_permissions.setdefault(guest.user.id, set()).add("manage_messages")
    return guest


async def test_moderating_another_channel_does_not_count_here(club: Club, database_file: Path) -> None:
    """Manage Messages counts only in the poll's own channel, wherever the command is typed."""
    corner = club.discord.world.create_channel(club.home_guild, "corner")
    async with bot_with_clock(club, database_file):
        await start_poll(club.sam)
        jane = moderator_of(club, corner)
        for command in ("poll end", "poll cancel"):
            assert NOT_YOURS in (await jane.slash(command, poll=QUESTION)).message.text
        assert query_rows(database_file, STATE) == [("open",)]
        kim = moderator_of(club, club.channel)
        await kim.slash("poll end", poll=QUESTION)
        assert query_rows(database_file, STATE) == [("closed",)]


async def test_a_poll_does_not_exist_for_someone_who_cannot_see_its_channel(club: Club, database_file: Path) -> None:
    """The poll is not listed, suggested, or found by name or number, and *Who voted* names nobody to them."""
    secret = club.discord.world.create_channel(club.home_guild, "hosts-only")
    async with bot_with_clock(club, database_file):
        await club.discord.run(club.discord.events.deny_permissions(secret, "view_channel", person=club.jiwoo.user))
        host = club.sam.in_channel(secret)
        poll = await start_poll(host, "Whom do we ask?", ["Public votes"])
        await host.click(poll, HOPE)
        jane = add_member(club, 1)
        club.jiwoo.user.locale = "en-US"
        assert "Whom do we ask?" in (await jane.slash("poll list")).message.text
        assert "Whom do we ask?" not in (await club.jiwoo.slash("poll list")).message.text
        assert [choice["name"] for choice in await jane.autocomplete("poll results", "poll", "whom")] != []
        assert await club.jiwoo.autocomplete("poll results", "poll", "whom") == []
        for typed in ("Whom do we ask?", "1"):
            assert UNKNOWN in (await club.jiwoo.slash("poll results", poll=typed)).message.text
        shown = (await jane.slash("poll results", poll="1")).message
        shared = (await jane.click(shown, "Show everyone")).message
        assert UNKNOWN in (await club.jiwoo.click(shared, "Who voted")).message.text
        assert club.sam.user.name in (await jane.click(shared, "Who voted")).message.text


async def test_without_embed_links_a_vote_is_answered_in_text(club: Club, database_file: Path) -> None:
    """Where the bot lacks Embed Links, a voter reads in plain text what their ballot is."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam)
        await club.discord.run(club.discord.events.deny_permissions(club.channel, "embed_links"))
        answer = (await add_member(club, 1).click(poll, HOPE)).message
        assert answer.is_ephemeral
        assert "Your vote: **Hope (2013)**" in answer.content
        await eventually(lambda: len(query_rows(database_file, "SELECT * FROM ballot")) == 1)


async def test_part_of_a_question_names_the_poll_if_it_is_unique(club: Club, database_file: Path) -> None:
    """A part of two questions finds no poll. A unique part ends its poll, which can then not be cancelled."""
    async with bot_with_clock(club, database_file):
        await start_poll(club.sam, "What would you enjoy?")
        await start_poll(club.sam, "What hurts?")
        assert UNKNOWN in (await club.sam.slash("poll end", poll="What")).message.text
        assert "is closed" in (await club.sam.slash("poll end", poll="enjoy")).message.text
        assert "already over" in (await club.sam.slash("poll cancel", poll="enjoy")).message.text


async def test_a_cancelled_poll_can_be_brought_back_from_its_results(club: Club, database_file: Path) -> None:
    """For ten minutes, the host can bring the poll back, whoever cancelled it. Other members do not see the button."""
    async with bot_with_clock(club, database_file) as bot:
        await start_poll(club.sam)
        await moderator_of(club, club.channel).slash("poll cancel", poll=QUESTION)
        assert "Bring it back" not in (await add_member(club, 1).slash("poll results", poll="1")).message.buttons
        shown = (await club.sam.slash("poll results", poll="1")).message
        await club.sam.click(shown, "Bring it back")
        assert query_rows(database_file, STATE) == [("open",)]
        await club.sam.slash("poll cancel", poll="1")
        bot.advance(601)
        assert "Bring it back" not in (await club.sam.slash("poll results", poll="1")).message.buttons


async def moderator_elsewhere(club: Club, channel: Channel, number: int) -> SimulatedUser:
    """Return someone in the club's channel who may manage messages only in `channel`."""
    guest = add_member(club, number)
    await club.discord.run(
        club.discord.events.grant_permissions(channel, guest.user, "view_channel", "manage_messages")
    )
    return guest


@pytest.mark.parametrize("is_thread", [False, True], ids=["channel", "thread"])
@pytest.mark.parametrize("is_archived", [False, True], ids=["active", "archived"])
async def test_manage_messages_counts_where_the_poll_is_wherever_it_is_ended(
    club: Club, database_file: Path, *, is_thread: bool, is_archived: bool
) -> None:
    """A moderator of the poll's channel, or of its thread's channel, can manage the poll from another channel."""
    lounge = club.discord.world.create_channel(club.home_guild, "lounge")
    place = club.discord.world.create_thread(lounge, "spoilers") if is_thread else lounge
    async with bot_with_clock(club, database_file):
        jane = await moderator_elsewhere(club, lounge, 7)
        await start_poll(club.sam.in_channel(place))
        if is_thread and is_archived:
            await club.discord.run(club.discord.events.archive_thread(place))
        cancelled = (await jane.slash("poll cancel", poll="1")).message
        assert query_rows(database_file, STATE) == [("cancelled",)]
        assert "Bring it back" in (await jane.slash("poll results", poll="1")).message.buttons
        await jane.click(cancelled, "Bring it back")
        assert query_rows(database_file, STATE) == [("open",)]
        await jane.slash("poll end", poll="1")
        assert query_rows(database_file, "SELECT state, close_reason FROM poll") == [("closed", "moderator")]


async def test_manage_messages_in_another_channel_ends_no_poll(club: Club, database_file: Path) -> None:
    """Someone who may manage messages in another channel is refused there, in its thread and in the poll's channel."""
    corner = club.discord.world.create_channel(club.home_guild, "corner")
    side = club.discord.world.create_thread(corner, "aside")
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam)
        await club.discord.run(club.discord.events.grant_permissions(club.channel, club.jiwoo.user, "view_channel"))
        club.jiwoo.user.locale = "en-US"
        await club.discord.run(club.discord.events.grant_permissions(corner, club.jiwoo.user, "manage_messages"))
        for place in (corner, side, club.channel):
            for command in ("poll end", "poll cancel"):
                assert NOT_YOURS in (await club.jiwoo.in_channel(place).slash(command, poll="1")).message.text
        cancelled = (await club.sam.slash("poll cancel", poll="1")).message
        forged = forge(club, corner, cancelled.button("Bring it back")["custom_id"])
        assert NOT_YOURS in (await club.jiwoo.in_channel(corner).click(forged, "press")).message.text
        assert query_rows(database_file, STATE) == [("cancelled",)]
        assert poll.message.id


def forge(club: Club, place: Channel, custom_id: str) -> VisibleMessage:
    """Post a message with a button that has this custom id, which no member can do, and return the message."""
    button = {"type": 2, "style": 2, "label": "press", "custom_id": custom_id}
    return VisibleMessage(
        create_message(club.discord.world, place, {"components": [{"type": 1, "components": [button]}]})
    )


@pytest.mark.parametrize(
    ("kind", "state"), [("channel", "open"), ("thread", "cancelled"), ("private thread", "open"), ("channel", "closed")]
)
async def test_every_control_and_command_treats_a_hidden_poll_as_unknown(
    club: Club, database_file: Path, state: str, kind: str
) -> None:
    """The answer is the same as for a poll that does not exist, and nothing is cast or revealed."""
    world = club.discord.world
    hidden = world.create_channel(club.home_guild, "hosts-only")
    place = {
        "channel": hidden,
        "thread": world.create_thread(hidden, "aside"),
        "private thread": world.create_private_thread(club.channel, "aside", club.sam.user, world.bot),
    }[kind]
    async with bot_with_clock(club, database_file) as bot:
        if kind != "private thread":
            await club.discord.run(club.discord.events.deny_permissions(hidden, "view_channel", person=club.jiwoo.user))
        host = club.sam.in_channel(place)
        await start_poll(host, "Whom do we ask?", ["Public votes"])
        if state != "open":
            await host.slash("poll end" if state == "closed" else "poll cancel", poll="1")
        before = query_rows(
            database_file,
            "SELECT poll.state, message_id FROM poll JOIN poll_delivery ON poll_id = poll.id AND kind = 'message'",
        )
        club.jiwoo.user.locale = "en-US"
        bot.client.core.dispatcher.rate_limiter.limit = 1_000
        option = query_rows(database_file, "SELECT min(id) FROM poll_option")[0][0]
        ids = [f"vote:{{}}:{option}", *(f"{name}:{{}}" for name in CONTROLS), *BALLOTS, *VETOES, *MANAGEMENT]
        for custom_id in ids:
            replies = []
            for poll in (1, 999):
                forged = forge(club, club.channel, f"v1:{custom_id.format(poll)}")
                replies.append((await club.jiwoo.click(forged, "press")).message.text)
            assert UNKNOWN in replies[0], custom_id
            assert replies[0] == replies[1]
        for command, options in ALL_COMMANDS.items():
            for typed in ("1", "Whom do we ask?"):
                answer = (await club.jiwoo.slash(command, poll=typed, **options)).message.text
                assert answer == (await club.jiwoo.slash(command, poll="999", **options)).message.text
        assert "Whom" not in (await club.jiwoo.slash("poll list")).message.text
        assert query_rows(database_file, "SELECT * FROM ballot") == []
        assert (
            query_rows(
                database_file,
                "SELECT poll.state, message_id FROM poll JOIN poll_delivery ON poll_id = poll.id AND kind = 'message'",
            )
            == before
        )
