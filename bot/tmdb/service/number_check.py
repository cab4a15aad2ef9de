"""Checks the TMDB numbers of many films, one after another."""

from collections.abc import AsyncIterator, Mapping

from bot.tmdb.client import TmdbClient
from bot.tmdb.rules.answers.errors import TmdbGone
from bot.tmdb.rules.answers.json_fields import MalformedAnswer
from bot.tmdb.rules.movie import MovieReference
from bot.tmdb.rules.number_check import NumberFault, dead_number, doubt, missing_number
from bot.tmdb.service.matching import find_by_imdb_id, find_number


async def number_faults(client: TmdbClient, films: Mapping[str, MovieReference]) -> AsyncIterator[NumberFault]:
    """Yield what is wrong with the numbers of films, given by slug; raise a TmdbError if a call fails."""
    for film, reference in films.items():
        try:
            fault = await _number_fault(client, film, reference)
        except MalformedAnswer as error:
            fault = NumberFault("doubtful", film, f"TMDB's answer cannot be understood ({error})")
        if fault:
            yield fault


async def _number_fault(client: TmdbClient, film: str, reference: MovieReference) -> NumberFault | None:
    if reference.tmdb_id is None:
        return missing_number(film, await find_number(client, reference))
    try:
        answer = await client.movie(reference.tmdb_id, ("translations", "external_ids"))
    except TmdbGone:
        return dead_number(film, reference, await find_by_imdb_id(client, reference))
    return doubt(film, reference, answer)
