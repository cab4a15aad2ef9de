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
class UserDataService:
    """`declaration` tells what all features keep; `forgotten` lets go of what they have in memory of somebody."""

    database: Database
    clock: Clock
    declarations: Callable[[], Sequence[PersonalDataTable]]
    on_erased: Callable[[int], None]

    async def count_user_rows(self, user_id: int) -> Sequence[RowCounts]:
        """What is kept of a person; what is not kept of them is left out."""
        counts = [
            await queries.count_user_rows(self.database.reader, declaration, user_id)
            for declaration in self._user_tables()
        ]
        return [count for count in counts if count.total]

    async def count_guild_rows(self, guild_id: int) -> Sequence[RowCounts]:
        """What is kept of a server; what is not kept of it is left out."""
        counts = [
            await queries.count_guild_rows(self.database.reader, declaration, guild_id)
            for declaration in self.declarations()
            if declaration.guild_column
        ]
        return [count for count in counts if count.total]

    async def export(self, user_id: int) -> bytes | None:
        """Every row of a person as JSON; None when there is none."""
        rows = await self.database.read(lambda reader: _exported_rows(reader, self.declarations(), user_id))
        return export_json(user_id, self.clock(), rows) if any(rows.values()) else None

    async def erase(self, user_id: int) -> Sequence[RowCounts]:
        """Erase a person, all in one transaction; gives what was kept of them."""
        async with self.database.transaction() as writer:
            counts = [
                await queries.count_user_rows(writer, declaration, user_id) for declaration in self._user_tables()
            ]
            for declaration in self._user_tables():
                await queries.erase_user_rows(writer, declaration, user_id)
        self.on_erased(user_id)
        return [count for count in counts if count.total]

    def _user_tables(self) -> Sequence[PersonalDataTable]:
        return [declaration for declaration in self.declarations() if declaration.user_column]


async def _exported_rows(
    reader: Reader, declarations: Sequence[PersonalDataTable], user_id: int
) -> Mapping[ExportedTable, Sequence[Row]]:
    return {table: await queries.user_rows(reader, table, user_id) for table in exported_tables(declarations)}
