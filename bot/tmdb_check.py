"""The operator's checks against TMDB: one for the key, and one for our films' TMDB numbers."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot import app
from bot.config import TmdbSettings
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.films import catalogue
from bot.films.rules.movie_reference import movie_reference
from bot.tmdb.client import TmdbClient
from bot.tmdb.rules.answers.errors import TmdbError, TmdbRefused
from bot.tmdb.rules.movie import MovieReference
from bot.tmdb.rules.number_check import TmdbIdIssue
from bot.tmdb.service.number_check import tmdb_id_issues

Print = Callable[[str], object]


def check_numbers(settings: TmdbSettings | None, show: Print, file: Path = app.CATALOGUE_FILE) -> int:
    """Show what is wrong with the TMDB numbers of the films in a file; return 1 if anything is wrong, otherwise 0."""
    if settings is None:
        raise StartupError(
            "There is no TMDB_TOKEN: put a TMDB key into .env (docs/operations.md says where to get one).",
            ExitCode.TMDB_NOT_ASKED,
        )
    films = _references(file)
    show(f"Asking TMDB about {len(films)} films, nine a second …")
    issues = asyncio.run(_show_issues(settings, films, show))
    counts = Counter(issue.kind for issue in issues)
    summary = ", ".join(f"{counts[kind]} {kind}" for kind in ("missing", "dead", "doubtful"))
    show(f"{len(films)} films: {len(films) - len(issues)} right, {summary}")
    return int(bool(issues))


async def check_key(settings: TmdbSettings) -> str:
    """Return what TMDB says about the key; raise StartupError if TMDB refuses it or cannot be reached."""
    async with _open_client(settings) as client:
        await client.check_key()
        kind = "an API key (v3)" if client.access.is_old_key else "an API read access token (v4)"
    return f"accepts the key, which is {kind}"


def _references(file: Path) -> Mapping[str, MovieReference]:
    films = catalogue.load_catalogue(file)
    return {entry.slug: movie_reference(entry.film) for entry in films.entries}


async def _show_issues(settings: TmdbSettings, films: Mapping[str, MovieReference], show: Print) -> list[TmdbIdIssue]:
    issues: list[TmdbIdIssue] = []
    async with _open_client(settings) as client:
        async for issue in tmdb_id_issues(client, films):
            issues.append(issue)
            show(str(issue))
    return issues


@asynccontextmanager
async def _open_client(settings: TmdbSettings) -> AsyncIterator[TmdbClient]:
    """Yield a client; raise StartupError with the remedy if TMDB refuses the key or cannot be reached."""
    client = TmdbClient(app.tmdb_access(settings))
    try:
        yield client
    except TmdbRefused as error:
        raise StartupError(
            f"TMDB refuses TMDB_TOKEN ({error}): copy it again from the API page of your account's settings there.",
            ExitCode.TMDB_NOT_ASKED,
        ) from None
    except TmdbError as error:
        raise StartupError(
            f"TMDB cannot be reached ({error}): check the network, TMDB_BASE_URL and TMDB_PROXY, and try again later.",
            ExitCode.TMDB_NOT_ASKED,
        ) from None
    finally:
        await client.close()
