"""Shows a server's year in tears to the channel."""

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.interactions.context import Context
from bot.tears.cards.year import year_card, year_in_words
from bot.tears.handlers.boards import guild_name
from bot.tears.handlers.rating import home_guild
from bot.tears.rules.year import MIN_RATINGS
from bot.tears.service.year.years import Years
from bot.tears.year_pictures import YearPictures


class YearHandlers(Struct, frozen=True):
    """Shows years as pictures, or as text if a picture cannot be drawn or the bot may not attach files."""

    years: Years
    pictures: YearPictures

    async def show(self, context: Context, chosen: int | None) -> None:
        """Show a year, by default this one or, in January, last year.

        Raise UserError if the year has not begun or has too few ratings.
        """
        guild_id, localize = home_guild(context), context.guild_text
        year = await self.years.year(guild_id, self.years.choose(guild_id, chosen))
        if not year.is_enough:
            raise UserError("tears.year.too-few", year=year.number, count=MIN_RATINGS)
        films, picture = await self.pictures.films(guild_id, year), None
        if context.can_attach:
            picture = await self.pictures.draw(guild_id, year, films, guild_name(context), localize)
        card = year_card(year, localize) if picture else year_in_words(year, films, localize)
        await context.reply_public(card, picture=picture)
