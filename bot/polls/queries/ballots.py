"""One person's ballot and the last press on it; triggers note that a poll's message shows old numbers."""

from collections.abc import Iterable, Mapping

from bot.core.storage.sql import Reader, Values, Writer
from bot.polls.rules.ballot import BallotChange, ButtonPress, VoteReceipt
from bot.polls.rules.option import Option

OPTION_COLUMNS = "label, film, hangul, year, poll_option.id, position"
ON_BALLOT = """
    EXISTS (SELECT 1 FROM ballot JOIN ballot_choice ON ballot_choice.ballot = ballot.id
    WHERE ballot.poll = :poll AND ballot.person = :person AND ballot_choice.option = poll_option.id)
"""
ON_OWN_BALLOT = "ballot IN (SELECT id FROM ballot WHERE poll = :poll AND person = :person)"


async def list_choices(reader: Reader, poll_id: int, user_id: int) -> tuple[Option, ...]:
    """The options that a person has voted for, in the poll's order."""
    rows = await reader.execute(
        f"SELECT {OPTION_COLUMNS} FROM ballot JOIN ballot_choice ON ballot_choice.ballot = ballot.id"
        " JOIN poll_option ON poll_option.id = ballot_choice.option"
        " WHERE ballot.poll = :poll AND ballot.person = :person ORDER BY position",
        {"poll": poll_id, "person": user_id},
    )
    return tuple(Option(*row) for row in rows)


async def find_option_and_choices(reader: Reader, poll_id: int, user_id: int, option_id: int) -> Mapping[Option, bool]:
    """The option of a press, if the poll has it, and what the person has voted for: each with whether it is that."""
    values: Values = {"poll": poll_id, "person": user_id, "option": option_id}
    sql = f"SELECT {ON_BALLOT}, {OPTION_COLUMNS} FROM poll_option WHERE poll = :poll AND (id = :option OR {ON_BALLOT})"
    return {Option(*row): bool(is_chosen) for is_chosen, *row in await reader.execute(sql, values)}


async def insert_ballot(writer: Writer, poll_id: int, user_id: int) -> None:
    """Give a person an empty ballot."""
    await writer.execute(
        "INSERT INTO ballot (poll, person) VALUES (:poll, :person)", {"poll": poll_id, "person": user_id}
    )


async def delete_ballot(writer: Writer, poll_id: int, user_id: int) -> None:
    """Take a person's ballot out, with all that is on it."""
    sql = "DELETE FROM ballot WHERE poll = :poll AND person = :person"
    await writer.execute(sql, {"poll": poll_id, "person": user_id})


async def delete_choices(writer: Writer, poll_id: int, user_id: int, option_ids: Iterable[int]) -> None:
    """Take options off a person's ballot."""
    for option_id in option_ids:
        values: Values = {"poll": poll_id, "person": user_id, "option": option_id}
        await writer.execute(f"DELETE FROM ballot_choice WHERE option = :option AND {ON_OWN_BALLOT}", values)


async def insert_choice(writer: Writer, poll_id: int, user_id: int, option_id: int, place: int) -> None:
    """Put an option on a person's ballot, at a place that is free."""
    await writer.execute(
        "INSERT INTO ballot_choice (ballot, place, poll, option)"
        " SELECT id, :place, poll, :option FROM ballot WHERE poll = :poll AND person = :person",
        {"poll": poll_id, "person": user_id, "option": option_id, "place": place},
    )


async def find_last_press(reader: Reader, poll_id: int, user_id: int) -> tuple[ButtonPress, BallotChange] | None:
    """Return the last press on a person's ballot, and what it did."""
    rows = await reader.execute(
        "SELECT option, interaction, change FROM vote_press"
        " WHERE ballot = (SELECT id FROM ballot WHERE poll = :poll AND person = :person)",
        {"poll": poll_id, "person": user_id},
    )
    return (ButtonPress(rows[0][0], rows[0][1]), BallotChange(rows[0][2])) if rows else None


async def save_press(writer: Writer, receipt: VoteReceipt, user_id: int, press: ButtonPress) -> None:
    """Keep a press with a person's ballot, if there is one left, in the place of the earlier one."""
    values: Values = {
        "poll": receipt.poll.id,
        "person": user_id,
        "option": press.option_id,
        "interaction": press.interaction_id,
        "change": receipt.change,
        "name": None if receipt.poll.is_secret else press.display_name,
    }
    await writer.execute(
        "INSERT OR REPLACE INTO vote_press (ballot, option, interaction, change, name)"
        " SELECT id, :option, :interaction, :change, :name FROM ballot WHERE poll = :poll AND person = :person",
        values,
    )
