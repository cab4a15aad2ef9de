"""The made-up TMDB of the demo: our catalogue, with posters that are drawn when they are asked for."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from bot import app
from bot.demo_tmdb.films import made_up_films
from bot.demo_tmdb.posters import draw_poster
from bot.demo_tmdb.server import MadeUpTmdb, serving
from bot.films import catalogue

COUNTRIES: Final[Mapping[str, str]] = {"sam": "US", "jiwoo": "KR"}
"""Where the members of the demo watch films, by their names."""


@asynccontextmanager
async def made_up_tmdb() -> AsyncIterator[MadeUpTmdb]:
    """Serve a TMDB that knows every film of the catalogue."""
    reference = catalogue.load_reference_data(app.DATA_DIR)
    films = [*made_up_films(catalogue.load_catalogue(app.CATALOGUE_FILE, reference).entries)]
    titles = {
        poster.path: (film.tmdb_id, film.korean_title if poster.language == "ko" else film.title)
        for film in films
        for poster in film.posters
    }

    async def picture(path: str) -> bytes | None:
        return await asyncio.to_thread(draw_poster, *titles[path]) if path in titles else None

    tmdb = MadeUpTmdb(picture=picture)
    tmdb.add(*films)
    async with serving(tmdb):
        yield tmdb
