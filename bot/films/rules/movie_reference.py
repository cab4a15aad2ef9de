"""A film in the words of TMDB's cache."""

from bot.films.rules.film import Film
from bot.tmdb.rules.movie import MovieReference


def movie_reference(film: Film) -> MovieReference:
    """Return what TMDB may find a film by: its numbers, its titles, the Korean one first, and its year."""
    titles = (film.summary.title_ko, film.summary.title_en)
    return MovieReference(film.tmdb_id, film.imdb_id, tuple(filter(None, titles)), film.summary.year)
