"""What an export looks like, and how long a deletion can be confirmed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.personal_data import PersonalDataTable
from bot.ids import NO_USER, GuildId, UserId
from bot.privacy.queries import quoted
from bot.privacy.rules import (
    DAY_SECONDS,
    ExportedTable,
    confirmation_argument,
    export_json,
    exported_tables,
    has_elapsed,
    is_fresh,
    parse_confirmation,
)

SAM, JIWOO = UserId(111_222_333_444_555_666), UserId(777_888_999_000_111_222)
CLUB = GuildId(333_222_111_666_555_444)
PROPOSAL = ExportedTable("proposal", ("decider", "proposer"), ("server",))


def exported_row(**row: object) -> object:
    """Return one row of Sam's export, as parsed by a program that reads every number as a double."""
    text = export_json(SAM, 0, {PROPOSAL: [row]})
    return json.loads(text, parse_int=lambda digits: int(float(digits)))["tables"]["proposal"][0]


def test_an_export_says_when_it_was_made_and_for_whom() -> None:
    """An export has its time, the person's id and the tables."""
    exported = json.loads(export_json(SAM, 1_800_000_000, {}))
    assert exported == {"made": "2027-01-15T08:00:00+00:00", "person": str(SAM), "tables": {}}


def test_ids_are_exported_as_strings() -> None:
    """Ids are strings, so that no program rounds them."""
    assert exported_row(proposer=SAM, server=CLUB, message=2**53 + 1) == {
        "proposer": str(SAM),
        "server": str(CLUB),
        "message": str(2**53 + 1),
    }
    assert exported_row(server=7, film=7) == {"server": "7", "film": 7}


def test_no_other_persons_id_is_in_an_export() -> None:
    """The id of the person who decided on Sam's proposal is left out."""
    assert exported_row(proposer=SAM, decider=JIWOO, server=None) == {
        "proposer": str(SAM),
        "decider": None,
        "server": None,
    }


def test_typed_text_is_exported_as_it_was_typed() -> None:
    """Hangul stays readable in the file, and bytes are written as hexadecimal digits."""
    assert exported_row(title="소원 \"'\n", picture=b"\x00\xff") == {"title": "소원 \"'\n", "picture": "00ff"}
    assert "소원" in export_json(SAM, 0, {PROPOSAL: [{"title": "소원"}]}).decode()


def test_a_table_declared_twice_is_exported_once() -> None:
    """Two columns of people's ids make one table. Child tables follow, and tables without people are left out."""
    tables = (
        PersonalDataTable("proposal", user_column="proposer", guild_column="server"),
        PersonalDataTable("proposal", user_column="decider"),
        PersonalDataTable("greeting", guild_column="server"),
        PersonalDataTable("ballot", user_column="voter", child_tables=(("choice", "ballot"),)),
    )
    assert exported_tables(tables) == [
        ExportedTable("ballot", ("voter",)),
        ExportedTable("choice", ("voter",), parent=("ballot", "ballot")),
        PROPOSAL,
    ]


@given(st.integers(1, 2**64 - 1).map(UserId), st.integers(0, 2**40))
def test_a_button_carries_the_question_it_answers(person: UserId, now: int) -> None:
    """The custom id holds who was asked and when, within Discord's hundred characters."""
    assert parse_confirmation(confirmation_argument(person, now)) == (person, now)
    assert len(f"v1:forget-not:{confirmation_argument(person, now)}") <= 100


@given(st.text() | st.from_regex(r"-?\d*:?\d*:?\d*", fullmatch=True))
def test_any_button_argument_is_parsed(rest: str) -> None:
    """An argument that cannot be read belongs to nobody, and raises no error."""
    person, asked_at = parse_confirmation(rest)
    assert (person, asked_at) == (NO_USER, 0) or confirmation_argument(person, asked_at).split(":") == [
        part.lstrip("0") or "0" for part in rest.split(":")
    ]


@pytest.mark.parametrize(("minutes", "fresh"), [(0, True), (15, True), (15.1, False), (-5, True)])
def test_a_question_can_be_answered_for_fifteen_minutes(minutes: float, *, fresh: bool) -> None:
    """A question is fresh for fifteen minutes, even if the clock is set back."""
    assert is_fresh(1_000_000, 1_000_000 + int(minutes * 60)) is fresh


@pytest.mark.parametrize(("seconds", "over"), [(30 * DAY_SECONDS - 1, False), (30 * DAY_SECONDS, True)])
def test_a_day_is_twenty_four_hours(seconds: int, *, over: bool) -> None:
    """Thirty days are thirty times twenty-four hours."""
    assert has_elapsed(1000, 1000 + seconds, 30) is over


@given(st.text())
def test_only_our_own_names_get_into_sql(name: str) -> None:
    """A name with anything but lower-case letters and underscores is refused."""
    if name and set(name) <= set("abcdefghijklmnopqrstuvwxyz_"):
        assert quoted(name) == f'"{name}"'
    else:
        with pytest.raises(ValueError, match="not the name"):
            quoted(name)
