"""On which services films are, from what is in memory; TMDB is asked behind for what is not fresh."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.films.rules.availability import services_with
from bot.films.rules.film import Film
from bot.films.rules.movie_reference import movie_reference
from bot.tmdb.service.tmdb import Tmdb


@dataclass(frozen=True, slots=True)
class Availability:
    """Knows the services of films by country."""

    tmdb: Tmdb

    @property
    def shows_justwatch(self) -> bool:
        """Whether what JustWatch lists is part of the answers, which are then shown with its name."""
        return self.tmdb.is_enabled

    async def services(self, film: Film, countries: Collection[str | None]) -> Mapping[str | None, frozenset[str]]:
        """Return the keys of the services that have a film, by country; for None those of our own rows."""
        reference = movie_reference(film)
        movie = await self.tmdb.movie(reference)
        self.tmdb.request_refresh(reference)
        return {country: services_with(film, movie, country) for country in countries}
