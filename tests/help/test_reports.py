"""Someone reports a mistake on a card: a form, a row in the database, a log line for the operator, and thanks."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import discord
import pytest

from bot.core.text import escaping
from bot.help.rules.report import MAX_LENGTH, MAX_PER_DAY, MIN_LENGTH, RETENTION_DAYS
from tests.discord_rules.hostile import hostile_text
from tests.discord_server.bots.in_process import in_process_bot
from tests.discord_server.club import Club
from tests.discord_server.faults import Fault
from tests.discord_server.users.responses import OpenModal, Response, VisibleMessage
from tests.discord_server.users.simulated_user import SimulatedUser

BUTTON, ASKED = "⚠️ Report a mistake", "What's wrong?"
WRONG = "The year is wrong: it came out in 2013."
CALLBACK = "/interactions/*/callback"


async def form_under(guest: SimulatedUser, film: str = "Hope") -> OpenModal:
    """Return the form that the button under a film's card opens."""
    return await form_on((await guest.slash("film show", title=film, full=True)).message, guest)


async def form_on(page: VisibleMessage, guest: SimulatedUser) -> OpenModal:
    """Return the form that the last button of a message opens."""
    return (await guest.click(page, page.buttons[-1])).modal


async def general_form(guest: SimulatedUser) -> OpenModal:
    """Return the form for reporting what is wrong with the bot itself."""
    return await form_on((await guest.slash("help")).message, guest)


async def send_report(guest: SimulatedUser, text: str, form: OpenModal) -> Response:
    """Send a report."""
    return await guest.submit_modal(form, {form.labels[0]: text})


def read_rows(database: Path, columns: str = "*") -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(f"SELECT {columns} FROM report ORDER BY id").fetchall()


def is_visible(line: str) -> bool:
    """Return whether every character of a line is visible, or joins two pictures into one."""
    return line.replace(escaping.JOINER, "").isprintable()


def read_slug(database: Path, film: int) -> str:
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("SELECT slug FROM film WHERE id = ?", [film]).fetchone()[0])


async def test_every_full_card_ends_with_a_quiet_report_button(club: Club, bot: discord.Client) -> None:
    """The button comes last, in the card's language, and does not stand out."""
    card = (await club.sam.slash("film show", title="Hope", full=True)).message
    assert card.buttons[-1] == BUTTON
    assert card.button(BUTTON)["style"] == discord.ButtonStyle.secondary.value
    abroad = (await club.mina_in_other_guild.slash("film show", title="Hope", full=True)).message
    assert abroad.buttons[-1] == "⚠️ 제보하기"


async def test_the_form_has_one_field_and_states_its_limits(club: Club, bot: discord.Client) -> None:
    """The form tells Discord our limits, so that nobody writes a text that is then refused."""
    ((label, field),) = (await form_under(club.sam)).fields()
    assert (label, field["min_length"], field["max_length"]) == (ASKED, MIN_LENGTH, MAX_LENGTH)
    assert (await form_under(club.jiwoo)).labels == ["무엇이 잘못됐나요?"]


