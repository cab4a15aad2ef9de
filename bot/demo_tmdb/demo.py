"""The made-up TMDB of the demo: the catalogue's films, with posters that are drawn on request."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot import app
from bot.demo_tmdb.films import fake_films
from bot.demo_tmdb.posters import draw_poster
from bot.demo_tmdb.server import FakeTmdb, serving
from bot.films import catalogue

POSTER_URL = re.compile(r".*/t/p/\w+(?P<path>/(?P<number>\d+)-(?P<language>ko|en)\.png)")


@dataclass(slots=True)
class DemoTmdb(FakeTmdb):
    """A made-up TMDB that knows every film in the catalogue."""

    drawn: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        films = catalogue.load_catalogue(app.CATALOGUE_FILE)
        self.add(*fake_films(films.entries))
        self.picture = self._find

    def poster(self, url: str) -> tuple[str, bytes] | None:
        """Return the name and content of the poster at a URL, or None if there is none."""
        found = POSTER_URL.fullmatch(url)
        film = self.films.get(int(found["number"])) if found else None
        if found is None or film is None:
            return None
        if found["path"] not in self.drawn:
            title = film.korean_title if found["language"] == "ko" else film.title
            self.drawn[found["path"]] = draw_poster(film.tmdb_id, title)
        return found["path"].removeprefix("/"), self.drawn[found["path"]]

    async def _find(self, path: str) -> bytes | None:
        poster = await asyncio.to_thread(self.poster, f"/t/p/any{path}")
        return poster[1] if poster else None


class PagePictures(dict[str, tuple[str, bytes]]):
    """The pictures that the demo's page can load, by URL."""

    def __init__(self, known: Mapping[str, tuple[str, bytes]], tmdb: DemoTmdb | None) -> None:
        super().__init__(known)
        self.tmdb = tmdb

    def get(self, url: str, default: Any = None) -> Any:
        """Return the picture at a URL, drawing a poster on its first request, or `default`."""
        return super().get(url) or (self.tmdb and self.tmdb.poster(url)) or default


@asynccontextmanager
async def demo_tmdb(*, is_wanted: bool) -> AsyncIterator[DemoTmdb | None]:
    """Serve the made-up TMDB on loopback and yield it; if it is not wanted, yield None."""
    if is_wanted:
        async with serving(DemoTmdb()) as tmdb:
            yield tmdb
    else:
        yield None
