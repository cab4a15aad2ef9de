"""`python -m bot reports` lists and closes reports for the operator."""

import os
import signal
import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.exit_codes import ExitCode
from bot.core.storage.sqlite import process_lock
from bot.help.rules.report import Report
from bot.help.rules.report_listing import format_reports
from tests.discord_server.bots.process import bot_process
from tests.discord_server.club import Club

LISTED = """\
1  2026-11-23T00:56Z  en  Hope (2013)
   The year is wrong: it came out in 2013, and the film called Hope on the card
   is another one.
   I looked it up.

2  2026-11-24T04:43Z  ko  general
   설명이 조금 이상해요. 무엇을 눌러야 하는지 모르겠고, 단추가 너무 많아서 어느
   것이 제 것인지 헷갈려요.

2 open reports.
"""
TEXTS = (
    "The year is wrong: it came out in 2013, and the film called Hope on the card is another one.\nI looked it up.",
    "설명이 조금 이상해요. 무엇을 눌러야 하는지 모르겠고, 단추가 너무 많아서 어느 것이 제 것인지 헷갈려요.",
)


@pytest.fixture
def reported_file(database_file: Path) -> Path:
    """Return a database with an open report about a film, a general one, and a closed one."""
    with closing(sqlite3.connect(database_file, isolation_level=None)) as connection:
        (film,) = connection.execute("SELECT film_id FROM film_name WHERE text = 'Hope'").fetchone()
        rows = [
            (2, None, "ko", TEXTS[1], 1_795_495_405, 0),
            (1, film, "en", TEXTS[0], 1_795_395_405, 0),
            (3, film, "en", "This was mended.", 1_795_395_000, 1),
        ]
        connection.executemany(
            "INSERT INTO report (id, film_id, language, text, created_at, is_closed, user_id)"
            " VALUES (?, ?, ?, ?, ?, ?, 7)",
            rows,
        )
    return database_file


def other_files(folder: Path) -> list[Path]:
    return list(folder.glob("other.db*"))


async def run_reports(club: Club, database: Path, *words: str) -> tuple[int, str]:
    """Run `python -m bot reports …` and return its exit code and output."""
    async with bot_process(club.discord, database, "reports", *words) as process:
        return await process.wait_for_exit(), process.output


async def test_open_reports_are_listed_with_the_newest_last(club: Club, reported_file: Path) -> None:
    """Each report has a line with number, UTC time, language and film. Its text is wrapped to the terminal's width."""
    code, output = await run_reports(club, reported_file)
    assert (code, output.strip()) == (0, LISTED.strip())


async def test_an_empty_list_says_so(club: Club, database_file: Path) -> None:
    """`No reports.` is printed, and the exit code is 0."""
    code, output = await run_reports(club, database_file)
    assert (code, output.strip()) == (0, "No reports.")


async def test_while_the_bot_runs_reports_are_read_and_closed(club: Club, reported_file: Path) -> None:
    """The running bot closes a report for the command, and logs that."""
    async with bot_process(club.discord, reported_file) as running:
        await club.discord.wait_until_ready()
        form = await club.sam.click((await club.sam.slash("about")).message, "⚠️ Report a mistake")
        await club.sam.submit_modal(form.modal, {"What's wrong?": "It says that it knows everything."})
        code, output = await run_reports(club, reported_file)
        assert (code, "3 open reports." in output, "It says that it knows" in output) == (0, True, True)
        code, output = await run_reports(club, reported_file, "--done", "1")
        assert (code, "2 open reports." in output, "Hope" in output) == (0, True, False)
        assert (await run_reports(club, reported_file, "--done", "1"))[0] == ExitCode.OPS_REFUSED
        assert "report closed report=1" in running.output
        running.send_signal(signal.SIGTERM)
        assert await running.wait_for_exit() == 0
    assert "2 open reports." in (await run_reports(club, reported_file))[1]
    assert list(reported_file.parent.glob("*close-report*")) == []


async def test_without_an_answer_from_the_bot_no_report_is_closed(club: Club, reported_file: Path) -> None:
    """If the lock holder does not answer, the command is refused with its process id, and the report stays open."""
    with process_lock.hold(reported_file):
        code, output = await run_reports(club, reported_file, "--done", "1")
    assert code == ExitCode.OPS_REFUSED
    assert f"is in use by process {os.getpid()}: stop it first" in output
    assert "Until then report 1 stays open." in output
    assert "2 open reports." in (await run_reports(club, reported_file))[1]
    assert list(reported_file.parent.glob("*close-report*")) == []


async def test_while_the_bot_is_stopped_a_report_is_closed_by_its_number(club: Club, reported_file: Path) -> None:
    """The remaining reports are listed. A number that is closed or unknown is refused with a message."""
    code, output = await run_reports(club, reported_file, "--done", "1")
    assert (code, "1 open report." in output, "Hope" in output) == (0, True, False)
    for number in ("1", "3", "99", "-1"):
        code, output = await run_reports(club, reported_file, "--done", number)
        assert (code, f"There is no open report {number}:" in output) == (ExitCode.OPS_REFUSED, True)
    assert "No reports." in (await run_reports(club, reported_file, "--done", "2"))[1]


async def test_a_missing_database_is_not_created(club: Club, tmp_path: Path) -> None:
    """A wrong DATABASE_URL gets a message that says what to do, and no new file."""
    for words in ((), ("--done", "1")):
        code, output = await run_reports(club, tmp_path / "other.db", *words)
        assert (code, "check DATABASE_URL" in output) == (ExitCode.DATABASE_UNUSABLE, True)
    assert other_files(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "exit_code"),
    [
        ("DELETE FROM migration WHERE version > 4", ExitCode.DATABASE_UNUSABLE),
        ("INSERT INTO migration VALUES (1000, 'of another day')", ExitCode.DATABASE_NEWER),
        (
            "UPDATE migration SET version = 136178 WHERE version = 4",
            ExitCode.DATABASE_UNUSABLE,
        ),  # a number that a damaged file can contain
    ],
)
async def test_a_database_of_another_schema_is_left_alone(
    club: Club, reported_file: Path, change: str, exit_code: ExitCode
) -> None:
    """An older, a newer and a damaged file are refused without a traceback, for listing and for closing."""
    with closing(sqlite3.connect(reported_file, isolation_level=None)) as connection:
        connection.execute(change)
    for words in ((), ("--done", "1")):
        code, output = await run_reports(club, reported_file, *words)
        assert (code, "Traceback" in output) == (exit_code, False), output


def columns(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


LETTERS = st.text(st.sampled_from("aB 눈물,.-\n"), max_size=300)


@given(text=LETTERS, width=st.integers(20, 100), number=st.integers(1, 10**6))
def test_no_line_is_wider_than_the_terminal_and_no_letter_is_lost(text: str, width: int, number: int) -> None:
    """Hangul takes two columns, and a word that is too long continues on the next line."""
    rows = list(format_reports([Report(number, 0, None, "ko", text)], width))[1:-2]
    assert all(columns(row) <= width for row in rows)
    assert "".join("".join(rows).split()) == "".join(text.split())