async def test_a_report_about_a_film_is_stored_logged_and_thanked_for(
    club: Club, bot: discord.Client, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The person is told the report's number in private, and the operator gets one line in the log."""
    answer = await send_report(club.sam, WRONG, await form_under(club.sam))
    assert answer.message.is_ephemeral
    assert "This is report 1." in answer.message.text
    ((number, person, server, film, language, text, created_at, is_closed),) = read_rows(database_file)
    assert (number, person, server) == (1, club.sam.user.id, club.home_guild.id)
    assert (language, text, is_closed) == ("en", WRONG, 0)
    assert created_at > 0
    assert read_slug(database_file, film).startswith("hope")
    (line,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert line.getMessage() == f"report received report=1 subject=film {film} language=en text={WRONG}"


async def test_the_bot_itself_can_be_reported_from_anywhere(
    club: Club, bot: discord.Client, database_file: Path
) -> None:
    """/help and /about lead to the same form, even in direct messages and user installs."""
    assert (
        "This is report 1."
        in (await send_report(club.sam_in_dm, WRONG, await general_form(club.sam_in_dm))).message.text
    )
    form = await form_on((await club.mina_in_other_guild.slash("about")).message, club.mina_in_other_guild)
    assert (
        "2번 제보"
        in (await send_report(club.mina_in_other_guild, "설명이 이상해요. 다시 봐 주세요.", form)).message.text
    )
    assert read_rows(database_file, "guild_id, film_id, language") == [
        (None, None, "en"),
        (club.other_guild.id, None, "ko"),
    ]


async def test_the_thanks_say_what_happens_next(club: Club, bot: discord.Client) -> None:
    """The thanks promise to fix what can be fixed, and say how long the report is stored."""
    thanks = (await send_report(club.sam, WRONG, await general_form(club.sam))).message.text
    assert "fix what can be fixed" in thanks
    assert f"{RETENTION_DAYS} days" in thanks


async def test_a_form_opened_before_a_restart_can_be_sent_after_it(club: Club, database_file: Path) -> None:
    """The report is stored with its film, although an earlier process opened the form."""
    async with in_process_bot(club.discord, database_file):
        form = await form_under(club.sam)
    async with in_process_bot(club.discord, database_file):
        assert "This is report 1." in (await send_report(club.sam, WRONG, form)).message.text
    assert [film is not None for (film,) in read_rows(database_file, "film_id")] == [True]


async def test_a_report_about_a_missing_film_is_still_stored(
    club: Club, bot: discord.Client, database_file: Path
) -> None:
    """The report is stored without its film if the film was deleted while the form was open."""
    form = await form_under(club.sam)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM film")
    assert "This is report 1." in (await send_report(club.sam, WRONG, form)).message.text
    assert read_rows(database_file, "film_id, text") == [(None, WRONG)]


async def test_reports_outlive_their_film(club: Club, bot: discord.Client, database_file: Path) -> None:
    """When the film is deleted, the report keeps its text and loses its film."""
    await send_report(club.sam, WRONG, await form_under(club.sam))
    with closing(sqlite3.connect(database_file, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM film")
    assert read_rows(database_file, "film_id, text") == [(None, WRONG)]


async def test_lost_thanks_leave_one_report(club: Club, bot: discord.Client, database_file: Path) -> None:
    """The report is stored once, even if the connection is reset twice before the thanks arrive."""
    form = await form_under(club.sam)
    club.discord.faults.add("POST", CALLBACK, Fault.connection_reset(), times=2)
    assert "This is report 1." in (await send_report(club.sam, WRONG, form)).message.text
    assert len(read_rows(database_file)) == 1


async def test_a_report_that_is_too_short_is_refused_with_the_minimum_length(
    club: Club, bot: discord.Client, database_file: Path
) -> None:
    """The refusal says how many characters are needed. Invisible characters and blanks do not count."""
    form = await general_form(club.sam)
    for text in ("Bad", "\u200b" * 40, " \n" * 20):
        answer = await send_report(club.sam, text, form)
        assert answer.message.is_ephemeral
        assert f"at least {MIN_LENGTH} characters" in answer.message.text
    assert read_rows(database_file) == []


async def test_a_person_can_send_five_reports_a_day(club: Club, bot: discord.Client, database_file: Path) -> None:
    """The sixth is refused with thanks and the time of the next. Other people can still report."""
    form = await general_form(club.sam)
    for number in range(MAX_PER_DAY):
        assert f"report {number + 1}." in (await send_report(club.sam, f"{WRONG} {number}", form)).message.text
    refused = (await send_report(club.sam, WRONG, form)).message
    assert refused.is_ephemeral
    assert "Thank you for looking so closely" in refused.text
    first = read_rows(database_file, "created_at")[0][0]
    assert f"<t:{first + 86_400}:R>" in refused.text
    hers = await general_form(club.jiwoo)
    assert "6번 제보" in (await send_report(club.jiwoo, "연도가 틀린 것 같아요. 확인해 주세요.", hers)).message.text
    assert len(read_rows(database_file)) == MAX_PER_DAY + 1


async def test_reports_are_allowed_again_a_day_later(club: Club, bot: discord.Client, database_file: Path) -> None:
    """Reports from the day before do not count."""
    form = await general_form(club.sam)
    for number in range(MAX_PER_DAY):
        await send_report(club.sam, f"{WRONG} {number}", form)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as connection:
        connection.execute("UPDATE report SET created_at = created_at - 86400")
    assert f"report {MAX_PER_DAY + 1}." in (await send_report(club.sam, WRONG, form)).message.text


async def test_hostile_words_break_neither_the_log_nor_a_card(
    club: Club, bot: discord.Client, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever is typed becomes one log line, and neither the line nor the stored text has control characters."""
    random = Random(4)
    texts = [
        "first line\r\n2026-11-23 CRITICAL bot: made up\x1b[2J\x00 \u202eback\u2028again @everyone \ud800",
        *(f"{hostile_text(random, MAX_LENGTH - 20)} and enough letters"[:MAX_LENGTH] for _ in range(MAX_PER_DAY - 1)),
    ]
    form = await general_form(club.sam)
    for text in texts:
        assert "Thank you!" in (await send_report(club.sam, text, form)).message.text
    lines = [record.getMessage() for record in caplog.records if record.getMessage().startswith("report received ")]
    assert [line.split(" ")[2] for line in lines] == [f"report={number}" for number in range(1, 6)]
    assert all(is_visible(line) for line in lines)
    assert "@everyone" not in lines[0]
    stored_texts = [text for (text,) in read_rows(database_file, "text")]
    assert all(is_visible(line) for text in stored_texts for line in text.split("\n"))
    assert stored_texts[0].split("\n")[0] == "first line"
