"""Turns a film into the reference that TMDB's cache uses."""

from bot.films.rules.film import Film
from bot.tmdb.rules.movie import MovieReference


def movie_reference(film: Film) -> MovieReference:
    """Return what a film can be found by at TMDB: its ids, its titles (Korean first) and its year."""
    titles = (film.summary.title_ko, film.summary.title_en)
    return MovieReference(film.tmdb_id, film.imdb_id, tuple(filter(None, titles)), film.summary.year)
