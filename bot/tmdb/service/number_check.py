"""Checks the TMDB numbers of many films, one after another."""

from collections.abc import AsyncIterator, Mapping

from bot.tmdb.client import TmdbClient
from bot.tmdb.rules.answers.errors import TmdbGone
from bot.tmdb.rules.answers.json_fields import MalformedResponse
from bot.tmdb.rules.movie import MovieReference
from bot.tmdb.rules.number_check import TmdbIdIssue, dead_id_issue, mismatch_issue, missing_id_issue
from bot.tmdb.service.matching import find_by_imdb_id, find_tmdb_id


async def tmdb_id_issues(client: TmdbClient, films: Mapping[str, MovieReference]) -> AsyncIterator[TmdbIdIssue]:
    """Yield what is wrong with the TMDB numbers of `films`, whose keys are slugs; raise a TmdbError if a call fails."""
    for film, reference in films.items():
        try:
            issue = await _tmdb_id_issue(client, film, reference)
        except MalformedResponse as error:
            issue = TmdbIdIssue("doubtful", film, f"TMDB's answer cannot be understood ({error})")
        if issue:
            yield issue


async def _tmdb_id_issue(client: TmdbClient, film: str, reference: MovieReference) -> TmdbIdIssue | None:
    if reference.tmdb_id is None:
        return missing_id_issue(film, await find_tmdb_id(client, reference))
    try:
        answer = await client.movie(reference.tmdb_id, ("translations", "external_ids"))
    except TmdbGone:
        return dead_id_issue(film, reference, await find_by_imdb_id(client, reference))
    return mismatch_issue(film, reference, answer)
