"""The SQL statements for reports and greetings."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.storage.sql import Reader, Writer
from bot.help.rules.report import NewReport
from bot.ids import FilmId, GuildId, UserId


class ReportRow(Struct, frozen=True):
    """An open report, with the id of the film that it is about, if any."""

    id: int
    film_id: FilmId | None
    language: str
    text: str
    created_at: int


async def list_report_times(reader: Reader, user_id: UserId, since: int) -> list[int]:
    """Return the epoch seconds of a person's reports after `since`, newest first."""
    sql = "SELECT created_at FROM report WHERE user_id = :user_id AND created_at > :since ORDER BY created_at DESC"
    return [row[0] for row in await reader.execute(sql, {"user_id": user_id, "since": since})]


async def insert_report(writer: Writer, report: NewReport, now: int) -> int:
    """Insert a report and return its number."""
    sql = (
        "INSERT INTO report (user_id, guild_id, film_id, language, text, created_at)"
        " VALUES (:user_id, :guild_id, :film_id, :language, :text, :created_at) RETURNING id"
    )
    values = {
        "user_id": report.user_id,
        "guild_id": report.guild_id,
        "film_id": report.film_id,
        "language": report.language,
        "text": report.text,
        "created_at": now,
    }
    return int((await writer.execute(sql, values))[0][0])


async def list_open_reports(reader: Reader) -> Sequence[ReportRow]:
    """Return the reports that are not closed, newest last."""
    columns = "id, film_id, language, text, created_at"
    sql = f"SELECT {columns} FROM report WHERE is_closed = 0 ORDER BY created_at, id"
    return await reader.select(ReportRow, sql)


async def close_report(writer: Writer, number: int) -> bool:
    """Close a report; return False if there is no open report with that number."""
    sql = "UPDATE report SET is_closed = 1 WHERE id = :number AND is_closed = 0 RETURNING id"
    return bool(await writer.execute(sql, {"number": number}))


async def claim_greeting(writer: Writer, guild_id: GuildId, now: int) -> bool:
    """Record that a server has been greeted; return False if that was already recorded."""
    sql = (
        "INSERT INTO greeting (guild_id, greeted_at) VALUES (:guild_id, :greeted_at)"
        " ON CONFLICT DO NOTHING RETURNING guild_id"
    )
    return bool(await writer.execute(sql, {"guild_id": guild_id, "greeted_at": now}))
