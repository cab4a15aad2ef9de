"""Turns a film into the reference by which it is found at TMDB and in the cache of TMDB's data."""

from bot.films.rules.film import Film
from bot.tmdb.rules.movie import MovieReference


def movie_reference(film: Film) -> MovieReference:
    """Return what TMDB can find a film by: its ids, its titles (Korean first) and its year."""
    titles = (film.summary.title_ko, film.summary.title_en)
    return MovieReference(film.tmdb_id, film.imdb_id, tuple(filter(None, titles)), film.summary.year)
