"""Finds out where films can be watched, for the reader of a card."""

from collections.abc import Awaitable, Collection, Mapping

from msgspec import Struct

from bot.films.rules.availability import services_with
from bot.films.rules.film import Film
from bot.films.rules.movie_reference import movie_reference
from bot.films.rules.watching import WatchInfo
from bot.ids import GuildId, UserId
from bot.settings.rules.locale_data import load_locale_data
from bot.settings.service import SettingsService
from bot.tmdb.rules.movie import CachedMovie, PosterSize
from bot.tmdb.service.tmdb import Tmdb


class FilmAvailability(Struct, frozen=True):
    """Reads TMDB's cached data, and requests new data without waiting for TMDB."""

    tmdb: Tmdb
    settings: SettingsService

    async def watch_info(self, film: Film, country: str | None, language: str) -> WatchInfo:
        """Return where a film can be watched in a country."""
        if not self.tmdb.is_enabled or country is None:
            return WatchInfo(country, has_listings=self.tmdb.is_enabled)
        movie, name = await self.movie(film), load_locale_data().country_name(country, language)
        return WatchInfo(country, name, movie.offers_in(country) if movie else None, has_listings=True)

    async def watch_info_for(
        self, film: Film, user_id: UserId | None, guild_id: GuildId | None, language: str
    ) -> WatchInfo:
        """Return where a film can be watched in the country of a person, or of the server if no person asks."""
        if user_id is None:
            return await self.watch_info(film, self.settings.for_guild(guild_id).region, language)
        return await self.watch_info(film, await self.settings.country(user_id, guild_id), language)

    async def movie(self, film: Film) -> CachedMovie | None:
        """Return the cached TMDB data about a film, or None if there is none."""
        return await self.tmdb.movie(movie_reference(film)) if self.tmdb.is_enabled else None

    async def services(self, film: Film, countries: Collection[str | None]) -> Mapping[str | None, frozenset[str]]:
        """Return the keys of the services that have a film, by country; for None, our rows of every country count."""
        movie = await self.movie(film)
        return {country: services_with(film, movie, country) for country in countries}

    async def poster_url(self, film: Film, language: str, size: PosterSize) -> str | None:
        """Return the URL of a film's poster, if one is known."""
        movie = await self.movie(film)
        return self.tmdb.poster_url(movie, language, size) if movie else None

    def request_refresh(self, film: Film) -> Awaitable[CachedMovie | None] | None:
        """Request a film from TMDB in the background; return the request, or None if TMDB is not asked now."""
        return self.tmdb.request_refresh(movie_reference(film)) if self.tmdb.is_enabled else None

    async def should_ask_country(self, user_id: UserId, guild_id: GuildId | None) -> bool:
        """Return whether to ask for a person's country: only once, and only if it is unknown and TMDB is in use."""
        if not self.tmdb.is_enabled or await self.settings.country(user_id, guild_id):
            return False
        return (await self.settings.for_user(user_id)).country_asked_at is None

    async def mark_country_asked(self, user_id: UserId) -> None:
        """Record that a person was asked for their country."""
        await self.settings.mark_country_asked(user_id, self.tmdb.clock())
