"""Makes the pictures of boards, with alt texts that say the same in words."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from msgspec import Struct, field

from bot.core.interactions.pictures import Picture
from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.films.cards.alt_text import ALT_TEXT_LIMIT
from bot.films.rules.film import FilmSummary
from bot.films.service.covers import Covers
from bot.films.service.films import Films
from bot.ids import FilmId, GuildId
from bot.tears.cards.board import SEPARATOR, Summaries, mean_word, ratings_text
from bot.tears.cards.rating import mean_text
from bot.tears.pictures.contents import MAX_ROWS, BoardPicture, PictureRow
from bot.tears.rules.board import FilmTears

log = logging.getLogger(__name__)

TITLE_LIMIT = 80


class BoardPictures(Struct, frozen=True):
    """Draws pictures of boards in a thread, one picture at a time."""

    films: Films
    covers: Covers
    _drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def draw(
        self, guild_id: GuildId, ranking: Sequence[FilmTears], heading: str, subheading: str, localize: Localizer
    ) -> Picture | None:
        """Return the picture of the top films of a ranking, or None if it cannot be drawn."""
        shown = ranking[:MAX_ROWS]
        films = {film.id: film for film in await self.films.summaries([tears.film_id for tears in shown], guild_id)}
        rows = await self.picture_rows(guild_id, shown, films, localize)
        content = await self.draw_in_thread(guild_id, lambda: draw_board(BoardPicture(heading, subheading, rows)))
        if content is None:
            return None
        alt_text = localize("tears.picture.alt", heading=heading, films=films_alt_text(shown, films, localize))
        return Picture("board.webp", content, escaping.truncate(alt_text, ALT_TEXT_LIMIT), is_large=True)

    async def picture_rows(
        self, guild_id: GuildId, shown: Sequence[FilmTears], films: Summaries, localize: Localizer
    ) -> Sequence[PictureRow]:
        """Return the title, mean and cover of each film shown; films that are not in `films` are left out."""
        rated = [(tears, films[tears.film_id]) for tears in shown if tears.film_id in films]
        covers = await asyncio.gather(*(self._find_cover(film.id, guild_id) for _, film in rated))
        return [_row(*each, cover, localize) for each, cover in zip(rated, covers, strict=True)]

    async def draw_in_thread(self, guild_id: GuildId, draw: Callable[[], bytes]) -> bytes | None:
        """Call `draw` in a thread, one call at a time, and return its result; log a failure and return None."""
        try:
            async with self._drawing:
                return await asyncio.to_thread(draw)
        except Exception as error:  # noqa: BLE001  # whatever the error, callers can show text instead
            log.warning("tears picture not drawn server=%d error=%r", guild_id, error)
            return None

    async def _find_cover(self, film_id: FilmId, guild_id: GuildId) -> bytes | None:
        film = await self.films.visible_film(film_id, guild_id)
        return await self.covers.find(film) if film else None


def _row(tears: FilmTears, film: FilmSummary, cover: bytes | None, localize: Localizer) -> PictureRow:
    return PictureRow(
        film.title(localize.language),
        film.second_title(localize.language) or "",
        tears.mean,
        mean_text(tears.mean),
        f"{mean_word(tears.mean, localize)}{SEPARATOR}{ratings_text(tears.count, localize)}",
        cover,
    )


def films_alt_text(shown: Sequence[FilmTears], films: Summaries, localize: Localizer) -> str:
    """Return the films of a picture in words, each with its place, its title and its mean."""
    rated = [(tears, films[tears.film_id]) for tears in shown if tears.film_id in films]
    return "; ".join(
        localize(
            "tears.picture.alt-film",
            place=place,
            title=escaping.truncate(film.title(localize.language), TITLE_LIMIT),
            mean=mean_text(tears.mean),
        )
        for place, (tears, film) in enumerate(rated, 1)
    )


def draw_board(board: BoardPicture) -> bytes:
    """Return the picture as the content of a file; import Pillow only now, so that the bot starts faster."""
    from bot.tears.pictures.board import draw_board as draw  # noqa: PLC0415  # 0.03 s and 4 MB with Pillow

    return draw(board)
