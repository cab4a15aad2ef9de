"""The SQL statements for vetoes. Triggers mark the poll's message as outdated when vetoes change."""

from collections.abc import Mapping

from bot.core.storage.sql import Reader, Values, Writer
from bot.ids import OptionId, PollId, UserId


async def find_veto(reader: Reader, poll_id: PollId, user_id: UserId) -> OptionId | None:
    """Return the id of the option that a person vetoed in a poll, or None."""
    sql = "SELECT option_id FROM veto WHERE poll_id = :poll_id AND user_id = :user_id"
    rows = await reader.execute(sql, {"poll_id": poll_id, "user_id": user_id})
    return rows[0][0] if rows else None


async def count_vetoes(reader: Reader, poll_id: PollId) -> Mapping[OptionId, int]:
    """Return the number of vetoes by option id, for those options of a poll that have any."""
    sql = "SELECT option_id, count(*) FROM veto WHERE poll_id = :poll_id GROUP BY option_id"
    return {row[0]: row[1] for row in await reader.execute(sql, {"poll_id": poll_id})}


async def save_veto(writer: Writer, poll_id: PollId, user_id: UserId, option_id: OptionId | None) -> None:
    """Replace a person's veto in a poll; with None, only withdraw the veto."""
    values: Values = {"poll_id": poll_id, "user_id": user_id, "option_id": option_id}
    await writer.execute("DELETE FROM veto WHERE poll_id = :poll_id AND user_id = :user_id", values)
    if option_id is not None:
        sql = "INSERT INTO veto (poll_id, user_id, option_id) VALUES (:poll_id, :user_id, :option_id)"
        await writer.execute(sql, values)
