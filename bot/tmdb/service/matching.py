"""Finds the TMDB number of a film whose number is missing or dead."""

from bot.tmdb.client import TmdbClient
from bot.tmdb.rules.answers.movie_search import matching_ids
from bot.tmdb.rules.movie import MovieReference

MAX_TITLES = 2
"""How many titles of a film are searched for."""


async def find_tmdb_id(client: TmdbClient, reference: MovieReference) -> int | None:
    """Return the number for the IMDb id, else that of the only film with a matching title and year, else None."""
    return await find_by_imdb_id(client, reference) or await _find_by_title(client, reference)


async def find_by_imdb_id(client: TmdbClient, reference: MovieReference) -> int | None:
    """Return the number of the film that TMDB finds for the IMDb id, or None if it finds none or several."""
    hits = await client.find(reference.imdb_id) if reference.imdb_id else ()
    return hits[0].tmdb_id if len(hits) == 1 else None


async def _find_by_title(client: TmdbClient, reference: MovieReference) -> int | None:
    for title in reference.titles[:MAX_TITLES] if reference.year else ():
        if found := matching_ids(await client.search(title, reference.year or 0), reference):
            return found.pop() if len(found) == 1 else None
    return None
