"""Reads a server's year in tears."""

from msgspec import Struct

from bot.core.clock import Clock
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.films.service.lookup import visible_film_condition
from bot.ids import GuildId
from bot.settings.service import SettingsService
from bot.tears.queries import ratings, years
from bot.tears.queries.ratings import RATED_FILM
from bot.tears.rules.board import Board
from bot.tears.rules.period import year_bounds
from bot.tears.rules.year import YearTears, choose_year, month_starts


class Years(Struct, frozen=True):
    """The years of all servers; each begins at midnight in the server's time zone."""

    database: Database
    settings: SettingsService
    clock: Clock

    def zone(self, guild_id: GuildId) -> str | None:
        """Return the time zone of a server."""
        return self.settings.for_guild(guild_id).time_zone

    def choose(self, guild_id: GuildId, year: int | None) -> int:
        """Return `year`, or if it is None, this year (in January, last year); raise UserError for a future year."""
        return choose_year(year, self.clock(), self.zone(guild_id))

    async def year(self, guild_id: GuildId, year: int) -> YearTears:
        """Return the ratings of a server in a year, for films that the server sees."""
        zone = self.zone(guild_id)
        since, until = year_bounds(year, zone)
        starts, visible = month_starts(year, zone), visible_film_condition(RATED_FILM, guild_id)

        async def work(reader: Reader) -> YearTears:
            rows = await ratings.totals(reader, guild_id, visible, since, until)
            board = await reader.compute(lambda: Board.of(rows))
            people = await years.count_people(reader, guild_id, visible, since, until)
            months = await years.tissues_by_month(reader, guild_id, visible, starts, until)
            return YearTears(year, board, people, months, await years.count_cried(reader, guild_id, since, until))

        return await self.database.read(work)
