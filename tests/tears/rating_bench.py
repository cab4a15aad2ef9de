"""Ratings and boards of one database, with a clock that a test moves."""

from dataclasses import dataclass, field

from bot.core.storage.database import Database
from bot.core.text.language_choice import LanguageResolver
from bot.ids import FilmId, GuildId, UserId
from bot.settings.service import SettingsService
from bot.tears.rules.rating import Rating, RatingKey
from bot.tears.service.boards import Boards
from bot.tears.service.ratings import Ratings

CLUB, OTHER_CLUB = GuildId(100), GuildId(200)
NOW = 1_800_000_000


@dataclass(slots=True)
class RatingBench:
    """Rates films as members of a server, and reads its board, at the time `now`."""

    database: Database
    now: int = NOW
    settings: SettingsService = field(init=False)
    boards: Boards = field(init=False)
    ratings: Ratings = field(init=False)

    def __post_init__(self) -> None:
        self.settings = SettingsService(self.database, LanguageResolver().set_language)
        self.boards = Boards(self.database, self.settings, lambda: self.now)
        self.ratings = Ratings(self.database, self.boards, lambda: self.now)

    async def rate(self, person: int, film: int, tissues: int, moment: str = "", guild_id: GuildId = CLUB) -> Rating:
        rating = (await self.ratings.rate(key(person, film, guild_id), tissues, moment)).rating
        assert rating is not None
        return rating

    async def ranking(self, guild_id: GuildId = CLUB) -> list[tuple[int, int, int]]:
        """Return each film with the number and the sum of its ratings, in the board's order."""
        board = await self.boards.board(guild_id)
        return [(tears.film_id, tears.count, tears.total) for tears in board.ranking]


def key(person: int, film: int, guild_id: GuildId = CLUB) -> RatingKey:
    return RatingKey(guild_id, UserId(person), FilmId(film))
