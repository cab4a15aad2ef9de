"""Turns an HTTP response into an answer or an error."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from bot.tmdb.rules.answers.errors import TmdbError, TmdbGone, TmdbMisused, TmdbRefused, TmdbUnavailable

OK, BAD_REQUEST, UNAUTHORIZED, NOT_FOUND, UNPROCESSABLE, TOO_MANY, SERVER_ERRORS = 200, 400, 401, 404, 422, 429, 500
GONE_CODES: Final = frozenset({6, 34})
"""TMDB's codes for a number that it does not have; a status of 404 alone may come from another server."""
SECONDS = re.compile(r"\d{1,6}", re.ASCII)


class Response(Struct, frozen=True):
    """The relevant parts of an HTTP response."""

    status: int
    body: bytes
    retry_after: str | None = None


def parse_response(response: Response) -> Any:
    """Return the JSON of a successful response; raise the matching TmdbError for any other."""
    data = _json_object(response.body)
    if response.status == OK and data is not None:
        return data
    raise _error(response, data or {})


def _json_object(body: bytes) -> Mapping[str, Any] | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _error(response: Response, data: Mapping[str, Any]) -> TmdbError:
    code = data.get("status_code")
    if response.status >= SERVER_ERRORS:
        return TmdbUnavailable(f"status {response.status}")
    if response.status == TOO_MANY:
        return TmdbUnavailable("too many calls", _seconds(response.retry_after))
    if not isinstance(code, int) or isinstance(code, bool):
        return TmdbUnavailable(f"status {response.status} from a server that is not TMDB")
    return _error_for_code(response.status, code)


def _error_for_code(status: int, code: int) -> TmdbError:
    """Return the error for a response with one of TMDB's own codes."""
    if status == UNAUTHORIZED:
        return TmdbRefused(code)
    if status == NOT_FOUND and code in GONE_CODES:
        return TmdbGone(f"code {code}")
    if status in {BAD_REQUEST, UNPROCESSABLE}:
        return TmdbMisused(f"status {status}, code {code}")
    return TmdbUnavailable(f"status {status}, code {code}")


def _seconds(retry_after: str | None) -> float | None:
    """Return the seconds in a Retry-After header, or None if it is missing or a date, which TMDB does not send."""
    return float(retry_after) if retry_after and SECONDS.fullmatch(retry_after) else None
