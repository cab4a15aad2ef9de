"""The use cases of help: report a fault, greet a server once, count the films."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.help import queries
from bot.help.rules.report import DAY_SECONDS, NewReport, check_length, check_rate
from bot.help.rules.report_listing import format_reports


@dataclass(frozen=True, slots=True)
class HelpService:
    """Stores reports and greetings, and counts films."""

    database: Database
    clock: Clock

    async def submit_report(self, report: NewReport) -> int:
        """Store a report and return its number; raise UserError if it is too short or one too many."""
        check_length(report.text)
        now = self.clock()
        return await self.database.write(lambda writer: _submit_report(writer, report, now))

    async def close_report(self, number: int) -> bool:
        """Close a report; return False if there is no open report with that number."""
        return await self.database.write(lambda writer: queries.close_report(writer, number))

    async def claim_greeting(self, guild_id: int) -> bool:
        """Record that a server is greeted; return False if it already was."""
        now = self.clock()
        return await self.database.write(lambda writer: queries.claim_greeting(writer, guild_id, now))

    async def count_films(self, guild_id: int | None) -> int:
        """Return how many films a server sees."""
        return await self.database.read(lambda reader: queries.count_films(reader, guild_id))


async def open_report_lines(reader: Reader) -> Sequence[str]:
    """Return the open reports as lines for a terminal."""
    return list(format_reports(await queries.open_reports(reader)))


async def _submit_report(writer: Writer, report: NewReport, now: int) -> int:
    check_rate(await queries.report_times_since(writer, report.user_id, now - DAY_SECONDS), now)
    return await queries.insert_report(writer, report, now)
