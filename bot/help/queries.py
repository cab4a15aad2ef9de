"""What help reads and writes: reports, greetings, and how many films there are."""

from collections.abc import Sequence

from bot.core.storage.sql import Reader, Writer
from bot.help.rules.report import NewReport, Report

FILM_TITLE = "SELECT text FROM film_name WHERE film = film.id AND kind IN ('english', 'hangul') ORDER BY kind LIMIT 1"


async def report_times_since(reader: Reader, user_id: int, since: int) -> list[int]:
    """When a person sent each of their reports after an epoch second, the newest first."""
    sql = "SELECT made FROM report WHERE person = :person AND made > :since ORDER BY made DESC"
    return [row[0] for row in await reader.execute(sql, {"person": user_id, "since": since})]


async def insert_report(writer: Writer, report: NewReport, now: int) -> int:
    """Keep a report, without its film when that is gone or another server's; gives its number."""
    sql = (
        "INSERT INTO report (person, server, film, language, text, made)"
        " VALUES (:person, :server, (SELECT id FROM film WHERE id = :film AND coalesce(server, :server) IS :server),"
        " :language, :text, :made) RETURNING id"
    )
    values = {
        "person": report.user_id,
        "server": report.guild_id,
        "film": report.film_id,
        "language": report.language,
        "text": report.text,
        "made": now,
    }
    return int((await writer.execute(sql, values))[0][0])


async def open_reports(reader: Reader) -> Sequence[Report]:
    """The reports that nobody has closed, the newest last."""
    rows = await reader.execute(
        f"SELECT report.id, made, ({FILM_TITLE}), film.year, language, text FROM report"
        " LEFT JOIN film ON film.id = report.film WHERE done = 0 ORDER BY made, report.id"
    )
    return [
        Report(number, created_at, f"{title} ({year})" if title else None, language, text)
        for number, created_at, title, year, language, text in rows
    ]


async def close_report(writer: Writer, number: int) -> bool:
    """Close a report; False when there is no open one of that number."""
    sql = "UPDATE report SET done = 1 WHERE id = :number AND done = 0 RETURNING id"
    return bool(await writer.execute(sql, {"number": number}))


async def claim_greeting(writer: Writer, guild_id: int, now: int) -> bool:
    """Whether nobody has said hello to this server yet; from now on somebody has."""
    sql = "INSERT INTO greeting (server, made) VALUES (:server, :made) ON CONFLICT DO NOTHING RETURNING server"
    return bool(await writer.execute(sql, {"server": guild_id, "made": now}))


async def count_films(reader: Reader, guild_id: int | None) -> int:
    """How many films a server sees: the catalogue's and its own."""
    sql = "SELECT count(*) FROM film WHERE retired = 0 AND (server IS NULL OR server = :server)"
    return int((await reader.execute(sql, {"server": guild_id}))[0][0])
