"""The last press on each ballot, with what its voter is called in polls that name their voters."""

from bot.core.storage.sql import Reader, Values, Writer
from bot.polls.rules.ballot import BallotChange, ButtonPress, VoteReceipt


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
