"""The SQL statements that read whole ballots, with or without their voters."""

from bot.core.storage.sql import Reader
from bot.ids import OptionId, PollId, UserId
from bot.polls.rules.views.exported_poll import ExportedBallot


async def list_secret_ballots(reader: Reader, poll_id: PollId) -> tuple[ExportedBallot, ...]:
    """Return the ballots of a poll without reading the ids of their voters."""
    sql = "SELECT ballot_id, option_id, NULL, NULL FROM ballot_choice WHERE poll_id = :poll_id"
    return await _read_ballots(reader, f"{sql} ORDER BY ballot_id, place", poll_id)


async def list_named_ballots(reader: Reader, poll_id: PollId) -> tuple[ExportedBallot, ...]:
    """Return the ballots of a poll, each with its voter if the voter's id is still stored."""
    sql = (
        "SELECT ballot_choice.ballot_id, ballot_choice.option_id, user_id, display_name FROM ballot_choice"
        " JOIN ballot ON ballot.id = ballot_choice.ballot_id"
        " LEFT JOIN vote_press ON vote_press.ballot_id = ballot.id"
        " WHERE ballot_choice.poll_id = :poll_id ORDER BY ballot_choice.ballot_id, place"
    )
    return await _read_ballots(reader, sql, poll_id)


async def _read_ballots(reader: Reader, sql: str, poll_id: PollId) -> tuple[ExportedBallot, ...]:
    choices: dict[int, list[OptionId]] = {}
    voters: dict[int, tuple[UserId | None, str | None]] = {}
    for ballot_id, option_id, user_id, name in await reader.execute(sql, {"poll_id": poll_id}):
        choices.setdefault(ballot_id, []).append(option_id)
        voters[ballot_id] = user_id, name
    return tuple(ExportedBallot(tuple(chosen), *voters[ballot_id]) for ballot_id, chosen in choices.items())
