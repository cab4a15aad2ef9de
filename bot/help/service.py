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
class Help:
    """Reports, greetings, and what there is to know."""

    database: Database
    clock: Clock

    async def report(self, words: NewReport) -> int:
        """Keep what somebody says is wrong; gives the report's number, raises Refusal for too little or too many."""
        check_length(words.text)
        now = self.clock()
        async with self.database.transaction() as writer:
            check_rate(await queries.made_since(writer, words.user_id, now - DAY_SECONDS), now)
            return await queries.add(writer, words, now)

    async def close(self, number: int) -> bool:
        """Close a report; False when there is no open one of that number."""
        async with self.database.transaction() as writer:
            return await queries.settle(writer, number)

    async def says_hello(self, server: int) -> bool:
        """Whether it is time to say hello to a server: True once, whatever comes of it."""
        async with self.database.transaction() as writer:
            return await queries.claim_greeting(writer, server, self.clock())

    async def films(self, server: int | None) -> int:
        """How many films a server sees."""
        return await queries.count_films(self.database.reader, server)


async def open_reports(reader: Reader) -> Sequence[str]:
    """The open reports, as the lines that an operator reads in a terminal."""
    return list(format_reports(await queries.unsettled(reader)))
