"""Both export formats give a poll's tally. The export of a secret poll says nothing about its voters."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.ids import UserId
from bot.polls.rules.ballot import ButtonPress
from bot.polls.rules.settings import VotingMethod
from bot.polls.rules.views.exported_poll import ExportedPoll, ExportFormat, export
from bot.polls.service.management.exports import PollExporter
from tests.polls.booth import CHANNEL, CLOSES_AT, HOST, NOW, Booth, host, moderator, settings_with, start_poll, voter
from tests.polls.poll_services import PollServices

VOTES = ((2_000_021, 0), (2_000_020, 1), (2_000_022, 0), (2_000_022, 1), (2_000_023, 2), (2_000_024, 0))
FIRST_PRESS = 1_000_000 << 22
NAMES = {
    2_000_020: "=cmd|' /C calc'!A0",
    2_000_021: "@Sam",
    2_000_022: "지우",
    2_000_023: '+1 "Mina", host',
    2_000_024: "-Zoë",
}


async def closed_poll(polls: PollServices, method: VotingMethod, *, is_secret: bool) -> Booth:
    """Return a closed poll in which five people voted, with names that a spreadsheet might run as formulas."""
    booth = await start_poll(polls, settings_with(method, is_secret=is_secret), ["Apple, big", "=1+1", "체리"])
    for number, (person, place) in enumerate(VOTES):
        press = ButtonPress(booth.options[place], FIRST_PRESS + (number << 40), CHANNEL, NAMES[person])
        await polls.votes.cast_vote(voter(person), booth.poll.id, booth.options[place], NOW, press=press)
    await polls.lifecycle.end(host(), booth.poll.id, CLOSES_AT - 1)
    return booth


async def exported_poll(booth: Booth, polls: PollServices) -> ExportedPoll:
    return await PollExporter(polls.views.database).export(moderator(), booth.poll.id)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def votes_in_csv(content: bytes) -> list[int]:
    """Return the number of marks in each column but the first, which names the voter or numbers the ballot."""
    table = rows(content)
    return [sum(bool(row[column]) for row in table) for column in list(table[0])[1:]]


def votes_in_json(content: bytes) -> list[int]:
    """Return the number of ballots that choose each option."""
    file: Mapping[str, Any] = json.loads(content)
    counts = Counter(number for ballot in file["ballots"] for number in ballot["choices"])
    return [counts[option["number"]] for option in file["options"]]


@pytest.mark.parametrize("is_secret", [True, False])
@pytest.mark.parametrize("method", [VotingMethod.SINGLE, VotingMethod.APPROVAL])
async def test_an_export_gives_the_same_tally(polls: PollServices, method: VotingMethod, *, is_secret: bool) -> None:
    """Counting the ballots of either file gives the poll's counts."""
    booth = await closed_poll(polls, method, is_secret=is_secret)
    exported = await exported_poll(booth, polls)
    counts = list(await booth.counts())
    assert votes_in_csv(export(exported, ExportFormat.CSV)) == counts
    assert votes_in_json(export(exported, ExportFormat.JSON)) == counts


async def test_a_secret_poll_has_neither_names_nor_an_order(polls: PollServices) -> None:
    """The ballots have no names, and are sorted by content, not by when people voted."""
    exported = await exported_poll(await closed_poll(polls, VotingMethod.APPROVAL, is_secret=True), polls)
    assert [ballot.choices for ballot in exported.ballots] == sorted(ballot.choices for ballot in exported.ballots)
    for file_format in ExportFormat:
        content = export(exported, file_format).decode()
        assert not any(name in content for name in NAMES.values())
        assert not any(str(person) in content for person in (*NAMES, HOST))
        shuffled = replace(exported, ballots=exported.ballots[::-1])
        assert sorted(export(shuffled, file_format)) == sorted(content.encode())


async def test_the_export_of_a_public_poll_names_its_voters(polls: PollServices) -> None:
    """In the CSV file, a name that a spreadsheet would run as a formula begins with an apostrophe."""
    exported = await exported_poll(await closed_poll(polls, VotingMethod.APPROVAL, is_secret=False), polls)
    content = export(exported, ExportFormat.CSV)
    assert content.startswith(b"\xef\xbb\xbf")
    table = rows(content)
    assert list(table[0]) == ["voter", "1. Apple, big", "2. =1+1", "3. 체리"]
    assert {row["voter"] for row in table} == {
        "'=cmd|' /C calc'!A0",
        "'@Sam",
        "지우",
        '\'+1 "Mina", host',
        "'-Zoë",
    }
    assert next(row for row in table if row["voter"] == "지우")["2. =1+1"] == "1"
    file = json.loads(export(exported, ExportFormat.JSON))
    assert {ballot["voter"] for ballot in file["ballots"]} == set(NAMES.values())
    assert file["winner"] == 1


async def test_a_deleted_persons_ballot_is_exported_without_a_name(polls: PollServices) -> None:
    """A ballot still counts after its voter's data has been deleted."""
    booth = await closed_poll(polls, VotingMethod.SINGLE, is_secret=False)
    await polls.views.database.write(
        lambda writer: writer.execute("UPDATE ballot SET user_id = NULL WHERE user_id = :id", {"id": UserId(2_000_022)})
    )
    content = export(await exported_poll(booth, polls), ExportFormat.CSV)
    assert "지우" not in content.decode()
    assert rows(content)[0]["voter"] == "someone #1"
    assert votes_in_csv(content) == list(await booth.counts())


async def test_a_voter_without_a_name_is_someone(polls: PollServices) -> None:
    """The CSV file has "someone" and a number instead of the id. The JSON file has the id and no name."""
    booth = await closed_poll(polls, VotingMethod.SINGLE, is_secret=False)
    await polls.views.database.write(lambda writer: writer.execute("UPDATE vote_press SET display_name = NULL"))
    exported = await exported_poll(booth, polls)
    table = rows(export(exported, ExportFormat.CSV))
    assert [row["voter"] for row in table] == [f"someone #{number}" for number in range(1, len(NAMES) + 1)]
    file = json.loads(export(exported, ExportFormat.JSON))
    assert [set(ballot) for ballot in file["ballots"]] == [{"voter_id", "choices"}] * len(NAMES)


async def test_only_hosts_and_moderators_export_and_only_closed_polls(polls: PollServices) -> None:
    """Others are refused, and so is everyone while the poll is open."""
    booth = await start_poll(polls)
    exporter = PollExporter(polls.views.database)
    with pytest.raises(UserError, match="not-yours"):
        await exporter.export(voter(20), booth.poll.id)
    with pytest.raises(UserError, match="not-closed"):
        await exporter.export(host(), booth.poll.id)
