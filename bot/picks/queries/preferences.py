"""The SQL statements for the content notes that people avoid."""

from collections.abc import Iterable

from bot.core.storage.sql import Reader, Writer
from bot.ids import UserId


async def avoided_notes(reader: Reader, user_id: UserId) -> tuple[str, ...]:
    """Return the keys of the notes that a person avoids."""
    sql = "SELECT note FROM avoidance WHERE user_id = :user_id ORDER BY note"
    return tuple(note for (note,) in await reader.execute(sql, {"user_id": user_id}))


async def set_notes(writer: Writer, user_id: UserId, notes: Iterable[str]) -> None:
    """Replace the notes that a person avoids."""
    await writer.execute("DELETE FROM avoidance WHERE user_id = :user_id", {"user_id": user_id})
    rows = [{"user_id": user_id, "note": note} for note in notes]
    await writer.execute_many("INSERT INTO avoidance (user_id, note) VALUES (:user_id, :note)", rows)
