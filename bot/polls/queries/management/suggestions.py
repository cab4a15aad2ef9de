"""The SQL statements for options that voters suggest in open polls."""

from bot.core.storage.sql import Reader, Writer
from bot.ids import PollId, UserId
from bot.polls.queries.drafts import option_values
from bot.polls.rules.option import OptionContent


async def has_suggested(reader: Reader, poll_id: PollId, user_id: UserId) -> bool:
    """Return whether a person has suggested an option in a poll."""
    sql = "SELECT 1 FROM poll_suggestion WHERE poll_id = :poll_id AND user_id = :user_id"
    return bool(await reader.execute(sql, {"poll_id": poll_id, "user_id": user_id}))


async def insert(writer: Writer, poll_id: PollId, user_id: UserId, option: OptionContent, position: int) -> None:
    """Insert an option at a position, with the id of the person who suggested it."""
    values = {"poll_id": poll_id, "user_id": user_id, "position": position, **option_values(option)}
    rows = await writer.execute(
        "INSERT INTO poll_option (poll_id, position, film_id, label, korean_label, year)"
        " VALUES (:poll_id, :position, :film_id, :label, :korean_label, :year) RETURNING id",
        values,
    )
    await writer.execute(
        "INSERT INTO poll_suggestion (poll_id, user_id, option_id) VALUES (:poll_id, :user_id, :option_id)",
        {**values, "option_id": rows[0][0]},
    )
