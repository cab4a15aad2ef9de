"""The settings of servers and people: stored in the database, cached in memory, where every answer needs them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.ids import GuildId, UserId
from bot.settings import queries
from bot.settings.rules.guild_settings import (
    NO_SETTINGS,
    GuildSettings,
    parse_covers,
    parse_language,
    parse_region,
    parse_time_zone,
)

LanguageListener = Callable[[int, str | None], None]
"""Receives the new language of a server or a person; None when Discord decides again."""


@dataclass(frozen=True, slots=True)
class SettingsService:
    """Reads and changes settings, and reports every language change to `on_language_change`."""

    database: Database
    on_language_change: LanguageListener
    _by_guild: dict[int, GuildSettings] = field(default_factory=dict)

    async def load(self) -> None:
        """Fill the cache from the database."""
        for guild_id, settings in (await self.database.read(queries.all_guild_settings)).items():
            self._cache(guild_id, settings)
        for user_id, language in (await self.database.read(queries.all_user_languages)).items():
            self.on_language_change(user_id, language)

    def for_guild(self, guild_id: GuildId | None) -> GuildSettings:
        """Return a server's settings; NO_SETTINGS in direct messages."""
        return self._by_guild.get(guild_id, NO_SETTINGS) if guild_id else NO_SETTINGS

    async def set_language(self, guild_id: GuildId, language: str | None) -> None:
        """Set the language of a server's public messages; raise UserError for an unsupported language."""
        await self._update(guild_id, language=None if language is None else parse_language(language))

    async def set_region(self, guild_id: GuildId, region: str | None) -> None:
        """Set the country whose streaming services a server sees first; raise UserError for an unknown country."""
        await self._update(guild_id, region=None if region is None else parse_region(region))

    async def set_time_zone(self, guild_id: GuildId, time_zone: str | None) -> None:
        """Set a server's time zone; raise UserError for an unknown zone."""
        await self._update(guild_id, time_zone=None if time_zone is None else parse_time_zone(time_zone))

    async def set_covers(self, guild_id: GuildId, choice: str) -> None:
        """Turn the covers on a server's cards "on" or "off"; raise UserError for another choice."""
        await self._update(guild_id, covers=parse_covers(choice))

    async def set_user_language(self, user_id: UserId, language: str | None) -> None:
        """Set the language of a person's private messages; raise UserError for an unsupported language."""
        parsed = None if language is None else parse_language(language)
        await self.database.write(lambda writer: queries.save_user_language(writer, user_id, parsed))
        self.on_language_change(user_id, parsed)

    def evict(self, erased_id: int) -> None:
        """Remove a deleted person or server from the cache."""
        self._cache(erased_id, NO_SETTINGS)

    async def _update(self, guild_id: GuildId, **changes: str | None) -> None:
        # Nothing is awaited between the commit and the cache, so that two changes reach both in the same order.
        self._cache(guild_id, await self.database.write(lambda writer: _update(writer, guild_id, changes)))

    def _cache(self, reader_id: int, settings: GuildSettings) -> None:
        self._by_guild.pop(reader_id, None)
        if settings != NO_SETTINGS:
            self._by_guild[reader_id] = settings
        self.on_language_change(reader_id, settings.language)


async def _update(writer: Writer, guild_id: GuildId, changes: dict[str, str | None]) -> GuildSettings:
    settings = replace(await queries.guild_settings(writer, guild_id), **changes)
    await queries.save_guild_settings(writer, guild_id, settings)
    return settings
