"""The made-up TMDB of the demo: our catalogue, with posters that are drawn when they are asked for."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final

from bot import app
from bot.demo_tmdb.answers import MadeUpFilm
from bot.demo_tmdb.films import made_up_films
from bot.demo_tmdb.posters import draw_poster
from bot.demo_tmdb.server import MadeUpTmdb, serving
from bot.films import catalogue

COUNTRIES: Final[Mapping[str, str]] = {"sam": "US", "jiwoo": "KR"}
"""Where the members of the demo watch films, by their names."""


class PosterDrawer:
    """Draws each poster once."""

    def __init__(self, films: Sequence[MadeUpFilm]) -> None:
        self._drawn: dict[str, bytes] = {}
        self._titles = {
            poster.path: (film.tmdb_id, film.korean_title if poster.language == "ko" else film.title)
            for film in films
            for poster in film.posters
        }

    def draw(self, address: str) -> bytes | None:
        """Return the poster at a path, such as /7-ko.png, or at an address that ends so."""
        path = f"/{address.rpartition('/')[2]}"
        if path in self._titles and path not in self._drawn:
            self._drawn[path] = draw_poster(*self._titles[path])
        return self._drawn.get(path)

    async def picture(self, path: str) -> bytes | None:
        """Draw in a thread."""
        return await asyncio.to_thread(self.draw, path)


@asynccontextmanager
async def made_up_tmdb() -> AsyncIterator[tuple[MadeUpTmdb, PosterDrawer]]:
    """Serve a TMDB that knows every film of the catalogue."""
    reference = catalogue.load_reference_data(app.DATA_DIR)
    films = [*made_up_films(catalogue.load_catalogue(app.CATALOGUE_FILE, reference).entries)]
    drawer = PosterDrawer(films)
    tmdb = MadeUpTmdb(picture=drawer.picture)
    tmdb.add(*films)
    async with serving(tmdb):
        yield tmdb, drawer
