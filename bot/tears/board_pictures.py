"""Makes the pictures of boards, with alt texts that say the same in words."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.interactions.pictures import Picture
from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.films.cards.alt_text import ALT_TEXT_LIMIT
from bot.films.rules.film import FilmSummary
from bot.films.service.covers import Covers
from bot.films.service.films import Films
from bot.ids import FilmId, GuildId
from bot.tears.cards.board import SEPARATOR, mean_word, ratings_text
from bot.tears.cards.rating import mean_text
from bot.tears.pictures.board import MAX_ROWS, BoardPicture, PictureRow, draw_board
from bot.tears.rules.board import FilmTears

log = logging.getLogger(__name__)

TITLE_LIMIT = 80


@dataclass(frozen=True, slots=True)
class BoardPictures:
    """Draws boards in a thread, one at a time."""

    films: Films
    covers: Covers
    _drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def draw(
        self, guild_id: GuildId, ranking: Sequence[FilmTears], heading: str, subheading: str, localize: Localizer
    ) -> Picture | None:
        """Return the picture of the first films of a ranking; None if it cannot be drawn."""
        shown = ranking[:MAX_ROWS]
        films = {film.id: film for film in await self.films.summaries([tears.film_id for tears in shown], guild_id)}
        rated = [(tears, films[tears.film_id]) for tears in shown if tears.film_id in films]
        covers = await asyncio.gather(*(self._cover(film.id, guild_id) for _, film in rated))
        rows = [_row(*each, cover, localize) for each, cover in zip(rated, covers, strict=True)]
        alt_text = escaping.truncate(_alt_text(heading, rated, localize), ALT_TEXT_LIMIT)
        try:
            async with self._drawing:
                content = await asyncio.to_thread(draw_board, BoardPicture(heading, subheading, rows))
        except Exception as error:  # noqa: BLE001  # whatever the error, the board can still be read as text
            log.warning("board not drawn guild=%d error=%r", guild_id, error)
            return None
        return Picture("board.webp", content, alt_text, is_large=True)

    async def _cover(self, film_id: FilmId, guild_id: GuildId) -> bytes | None:
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


def _alt_text(heading: str, rated: Sequence[tuple[FilmTears, FilmSummary]], localize: Localizer) -> str:
    films = [
        localize(
            "tears.picture.alt-film",
            place=place,
            title=escaping.truncate(film.title(localize.language), TITLE_LIMIT),
            mean=mean_text(tears.mean),
        )
        for place, (tears, film) in enumerate(rated, 1)
    ]
    return localize("tears.picture.alt", heading=heading, films="; ".join(films))
