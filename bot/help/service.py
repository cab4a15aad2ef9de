"""What can be done about help: report what is wrong, say hello once. No Discord here."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.help import queries
from bot.help.rules.report import DAY_SECONDS, NewReport, check_length, check_rate
from bot.help.rules.report_listing import format_reports


@dataclass(frozen=True, slots=True)
class HelpService:
    """Reports, greetings, and what there is to know."""

    database: Database
    clock: Clock

    async def submit_report(self, report: NewReport) -> int:
        """Keep what somebody says is wrong; gives the report's number, raises Refusal for too little or too many."""
        check_length(report.text)
        now = self.clock()
        async with self.database.transaction() as writer:
            check_rate(await queries.report_times_since(writer, report.user_id, now - DAY_SECONDS), now)
            return await queries.insert_report(writer, report, now)

    async def close_report(self, number: int) -> bool:
        """Close a report; False when there is no open one of that number."""
        async with self.database.transaction() as writer:
            return await queries.close_report(writer, number)

    async def claim_greeting(self, guild_id: int) -> bool:
        """Whether it is time to say hello to a server: True once, whatever comes of it."""
        async with self.database.transaction() as writer:
            return await queries.claim_greeting(writer, guild_id, self.clock())

    async def count_films(self, guild_id: int | None) -> int:
        """How many films a server sees."""
        return await queries.count_films(self.database.reader, guild_id)


async def open_report_lines(reader: Reader) -> Sequence[str]:
    """The open reports, as the lines that an operator reads in a terminal."""
    return list(format_reports(await queries.open_reports(reader)))
