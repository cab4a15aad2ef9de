"""What is kept of one person: to be seen, copied, erased. No Discord here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.privacy import queries
from bot.privacy.rules import ExportedTable, Row, RowCounts, export_json, exported_tables


@dataclass(frozen=True, slots=True)
class People:
    """`keeps` tells what all features keep; `forgotten` lets go of what they have in memory of somebody."""

    database: Database
    clock: Clock
    keeps: Callable[[], Sequence[PersonalDataTable]]
    forgotten: Callable[[int], None]

    async def kept(self, person: int) -> Sequence[RowCounts]:
        """What is kept of a person; what is not kept of them is left out."""
        told = [await queries.count_user_rows(self.database.reader, keeps, person) for keeps in self._of_people()]
        return [kept for kept in told if kept.total]

    async def kept_of_server(self, server: int) -> Sequence[RowCounts]:
        """What is kept of a server; what is not kept of it is left out."""
        told = [
            await queries.count_guild_rows(self.database.reader, keeps, server)
            for keeps in self.keeps()
            if keeps.guild_column
        ]
        return [kept for kept in told if kept.total]

    async def copy(self, person: int) -> bytes | None:
        """Every row of a person as JSON; None when there is none."""
        rows = await self.database.read(lambda reader: _rows(reader, self.keeps(), person))
        return export_json(person, self.clock(), rows) if any(rows.values()) else None

    async def forget(self, person: int) -> Sequence[RowCounts]:
        """Erase a person, all in one transaction; gives what was kept of them."""
        async with self.database.transaction() as writer:
            told = [await queries.count_user_rows(writer, keeps, person) for keeps in self._of_people()]
            for keeps in self._of_people():
                await queries.erase_user_rows(writer, keeps, person)
        self.forgotten(person)
        return [kept for kept in told if kept.total]

    def _of_people(self) -> Sequence[PersonalDataTable]:
        return [keeps for keeps in self.keeps() if keeps.user_column]


async def _rows(
    reader: Reader, keeps: Sequence[PersonalDataTable], person: int
) -> Mapping[ExportedTable, Sequence[Row]]:
    return {table: await queries.user_rows(reader, table, person) for table in exported_tables(keeps)}
