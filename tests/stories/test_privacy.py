"""People see what is stored about them, export it, and delete it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.feature import Feature
from bot.core.storage.database import Database
from tests.privacy.row_factory import dump_sql, insert_row
from tests.privacy.sample_feature import BALLOT, BALLOTS, add_tables, sample_feature
from tests.stories.club import Club, Message, SimulatedUser, open_club


@pytest.fixture
async def voting_club(database_file: Path) -> AsyncIterator[Club]:
    """Yield a club with the sample feature, which stores votes and keeps those of closed polls without an id."""
    add_tables(database_file)
    async with open_club(database_file, extra_features=[sample_feature()]) as opened:
        yield opened


async def do_everything(guest: SimulatedUser) -> None:
    """Search twice, choose a language twice, and report a mistake."""
    await guest.slash("film search", theme="family")
    await guest.slash("film search", words="prison")
    await guest.slash("language", language="ko")
    await guest.slash("language", language="en")
    about = await guest.slash("about")
    await guest.submit_modal(about, "⚠️ Report a mistake", text="The year of Hope is wrong: it is 2013.")


async def export_of(guest: SimulatedUser) -> dict[str, Any]:
    """Return the content of someone's export."""
    (file,) = (await guest.slash("privacy export")).response.attachments
    read: dict[str, Any] = json.loads(await file.read())
    return read


async def forget(guest: SimulatedUser) -> Message:
    return await guest.click(await guest.slash("privacy forget"), "Delete everything")


async def test_someone_without_data_is_told_that_nothing_is_stored(club: Club) -> None:
    """All three commands say so in private. The export has no file, and the deletion has no button."""
    shown = await club.sam.slash("privacy show")
    assert shown.is_ephemeral
    assert "I have nothing stored about you" in shown.text
    for command in ("privacy export", "privacy forget"):
        answer = await club.sam.slash(command)
        assert (answer.is_ephemeral, answer.buttons, answer.response.attachments) == (True, [], [])
        assert "I have nothing stored about you" in answer.text


async def test_showing_data_stores_nothing(club: Club) -> None:
    """Looking at the data leaves no row behind."""
    for command in ("privacy show", "privacy export", "privacy forget"):
        await club.sam.slash(command)
    assert str(club.sam.actor.id) not in await dump_sql(club.database)


async def test_a_person_sees_what_is_stored_about_them_and_for_how_long(club: Club) -> None:
    """The card lists what is stored and for how long, what is never stored, and how to export and delete it."""
    await do_everything(club.sam)
    shown = await club.sam.slash("privacy show")
    lines = (shown.card.description or "").splitlines()
    assert len(lines) == 3
    assert any("2" in line and "deleted after 30 days" in line for line in lines)
    assert any("language" in line and "until you delete it" in line for line in lines)
    assert "I don't read them" in shown.field("What I never store")
    assert "</privacy export:" in shown.field("Manage your data")
    assert "</privacy forget:" in shown.field("Manage your data")


async def test_only_a_manager_sees_what_is_stored_about_the_server(club: Club) -> None:
    """A manager sees how many entries there are and how long they are kept. A member does not."""
    heading = "What I store about this server (shown only to those who manage it)"
    await club.sam.slash("film search", theme="family")
    field = (await club.mina.slash("privacy show")).field(heading)
    assert "Entries about its members: 1" in field
    assert "30 days later" in field
    assert heading not in (await club.sam.slash("privacy show")).text
    assert heading not in (await club.sam_in_dm.slash("privacy show")).text


async def test_an_export_has_everything_a_person_did(club: Club) -> None:
    """The file has all of their rows, and nothing about anyone else."""
    await do_everything(club.sam)
    await do_everything(club.jiwoo)
    exported = await export_of(club.sam)
    assert exported["person"] == str(club.sam.actor.id)
    counts = {table: len(rows) for table, rows in exported["tables"].items() if rows}
    assert counts == {"person_setting": 1, "report": 1, "search": 2}
    owners = {row["user_id"] for rows in exported["tables"].values() for row in rows}
    assert owners == {str(club.sam.actor.id)}
    assert exported["tables"]["report"][0]["text"] == "The year of Hope is wrong: it is 2013."


async def test_a_deleted_person_is_nowhere_in_a_dump(club: Club) -> None:
    """Their id is not in a dump of the database any more, and another person's rows are unchanged."""
    await do_everything(club.sam)
    await do_everything(club.jiwoo)
    jiwoos = await lines_of(club, club.jiwoo)
    assert len(jiwoos) == 4
    forgotten = await forget(club.sam)
    assert await lines_of(club, club.sam) == []
    assert await lines_of(club, club.jiwoo) == jiwoos
    assert "Deleted for good" in forgotten.text
    assert len([line for line in forgotten.text.splitlines() if line.startswith("• ")]) == 3
    assert forgotten.buttons == []
    assert "I have nothing stored about you" in (await club.sam.slash("privacy show")).text


