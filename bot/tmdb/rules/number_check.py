"""Checks for the operator whether the TMDB numbers of films are right."""

from typing import Literal, TypeAlias

from msgspec import Struct

from bot.tmdb.rules.answers.movie_answer import MovieAnswer
from bot.tmdb.rules.answers.movie_search import has_title, has_year
from bot.tmdb.rules.movie import MovieFacts, MovieReference

IssueKind: TypeAlias = Literal["missing", "dead", "doubtful"]
WIDTH = 8


class TmdbIdIssue(Struct, frozen=True):
    """What is wrong with a film's TMDB number; `film` is its slug."""

    kind: IssueKind
    film: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind:<{WIDTH}}  {self.film}: {self.detail}"


def missing_id_issue(film: str, found: int | None) -> TmdbIdIssue:
    """Return the issue for a film without a TMDB number, with its probable number if one was found."""
    return TmdbIdIssue(
        "missing", film, f"TMDB has it as {found}" if found else "TMDB has no film that certainly matches"
    )


def dead_id_issue(film: str, reference: MovieReference, found: int | None) -> TmdbIdIssue:
    """Return the issue for a number that no longer exists, with the one that TMDB now has for the IMDb id, if any."""
    now = f"its IMDb id leads to {found} now" if found else "its IMDb id leads to no other film"
    return TmdbIdIssue("dead", film, f"{reference.tmdb_id} is gone; {now}")


def mismatch_issue(film: str, reference: MovieReference, answer: MovieAnswer) -> TmdbIdIssue | None:
    """Return the issue if a number belongs to an adult film or to another film, or None.

    The IMDb ids decide or, if one is missing, the title and the year.
    """
    facts = answer.facts
    if answer.is_adult:
        return TmdbIdIssue("doubtful", film, f"{reference.tmdb_id} is an adult film")
    if _is_same(facts, reference):
        return None
    description = (
        f"“{facts.title('en') or facts.original_title}” ({facts.year or 'no year'}, {facts.imdb_id or 'no IMDb id'})"
    )
    return TmdbIdIssue("doubtful", film, f"{reference.tmdb_id} is {description} at TMDB")


def _is_same(facts: MovieFacts, reference: MovieReference) -> bool:
    if facts.imdb_id and reference.imdb_id:
        return facts.imdb_id == reference.imdb_id
    titles = [*(facts.titles or {}).values(), facts.original_title or ""]
    return has_title(titles, reference) and has_year(facts.year, reference)
