"""Every SQL statement of help: reports, greetings, and how many films there are."""

from collections.abc import Sequence

from bot.core.storage.sql import Reader, Writer
from bot.help.rules.report import NewReport, Report

FILM_TITLE = "SELECT text FROM film_name WHERE film = film.id AND kind IN ('english', 'hangul') ORDER BY kind LIMIT 1"
VISIBLE_FILM = "SELECT id FROM film WHERE id = :film_id AND (server IS NULL OR server = :guild_id)"


async def report_times_since(reader: Reader, user_id: int, since: int) -> list[int]:
    """Return the epoch seconds of a person's reports after `since`, the newest first."""
    sql = "SELECT created_at FROM report WHERE user_id = :user_id AND created_at > :since ORDER BY created_at DESC"
    return [row[0] for row in await reader.execute(sql, {"user_id": user_id, "since": since})]


async def insert_report(writer: Writer, report: NewReport, now: int) -> int:
    """Insert a report and return its number; a film that the server cannot see is left out."""
    sql = (
        "INSERT INTO report (user_id, guild_id, film_id, language, text, created_at)"
        f" VALUES (:user_id, :guild_id, ({VISIBLE_FILM}), :language, :text, :created_at) RETURNING id"
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


async def open_reports(reader: Reader) -> Sequence[Report]:
    """Return the reports that are not closed, the newest last."""
    return await reader.select(
        Report,
        "SELECT report.id AS number, report.created_at AS created_at, report.language AS language, report.text AS text,"
        f" ({FILM_TITLE}) || ' (' || film.year || ')' AS film_title"
        " FROM report LEFT JOIN film ON film.id = report.film_id"
        " WHERE is_closed = 0 ORDER BY report.created_at, report.id",
    )


async def close_report(writer: Writer, number: int) -> bool:
    """Close a report; return False if there is no open report with that number."""
    sql = "UPDATE report SET is_closed = 1 WHERE id = :number AND is_closed = 0 RETURNING id"
    return bool(await writer.execute(sql, {"number": number}))


async def claim_greeting(writer: Writer, guild_id: int, now: int) -> bool:
    """Record that a server is greeted; return False if it already was."""
    sql = (
        "INSERT INTO greeting (guild_id, greeted_at) VALUES (:guild_id, :greeted_at)"
        " ON CONFLICT DO NOTHING RETURNING guild_id"
    )
    return bool(await writer.execute(sql, {"guild_id": guild_id, "greeted_at": now}))


async def count_films(reader: Reader, guild_id: int | None) -> int:
    """Return how many films a server sees: the catalogue's and its own."""
    sql = "SELECT count(*) FROM film WHERE retired = 0 AND (server IS NULL OR server = :guild_id)"
    return int((await reader.execute(sql, {"guild_id": guild_id}))[0][0])