async def lines_of(club: Club, guest: SimulatedUser) -> list[str]:
    return [line for line in (await dump_sql(club.database)).splitlines() if str(guest.actor.id) in line]


async def test_a_deleted_person_is_treated_as_new(club: Club) -> None:
    """The language that they chose is no longer in memory."""
    await club.sam.slash("language", language="ko")
    question = await club.sam.slash("privacy forget")
    forgotten = await club.sam.click(question, "모두 삭제하기")
    assert "모두 삭제했어요" in forgotten.text
    assert "I have nothing stored about you" in (await club.sam.slash("privacy forget")).text


async def test_a_failing_feature_does_not_prevent_deletion(
    database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The failure is logged. All rows are deleted, and other features clear their memory."""
    dropped: list[int] = []

    def fail_to_clear(_: int) -> None:
        raise RuntimeError

    features = [Feature("clinging", on_erased=fail_to_clear), Feature("gentle", on_erased=dropped.append)]
    async with open_club(database_file, extra_features=features) as club:
        await club.sam.slash("film search", theme="family")
        forgotten = await forget(club.sam)
        assert "Deleted for good" in forgotten.text
        assert dropped == [club.sam.actor.id]
        assert await lines_of(club, club.sam) == []
    assert "erasure hook failed feature=clinging" in caplog.text


async def test_the_confirmation_says_what_is_deleted_and_what_stays(voting_club: Club) -> None:
    """The question also says why something stays, and how to export the data. Asking deletes nothing."""
    await vote(voting_club, voting_club.sam, closed=True)
    await vote(voting_club, voting_club.sam, closed=False)
    question = await voting_club.sam.slash("privacy forget")
    assert question.is_ephemeral
    assert (question.card.description or "").splitlines() == [
        "**Will be deleted for good**",
        "• Entries about its members: 1. Members see only their own.",
    ]
    kept = question.field("Will stay, without your name")
    assert "• Entries about its members: 1" in kept
    assert "result you reached together stands" in kept
    assert "</privacy export:" in question.field("This can't be undone")
    assert question.buttons == ["Delete everything", "Cancel"]
    assert len(await lines_of(voting_club, voting_club.sam)) == 2


async def vote(club: Club, guest: SimulatedUser, *, closed: bool) -> None:
    """Store a ballot in a poll of the sample feature."""
    database = await Database.open(club.database)
    await insert_row(database, BALLOTS, guest.actor.id, 1)
    sql = f"UPDATE {BALLOT} SET closed = :closed WHERE id = (SELECT max(id) FROM {BALLOT})"
    await database.write(lambda writer: writer.execute(sql, {"closed": closed}))
    await database.close()


async def test_results_stand_when_a_voter_is_deleted(voting_club: Club) -> None:
    """The vote in a closed poll stays without an id. The vote in an open poll is deleted."""
    await vote(voting_club, voting_club.sam, closed=True)
    await vote(voting_club, voting_club.sam, closed=False)
    forgotten = await forget(voting_club.sam)
    assert "Stays, without your name" in forgotten.text
    assert await lines_of(voting_club, voting_club.sam) == []
    ballots_left = [line for line in (await dump_sql(voting_club.database)).splitlines() if f'INTO "{BALLOT}"' in line]
    assert len(ballots_left) == 1
    assert "NULL" in ballots_left[0]


async def test_cancelling_deletion_keeps_everything(club: Club) -> None:
    """*Cancel* deletes nothing, and its answer says so."""
    await club.sam.slash("language", language="ko")
    await club.sam.slash("language", language="en")
    answer = await club.sam.click(await club.sam.slash("privacy forget"), "Cancel")
    assert "Nothing was deleted" in answer.text
    assert answer.buttons == []
    assert len(await lines_of(club, club.sam)) == 1


async def test_data_can_be_deleted_in_direct_messages(club: Club) -> None:
    """Both the export and the deletion work in direct messages."""
    await club.sam_in_dm.slash("film search", theme="family")
    assert len((await export_of(club.sam_in_dm))["tables"]["search"]) == 1
    await forget(club.sam_in_dm)
    assert await lines_of(club, club.sam) == []


async def test_privacy_is_korean_throughout_for_korean_readers(club: Club) -> None:
    """The list of stored data, the question and its answer are in Korean."""
    await club.jiwoo.slash("film search", theme="family")
    shown = await club.jiwoo.slash("privacy show")
    assert shown.card.title == "저장된 내 정보"
    assert "30일 뒤 삭제" in (shown.card.description or "")
    question = await club.jiwoo.slash("privacy forget")
    assert question.buttons == ["모두 삭제하기", "취소"]
    forgotten = await club.jiwoo.click(question, "모두 삭제하기")
    assert "완전히 삭제된 것" in forgotten.text
    assert await lines_of(club, club.jiwoo) == []
