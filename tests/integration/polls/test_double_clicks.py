"""A double tap votes once, *Who voted* names people, and *Films* says so if no option is a film."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.discord_server.club import Club
from tests.integration.polls.poll_helpers import (
    HARMONY,
    HOPE,
    add_member,
    bot_with_clock,
    change,
    query_rows,
    start_poll,
    wait_for_result,
)

BALLOTS = "SELECT count(*) FROM ballot_choice"
PAUSE_SECONDS = 1.6
"""Seconds after which another press counts as a new one."""


@pytest.mark.parametrize("ticked", [[], ["Several votes each"]], ids=["single", "approval"])
async def test_a_double_tap_is_one_vote(club: Club, database_file: Path, ticked: list[str]) -> None:
    """Both presses get the same answer. After a pause, a double tap takes the vote back once."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam, ticked=ticked)
        voter = add_member(club, 1)
        answers = await asyncio.gather(voter.click(poll, HOPE), voter.click(poll, HOPE))
        assert {answer.message.text for answer in answers} == {answers[0].message.text}
        assert "Your vote: **Hope (2013)**" in answers[0].message.text
        assert query_rows(database_file, BALLOTS) == [(1,)]
        await asyncio.sleep(PAUSE_SECONDS)
        for answer in await asyncio.gather(voter.click(poll, HOPE), voter.click(poll, HOPE)):
            assert "took your vote back" in answer.message.text
        assert query_rows(database_file, BALLOTS) == [(0,)]


async def test_a_double_tap_across_a_restart_is_one_vote(club: Club, database_file: Path) -> None:
    """The bot stores the first press, so the next process recognises the second one."""
    voter = add_member(club, 1)
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam)
        pressed = time.monotonic()
        await voter.click(poll, HARMONY)
    async with bot_with_clock(club, database_file):
        club.discord.world.ids.offset_seconds -= time.monotonic() - pressed  # as if the restart took no time
        assert "Your vote: **Harmony" in (await voter.click(poll, HARMONY)).message.text


async def test_voters_are_shown_by_name(club: Club, database_file: Path) -> None:
    """Each name is the one that Discord showed at that person's last vote, with markup and pings disabled."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam, "Named?", ["Public votes"])
        voter, other = add_member(club, 1), add_member(club, 2)
        voter.user.name = "**Ann**"
        await voter.click(poll, HOPE)
        assert r"\*\*Ann\*\*" in (await other.click(poll, "Who voted")).message.field("Hope (2013) · 1 vote")
        voter.user.name = "Ann @everyone <@1>"
        await voter.click(poll, HARMONY)
        await other.click(poll, HARMONY)
        voters = (await club.sam.click(poll, "Who voted")).message.field("Harmony (2010) · 2 votes")
        assert voters == "Ann ＠everyone @someone, member 2"


async def test_a_deleted_person_leaves_no_name_behind(club: Club, database_file: Path) -> None:
    """The closed poll keeps its count, and the person's id and name are gone."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam, "Named?", ["Public votes"])
        voter = add_member(club, 1)
        await voter.click(poll, HOPE)
        await club.sam.slash("poll end", poll="1")
        result = await wait_for_result(club)
        question = (await voter.slash("privacy forget")).message
        await voter.click(question, next(label for label in question.buttons if "Keep" not in label))
        assert query_rows(database_file, "SELECT user_id FROM ballot") == [(None,)]
        assert query_rows(database_file, "SELECT * FROM vote_press") == []
        voters = (await club.sam.click(result, "Who voted")).message.field("Hope (2013) · 1 vote")
        assert voters == "1 whose name was deleted"


async def test_the_films_button_explains_that_there_are_none(club: Club, database_file: Path) -> None:
    """If no option of the poll is a film any more, the private answer says so."""
    async with bot_with_clock(club, database_file):
        poll = await start_poll(club.sam)
        await change(database_file, "UPDATE poll_option SET film_id = NULL")
        answer = (await club.sam.click(poll, "Films")).message
        assert answer.is_ephemeral
        assert "is a film I know" in answer.text
