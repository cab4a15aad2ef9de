"""A made-up TMDB on loopback, for the demo, and for the tests, which add faults."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar

from aiohttp import web

from bot.core.text.cleaning import comparison_key
from bot.demo_tmdb import answers
from bot.demo_tmdb.answers import FakeFilm
from bot.tmdb.client import TmdbAccess

LOOPBACK: Final = "127.0.0.1"
MADE_UP_KEY: Final = "eyJhbGciOiJIUzI1NiJ9.made-up-for-the-loopback.not-a-real-signature-at-all"
Picture = Callable[[str], Awaitable[bytes | None]]
"""Returns the picture at a path, such as /7-ko.png, or None if there is none."""
T = TypeVar("T", bound="FakeTmdb")


@dataclass(slots=True)
class FakeTmdb:
    """Answers the calls that Nunmul makes, if they contain the right key; pictures need no key."""

    films: dict[int, FakeFilm] = field(default_factory=dict)
    key: str = MADE_UP_KEY
    picture: Picture | None = None
    port: int = 0

    @property
    def base_url(self) -> str:
        """The base URL of the API."""
        return f"http://{LOOPBACK}:{self.port}/3"

    @property
    def image_base_url(self) -> str:
        """The base URL of the pictures."""
        return f"http://{LOOPBACK}:{self.port}/t/p"

    @property
    def access(self) -> TmdbAccess:
        """What a client needs to reach this server."""
        return TmdbAccess(self.key, self.base_url, image_base_url=self.image_base_url)

    def add(self, *films: FakeFilm) -> None:
        """Add films."""
        self.films.update({film.tmdb_id: film for film in films})

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        match request.path.strip("/").split("/"):
            case ["t", "p", _, name]:
                return await self._picture(f"/{name}")
            case ["3", *path] if self._has_key(request):
                return self._call(path, request.query)
        return _error(401, 7, "Invalid API key: You must be granted a valid key.")

    def _call(self, path: Sequence[str], query: Mapping[str, str]) -> web.Response:
        match path:
            case ["authentication"]:
                return web.json_response({"success": True, "status_code": 1, "status_message": "Success."})
            case ["movie", number]:
                return self._movie(number, query)
            case ["find", imdb_id]:
                return _answer(answers.find_answer([film for film in self.films.values() if film.imdb_id == imdb_id]))
            case ["search", "movie"]:
                return self._search(query)
        return _error(404, 34)

    def _has_key(self, request: web.Request) -> bool:
        sent = request.headers.get("Authorization"), request.query.get("api_key")
        return sent in {(f"Bearer {self.key}", None), (None, self.key)}

    def _movie(self, number: str, query: Mapping[str, str]) -> web.Response:
        film = self.films.get(int(number)) if number.isdecimal() else None
        if film is None:
            return _error(404, 34)
        parts = query.get("append_to_response", "").split(",")
        return _answer(answers.movie_answer(film, [part for part in parts if part in answers.APPENDED]))

    def _search(self, query: Mapping[str, str]) -> web.Response:
        wanted, year = comparison_key(query["query"]), query.get("year")
        found = [
            film
            for film in self.films.values()
            if wanted in (comparison_key(film.title), comparison_key(film.korean_title))
            and year in (None, film.released_on[:4])
            and (query.get("include_adult") == "true" or not film.is_adult)
        ]
        return _answer(answers.search_answer(found))

    async def _picture(self, path: str) -> web.Response:
        content = await self.picture(path) if self.picture else None
        if content is None:
            return web.Response(status=404)
        return web.Response(body=content, content_type="image/png", headers={"Cache-Control": "max-age=3600"})


@asynccontextmanager
async def serving(tmdb: T) -> AsyncIterator[T]:
    """Serve `tmdb` on loopback, at its port or at a free one if its port is 0, and yield it."""
    web_app = web.Application()
    web_app.router.add_get("/{path:.*}", tmdb.serve)
    runner = web.AppRunner(web_app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, LOOPBACK, tmdb.port)
        await site.start()
        tmdb.port = runner.addresses[0][1]
        yield tmdb
    finally:
        await runner.cleanup()


def _answer(body: answers.Answer) -> web.Response:
    return web.json_response(body, headers={"Cache-Control": "public, max-age=600", "ETag": 'W/"made-up"'})


def _error(status: int, code: int, message: str = "The resource you requested could not be found.") -> web.Response:
    return web.json_response(answers.error_answer(code, message), status=status)
