"""A secret poll with hidden counts reveals nothing before its time, and never who voted for what."""

import json
import logging
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.core.personal_data import PersonalDataTable
from bot.ids import UserId
from bot.privacy.service.user_data import UserDataService
from tests.discord_server.club import Club
from tests.discord_server.request_log import LoggedRequest
from tests.discord_server.users.simulated_user import SimulatedUser
from tests.integration.polls.poll_helpers import (
    CLASSIC,
    DAY,
    HARMONY,
    HOPE,
    QUESTION,
    BotWithClock,
    add_member,
    bot_with_clock,
    change,
    eventually,
    public_messages,
    query_rows,
    results,
    start_poll,
    wait_for_result,
)

HIDDEN = "Hide the counts until it closes"
TITLES = ("Hope", "Harmony", "The Classic")
COUNTS = re.compile(r"[▰▱]|\d+ votes?\b|\d+표|[0-9]%")


def requests_with_body(club: Club) -> list[LoggedRequest]:
    """Return the bot's requests with a JSON object as their body, such as messages, edits and answers."""
    return [request for request in club.discord.log.requests if isinstance(request.json, dict)]


def json_text(request: LoggedRequest) -> str:
    return json.dumps(request.json, ensure_ascii=False)


async def use_poll(club: Club, bot: BotWithClock, people: Sequence[SimulatedUser]) -> None:
    """Start a poll with hidden counts, vote, and use the commands and buttons that could reveal votes."""
    poll = await start_poll(club.sam, QUESTION, [HIDDEN])
    for place, guest in enumerate(people):
        for label in (HOPE, HARMONY, CLASSIC)[place % 3 :]:
            await guest.click(poll, label)
        await guest.click(poll, "My ballot")
        bot.advance(3)
    for guest in (club.sam, club.mina, people[0]):
        reads_korean = guest is club.mina
        await guest.slash("poll list")
        shown = (await guest.slash("poll results")).message
        await guest.click(shown, "모두에게 보여 주기" if reads_korean else "Show everyone")
        await guest.slash("privacy show")
        await guest.slash("privacy export")
        await guest.autocomplete("poll end", "poll", "what")
    await club.discord.wait_until(lambda: "6 voters" in public_messages(club.channel)[0].text)


async def test_nothing_reveals_counts_or_order_before_the_close(
    club: Club, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """No request and no log line shows a count, and public messages list the options in the host's order."""
    caplog.set_level(logging.INFO)
    people = [add_member(club, number) for number in range(6)]
    async with bot_with_clock(club, database_file) as bot:
        await use_poll(club, bot, people)
        for request in requests_with_body(club):
            assert not COUNTS.search(json_text(request)), request
        for seen in public_messages(club.channel):
            places = [seen.text.find(f"{title} (") for title in TITLES]
            assert places == sorted(places)
        assert not COUNTS.search(caplog.text)


async def test_nothing_reveals_who_voted_for_what(
    club: Club, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Even after the close, no post, log line or other person's export has a voter's id.

    No log line about a vote names an option.
    """
    caplog.set_level(logging.INFO)
    people = [add_member(club, number) for number in range(6)]
    async with bot_with_clock(club, database_file) as bot:
        await use_poll(club, bot, people)
        await club.sam.slash("poll end", poll=QUESTION)
        result = await wait_for_result(club)
        assert "Who voted" not in result.buttons
        await club.jiwoo.click(result, "How it was counted")
        ids = [str(guest.user.id) for guest in people]
        posted = [json_text(request) for request in requests_with_body(club) if "/callback" not in request.path]
        assert not [text for text in [*posted, caplog.text] if any(user_id in text for user_id in ids)]
        assert not [record for record in caplog.messages if "vote" in record and re.search(r"v1:|Hope|option", record)]
        for guest in people:
            copy = await export_of(bot, guest)
            assert [person for person in ids if person in copy] == [str(guest.user.id)]
        assert not [person for person in ids if person in await export_of(bot, club.sam)]


async def export_of(bot: BotWithClock, guest: SimulatedUser) -> str:
    """Return a person's `/privacy export` as text."""
    tables: list[PersonalDataTable] = [
        declaration for feature in bot.client.features for declaration in feature.personal_data
    ]
    people = UserDataService(bot.client.core.database, bot.clock, lambda: tables, lambda _: None)
    return ((await people.export(UserId(guest.user.id))) or b"").decode()


async def test_ten_minutes_after_the_close_the_voters_are_unknown(club: Club, database_file: Path) -> None:
    """The ballots no longer have the voters' ids, and the result still counts their votes."""
    people = [add_member(club, number) for number in range(3)]
    async with bot_with_clock(club, database_file) as bot:
        poll = await start_poll(club.sam)
        for guest in people:
            await guest.click(poll, HOPE)
        await club.sam.slash("poll end", poll=QUESTION)
        result = await wait_for_result(club)
        assert len(query_rows(database_file, "SELECT * FROM ballot WHERE user_id IS NOT NULL")) == 3
        bot.advance(11 * 60)
        await eventually(lambda: not query_rows(database_file, "SELECT * FROM ballot WHERE user_id IS NOT NULL"))
        assert " · 3 votes" in (await people[0].slash("poll results")).message.text
        assert " · 3 votes" in result.text


async def test_a_public_poll_names_its_voters_privately_to_anyone(club: Club, database_file: Path) -> None:
    """*Who voted* answers privately. With hidden counts, there is no such button until the close."""
    async with bot_with_clock(club, database_file) as bot:
        open_one = await start_poll(club.sam, "Named?", ["Public votes"])
        await add_member(club, 1).click(open_one, HOPE)
        await club.discord.wait_until(lambda: "1 vote ·" in open_one.text)
        who = (await club.jiwoo.click(open_one, "Who voted")).message
        assert (who.is_ephemeral, who.field("소원 (2013) · 1표")) == (True, "member 1")
        hidden = await start_poll(club.sam, "Hidden?", ["Public votes", HIDDEN])
        assert "Who voted" not in hidden.buttons
        await add_member(club, 2).click(hidden, HARMONY)
        bot.advance(DAY)
        await club.discord.wait_until(
            lambda: "🏆 Harmony (2010)" in str([message.text for message in results(club.channel)])
        )
        (result,) = (message for message in results(club.channel) if message.card.title == "🏆 Harmony (2010)")
        assert (await club.sam.click(result, "Who voted")).message.field("Harmony (2010) · 1 vote") == "member 2"


async def test_a_forged_request_for_the_voters_is_refused(club: Club, database_file: Path) -> None:
    """*Who voted* reveals nothing if the poll is secret, even if its message still has the button."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam, "Named?", ["Public votes"])
        await change(database_file, "UPDATE poll SET is_secret = 1")
        answer = (await club.sam.click(poll, "Who voted")).message
        assert (answer.is_ephemeral, "nobody can see who voted for what" in answer.text) == (True, True)
