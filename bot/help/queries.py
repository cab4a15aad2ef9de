"""Every SQL statement of help: reports, greetings, and how many films there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.storage.sql import Reader, Writer
from bot.help.rules.report import NewReport


@dataclass(frozen=True, slots=True)
class ReportRow:
    """An open report, and the id of the film that it is about, if any."""

    id: int
    film_id: int | None
    language: str
    text: str
    created_at: int


async def report_times_since(reader: Reader, user_id: int, since: int) -> list[int]:
    """Return the epoch seconds of a person's reports after `since`, the newest first."""
    sql = "SELECT created_at FROM report WHERE user_id = :user_id AND created_at > :since ORDER BY created_at DESC"
    return [row[0] for row in await reader.execute(sql, {"user_id": user_id, "since": since})]


async def insert_report(writer: Writer, report: NewReport, now: int) -> int:
    """Insert a report and return its number; a film that the server cannot see is left out."""
    sql = (
        "INSERT INTO report (person, server, film, language, text, made)"
        " VALUES (:person, :server, :film, :language, :text, :made) RETURNING id"
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


async def open_reports(reader: Reader) -> Sequence[ReportRow]:
    """Return the reports that are not closed, the newest last."""
    sql = "SELECT id, film AS film_id, language, text, made AS created_at FROM report WHERE done = 0 ORDER BY made, id"
    return await reader.select(ReportRow, sql)


async def close_report(writer: Writer, number: int) -> bool:
    """Close a report; return False if there is no open report with that number."""
    sql = "UPDATE report SET is_closed = 1 WHERE id = :number AND is_closed = 0 RETURNING id"
    return bool(await writer.execute(sql, {"number": number}))


async def claim_greeting(writer: Writer, guild_id: int, now: int) -> bool:
    """Whether nobody has said hello to this server yet; from now on somebody has."""
    sql = "INSERT INTO greeting (server, made) VALUES (:server, :made) ON CONFLICT DO NOTHING RETURNING server"
    return bool(await writer.execute(sql, {"server": guild_id, "made": now}))
