"""The use cases of a person's data: counting, exporting and deleting it."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from bot.core.clock import Clock
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.ids import GuildId, UserId
from bot.privacy import queries
from bot.privacy.rules import ExportedTable, Row, RowCounts, export_json, exported_tables
from bot.privacy.service.deletion import ERASED


class UserDataService(Struct, frozen=True):
    """Works on the tables that `declarations` returns; `on_erased` removes a deleted person from all caches."""

    database: Database
    clock: Clock
    declarations: Callable[[], Sequence[PersonalDataTable]]
    on_erased: Callable[[int], None]

    async def count_user_rows(self, user_id: UserId) -> Sequence[RowCounts]:
        """Count a person's rows by table; empty tables are left out."""
        tables = self._user_tables()
        return await self.database.read(lambda reader: _count_user_rows(reader, tables, user_id))

    async def count_guild_rows(self, guild_id: GuildId) -> Sequence[RowCounts]:
        """Count a server's rows by table; empty tables are left out."""
        tables = [declaration for declaration in self.declarations() if declaration.guild_column]
        return await self.database.read(lambda reader: _count_guild_rows(reader, tables, guild_id))

    async def export(self, user_id: UserId) -> bytes | None:
        """Return a person's rows as JSON, or None if there are none."""
        tables = exported_tables(self.declarations())
        rows = await self.database.read(lambda reader: _list_exported_rows(reader, tables, user_id))
        return export_json(user_id, self.clock(), rows) if any(rows.values()) else None

    async def erase(self, user_id: UserId) -> Sequence[RowCounts]:
        """Delete or anonymise a person's data in one transaction, and return the counts of what was stored."""
        tables = self._user_tables()
        counts = await self.database.write(lambda writer: _erase(writer, tables, user_id), ("person", user_id))
        self.on_erased(user_id)
        return counts

    def _user_tables(self) -> Sequence[PersonalDataTable]:
        return [declaration for declaration in self.declarations() if declaration.user_column]


async def _count_user_rows(reader: Reader, tables: Sequence[PersonalDataTable], user_id: UserId) -> list[RowCounts]:
    counts = [await queries.count_user_rows(reader, declaration, user_id) for declaration in tables]
    return [count for count in counts if count.total]


async def _count_guild_rows(reader: Reader, tables: Sequence[PersonalDataTable], guild_id: GuildId) -> list[RowCounts]:
    counts = [await queries.count_guild_rows(reader, declaration, guild_id) for declaration in tables]
    return [count for count in counts if count.total]


async def _erase(writer: Writer, tables: Sequence[PersonalDataTable], user_id: UserId) -> list[RowCounts]:
    counts = await _count_user_rows(writer, tables, user_id)
    for declaration in tables:
        await queries.erase_user_rows(writer, declaration, user_id)
    await writer.notify(ERASED, user_id)
    return counts


async def _list_exported_rows(
    reader: Reader, tables: Sequence[ExportedTable], user_id: UserId
) -> Mapping[ExportedTable, Sequence[Row]]:
    return {table: await queries.list_user_rows(reader, table, user_id) for table in tables}
