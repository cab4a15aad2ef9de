"""The use cases of help: reporting a mistake, greeting a server once, and counting the films."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.core.clock import Clock
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.films.rules.film import FilmSummary
from bot.films.service.lookup import count_films, film_exists, summaries_by_id
from bot.help import queries
from bot.help.rules.report import DAY_SECONDS, NewReport, Report, check_length, check_rate
from bot.help.rules.report_listing import format_reports
from bot.ids import NO_FILM, GuildId


class HelpService(Struct, frozen=True):
    """Stores reports and greetings, and counts films."""

    database: Database
    clock: Clock

    async def submit_report(self, report: NewReport) -> int:
        """Store a report and return its number; raise UserError if it is too short or the person sent too many."""
        check_length(report.text)
        now = self.clock()
        return await self.database.write(lambda writer: _submit(writer, report, now), ("person", report.user_id))

    async def close_report(self, number: int) -> bool:
        """Close a report; return False if there is no open report with that number."""
        return await self.database.write(lambda writer: queries.close_report(writer, number))

    async def claim_greeting(self, guild_id: GuildId) -> bool:
        """Record that a server has been greeted; return False if that was already recorded."""
        now = self.clock()
        return await self.database.write(lambda writer: queries.claim_greeting(writer, guild_id, now))

    async def count_films(self, guild_id: GuildId | None) -> int:
        """Return how many films can be seen in a server, or in direct messages if `guild_id` is None."""
        return await self.database.read(lambda reader: count_films(reader, guild_id))


async def _submit(writer: Writer, report: NewReport, now: int) -> int:
    """Store a report, without its film if the server does not see that film."""
    check_rate(await queries.list_report_times(writer, report.user_id, now - DAY_SECONDS), now)
    if report.film_id is not None and not await film_exists(writer, report.film_id, report.guild_id):
        report = replace(report, film_id=None)
    return await queries.insert_report(writer, report, now)


async def is_report_open(reader: Reader, number: int) -> bool:
    """Return whether there is an open report with that number."""
    return any(row.id == number for row in await queries.list_open_reports(reader))


async def list_open_reports(reader: Reader) -> Sequence[str]:
    """Return the open reports as lines for a terminal."""
    rows = await queries.list_open_reports(reader)
    films = await summaries_by_id(reader, {row.film_id for row in rows if row.film_id is not None})
    titles = [_title(films.get(row.film_id or NO_FILM)) for row in rows]
    reports = [
        Report(row.id, row.created_at, title, row.language, row.text) for row, title in zip(rows, titles, strict=True)
    ]
    return list(format_reports(reports))


def _title(film: FilmSummary | None) -> str | None:
    title = film and (film.title_en or film.title_ko)
    return f"{title} ({film.year})" if film and title else None
