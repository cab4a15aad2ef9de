"""Calls TMDB, at most four at a time and about nine per second, each with at most two attempts.

Exceptions and logs never contain the key. An error raised by aiohttp can contain the URL, and so a key of the old kind.
Therefore only the class of such an error is kept.
"""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bot.tmdb.pauses import MAX_DELAY_SECONDS, CallThrottle
from bot.tmdb.rules.answers.errors import TmdbGone, TmdbMisused, TmdbRefused, TmdbUnavailable
from bot.tmdb.rules.answers.movie_answer import MovieAnswer, parse_movie
from bot.tmdb.rules.answers.movie_search import MovieHit, parse_hits
from bot.tmdb.rules.answers.responses import Response, parse_response
from bot.tmdb.rules.movie import IMAGE_BASE_URL

BASE_URL: Final = "https://api.themoviedb.org/3"
ALL_PARTS: Final = ("translations", "release_dates", "images", "watch/providers", "external_ids")
OFFER_PARTS: Final = ("watch/providers",)
TIMEOUT_SECONDS: Final = 5.0
V3_KEY = re.compile(r"[0-9a-f]{32}")
CONCURRENT_CALLS: Final = 4
MAX_BYTES: Final = 8_000_000
"""The maximum size of an answer in bytes; the largest answer seen so far has 330,000."""


@dataclass(frozen=True, slots=True)
class TmdbAccess:
    """How to reach TMDB: the key, which is a token (v4) or 32 hexadecimal digits (v3), the base URL and a proxy."""

    key: str = field(repr=False)
    base_url: str = BASE_URL
    proxy: str | None = field(default=None, repr=False)
    image_base_url: str = IMAGE_BASE_URL

    @property
    def is_old_key(self) -> bool:
        """Whether the key is of the old kind (v3), which TMDB requires in the URL."""
        return bool(V3_KEY.fullmatch(self.key))

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of every call; they contain the key if it is a token (v4), so that no URL contains it."""
        sent = {"Accept": "application/json", "User-Agent": "Nunmul"}
        return sent if self.is_old_key else {**sent, "Authorization": f"Bearer {self.key}"}

    @property
    def parameters(self) -> Mapping[str, str]:
        """The query parameters of every call; they contain the key if it is of the old kind (v3)."""
        return {"api_key": self.key} if self.is_old_key else {}


@dataclass(slots=True)
class TmdbClient:
    """Makes the four calls that we need.

    A call that fails raises a TmdbError. An answer of an unexpected shape raises MalformedResponse.
    """

    access: TmdbAccess
    monotonic: Callable[[], float] = time.monotonic
    throttle: CallThrottle = field(init=False)
    _calls: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONCURRENT_CALLS))
    _session: aiohttp.ClientSession | None = None

    def __post_init__(self) -> None:
        self.throttle = CallThrottle(self.monotonic)

    async def movie(self, tmdb_id: int, parts: tuple[str, ...] = ALL_PARTS) -> MovieAnswer:
        """Return a film with the requested parts appended."""
        appended = {"append_to_response": ",".join(parts), "language": "en-US", "include_image_language": "ko,en,null"}
        return parse_movie(await self._get(f"/movie/{tmdb_id}", appended))

    async def find(self, imdb_id: str) -> tuple[MovieHit, ...]:
        """Return the films that TMDB finds for an IMDb id: normally one or none."""
        return parse_hits(await self._get(f"/find/{imdb_id}", {"external_source": "imdb_id"}), "movie_results")

    async def search(self, title: str, year: int) -> tuple[MovieHit, ...]:
        """Return the first films that have `title` in any language and were released in `year` in any country."""
        parameters = {"query": title, "year": str(year), "include_adult": "false"}
        return parse_hits(await self._get("/search/movie", parameters), "results")

    async def check_key(self) -> None:
        """Raise TmdbRefused if TMDB does not accept the key, or another TmdbError if the call fails."""
        await self._get("/authentication", {})

    async def close(self) -> None:
        """Close all connections."""
        if self._session:
            await self._session.close()

    async def _get(self, path: str, parameters: Mapping[str, str]) -> Any:
        try:
            return await self._try(path, parameters)
        except TmdbUnavailable as error:
            if self.throttle.is_paused or (error.retry_after or 0) > MAX_DELAY_SECONDS:
                raise self.throttle.pause(error) from None
            self.throttle.delay_calls(error.retry_after)
        try:
            return await self._try(path, parameters)
        except TmdbUnavailable as error:
            raise self.throttle.pause(error) from None

    async def _try(self, path: str, parameters: Mapping[str, str]) -> Any:
        async with self._calls:
            await self.throttle.wait_for_turn()
            try:
                answer = parse_response(await self._send(path, parameters))
            except TmdbRefused as error:
                raise self.throttle.pause(error) from None
            except (TmdbGone, TmdbMisused):
                self.throttle.record_success()
                raise
        self.throttle.record_success()
        return answer

    async def _send(self, path: str, parameters: Mapping[str, str]) -> Response:
        try:
            async with (
                asyncio.timeout(TIMEOUT_SECONDS),
                self._open_session().get(
                    self.access.base_url + path,
                    params={**parameters, **self.access.parameters},
                    proxy=self.access.proxy,
                    allow_redirects=False,
                ) as answer,
            ):
                return Response(answer.status, await _read_body(answer.content), answer.headers.get("Retry-After"))
        except TimeoutError:
            raise TmdbUnavailable(f"no answer in {TIMEOUT_SECONDS:.0f} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise TmdbUnavailable(type(error).__name__) from None

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONCURRENT_CALLS)
            self._session = aiohttp.ClientSession(
                connector=connector, headers=self.access.headers, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


async def _read_body(content: aiohttp.StreamReader) -> bytes:
    """Return the body; raise ValueError if it is too large."""
    body = bytearray()
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > MAX_BYTES:
            raise ValueError("the answer is too large")
    return bytes(body)
