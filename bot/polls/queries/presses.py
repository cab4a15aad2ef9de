"""The last press of each person in an open poll, and what voters of named polls are called."""

from bot.kit.sql import Reader, Values, Writer
from bot.polls.rules.ballot import ButtonPress, Change, Pressed


async def last(reader: Reader, poll: int, person: int) -> tuple[ButtonPress, Change] | None:
    """Return a person's last press in a poll, and what it did to the ballot."""
    sql = "SELECT option, interaction, change FROM vote_press WHERE poll = :poll AND person = :person"
    rows = await reader.rows(sql, {"poll": poll, "person": person})
    return (ButtonPress(rows[0][0], rows[0][1]), Change(rows[0][2])) if rows else None


async def keep(writer: Writer, pressed: Pressed, person: int, press: ButtonPress, now: int) -> None:
    """Keep a press in the place of the person's earlier one."""
    values: Values = {
        "poll": pressed.poll.id,
        "person": person,
        "option": press.option,
        "interaction": press.interaction,
        "change": pressed.change,
        "now": now,
    }
    await writer.rows(
        "INSERT OR REPLACE INTO vote_press (poll, person, option, interaction, change, made)"
        " VALUES (:poll, :person, :option, :interaction, :change, :now)",
        values,
    )


async def drop_all(writer: Writer, poll: int) -> None:
    """Delete the presses of a poll."""
    await writer.rows("DELETE FROM vote_press WHERE poll = :poll", {"poll": poll})


async def name_ballot(writer: Writer, poll: int, person: int, name: str) -> None:
    """Keep a person's display name with their ballot, if they have one."""
    await writer.rows(
        "INSERT OR REPLACE INTO voter_name (ballot, name)"
        " SELECT id, :name FROM ballot WHERE poll = :poll AND person = :person",
        {"poll": poll, "person": person, "name": name},
    )
