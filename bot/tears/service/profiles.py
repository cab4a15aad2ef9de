"""Reads how a person's ratings compare with their server's."""

from msgspec import Struct

from bot.films.rules.catalogue.reference_data import SPOILER_FREE, Vocabulary
from bot.films.rules.search.theme_match import THEME_KIND
from bot.films.service.lookup import themes_of
from bot.ids import GuildId, UserId
from bot.tears.rules.profile import Profile, compare
from bot.tears.service.ratings import Ratings


class Profiles(Struct, frozen=True):
    """Compares people with their servers; themes that are spoilers are left out."""

    ratings: Ratings
    vocabulary: Vocabulary

    async def profile(self, guild_id: GuildId, user_id: UserId) -> Profile:
        """Return a person's ratings of the films that a server sees, and how they compare with the server's."""
        own = await self.ratings.of_user(guild_id, user_id)
        board = await self.ratings.boards.board(guild_id)
        films = [rating.film_id for rating in own if rating.film_id in board.by_film]
        themes = await self.ratings.database.read(lambda reader: themes_of(reader, films)) if films else {}
        shown = {film: self.vocabulary.in_categories(THEME_KIND, keys, SPOILER_FREE) for film, keys in themes.items()}
        visible = [rating for rating in own if rating.film_id in board.by_film]
        return compare(visible, board, shown)
