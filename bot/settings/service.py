"""The settings of servers and people, cached in memory because every answer needs them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, SqlFragment, Writer
from bot.ids import GuildId, UserId
from bot.settings import queries
from bot.settings.rules.settings import (
    NO_SETTINGS,
    NO_USER_SETTINGS,
    GuildSettings,
    UserSettings,
    parse_covers,
    parse_language,
    parse_region,
    parse_time_zone,
)

MAX_CACHED_USERS = 5000
"""The most people whose settings are cached; the least recently stored ones are dropped first."""
MAX_KNOWN_PEOPLE = 100_000
"""The most people whose ids are cached because they have settings; if there are more, no ids are cached."""

GUILD_TOPIC, USER_TOPIC = "guild-settings", "user-settings"
"""The topics of changes in a server's or a person's settings."""

LanguageListener = Callable[[int, str | None], None]
"""Receives the new language of a server or a person, or None if the language follows Discord again."""


class SettingsService(Struct):
    """Reads and changes settings, and reports every change of a language to `on_language_change`.

    `people_with_settings` includes everyone who has settings, and possibly others. It is None before `load`, and if
    there are more than MAX_KNOWN_PEOPLE.
    """

    database: Database
    on_language_change: LanguageListener
    _by_guild: dict[int, GuildSettings] = field(default_factory=dict)
    cached_users: dict[UserId, UserSettings] = field(default_factory=dict)
    people_with_settings: set[UserId] | None = None

    async def load(self) -> None:
        """Reload servers' settings and all languages, and drop cached people.

        All of these are replaced, because another process may have deleted some.
        """
        by_guild = await self.database.read(queries.list_guild_settings)
        for guild_id in {*map(GuildId, self._by_guild), *by_guild}:
            self._cache_guild(guild_id, by_guild.get(guild_id, NO_SETTINGS))
        languages = await self.database.read(queries.list_user_languages)
        for user_id in {*self.cached_users, *languages}:
            self.on_language_change(user_id, languages.get(user_id))
        self.cached_users.clear()
        people = await self.database.read(
            lambda reader: queries.list_people_with_settings(reader, MAX_KNOWN_PEOPLE + 1)
        )
        self.people_with_settings = {*people} if len(people) <= MAX_KNOWN_PEOPLE else None

    async def reload_guild(self, changed_id: int | None) -> None:
        """Reload a server's settings after another process changed them; reload all settings for None."""
        if changed_id is None:
            await self.load()
            return
        guild_id = GuildId(changed_id)
        self._cache_guild(
            guild_id, await self.database.read(lambda reader: queries.find_guild_settings(reader, guild_id))
        )

    async def reload_user(self, changed_id: int | None) -> None:
        """Reload a person's settings after another process changed them; for None, do nothing.

        `reload_guild` reloads everything in that case.
        """
        if changed_id is None:
            return
        user_id = UserId(changed_id)
        if self.people_with_settings is not None:
            self.people_with_settings.add(user_id)
        found = await self.database.read(lambda reader: read_user_settings(reader, user_id))
        self.on_language_change(user_id, self._cache_user(user_id, found).language)

    def for_guild(self, guild_id: GuildId | None) -> GuildSettings:
        """Return a server's settings, or NO_SETTINGS in direct messages."""
        return self._by_guild.get(guild_id, NO_SETTINGS) if guild_id else NO_SETTINGS

    async def set_language(self, guild_id: GuildId, language: str | None) -> None:
        """Set the language of a server's public messages, or clear it for None; raise UserError if it is unknown."""
        await self._update(guild_id, language=None if language is None else parse_language(language))

    async def set_region(self, guild_id: GuildId, region: str | None) -> None:
        """Set the country whose services a server sees first, or clear it for None; raise UserError if unknown."""
        await self._update(guild_id, region=None if region is None else parse_region(region))

    async def set_time_zone(self, guild_id: GuildId, time_zone: str | None) -> None:
        """Set a server's time zone, or clear it for None; raise UserError if it is unknown."""
        await self._update(guild_id, time_zone=None if time_zone is None else parse_time_zone(time_zone))

    async def set_covers(self, guild_id: GuildId, choice: str) -> None:
        """Turn the covers on a server's cards "on" or "off"; raise UserError for another choice."""
        await self._update(guild_id, covers=parse_covers(choice))

    async def for_user(self, user_id: UserId) -> UserSettings:
        """Return a person's settings."""
        if (cached := self.cached_users.get(user_id)) is not None:
            return cached
        if self.people_with_settings is not None and user_id not in self.people_with_settings:
            return NO_USER_SETTINGS
        found = await self.database.read(lambda reader: read_user_settings(reader, user_id))
        return self._cache_user(user_id, self.cached_users.get(user_id, found))  # a change during the read wins

    async def country(self, user_id: UserId, guild_id: GuildId | None) -> str | None:
        """Return the country in which a person watches films: the person's choice, or else the server's."""
        return (await self.for_user(user_id)).country or self.for_guild(guild_id).region

    async def set_user_language(self, user_id: UserId, language: str | None) -> None:
        """Set the language of a person's private messages, or clear it for None; raise UserError if it is unknown."""
        parsed = None if language is None else parse_language(language)
        await self._update_user(user_id, language=parsed)
        self.on_language_change(user_id, parsed)

    async def set_country(self, user_id: UserId, country: str | None) -> None:
        """Set the country in which a person watches films, or clear it for None; raise UserError if it is unknown."""
        await self._update_user(user_id, country=None if country is None else parse_region(country))

    async def set_services(self, user_id: UserId, services: Iterable[str]) -> None:
        """Set the streaming services that a person has, by key."""
        await self._update_user(user_id, services=tuple(sorted({*services})))

    async def mark_country_asked(self, user_id: UserId, now: int) -> None:
        """Record the time when a person was asked for their country."""
        await self._update_user(user_id, country_asked_at=now)

    def evict(self, erased_id: int) -> None:
        """Remove the settings of a deleted person or server from the cache."""
        self._cache_guild(erased_id, NO_SETTINGS)
        # Cached as empty, so that a read in progress does not cache the old settings.
        self._cache_user(UserId(erased_id), NO_USER_SETTINGS)

    async def _update_user(self, user_id: UserId, **changes: Any) -> None:
        if self.people_with_settings is not None:
            self.people_with_settings.add(user_id)
        changed = await self.database.write(lambda writer: _update_user(writer, user_id, changes), ("person", user_id))
        self._cache_user(user_id, changed)

    def _cache_user(self, user_id: UserId, settings: UserSettings) -> UserSettings:
        self.cached_users.pop(user_id, None)
        self.cached_users[user_id] = settings
        if len(self.cached_users) > MAX_CACHED_USERS:
            del self.cached_users[next(iter(self.cached_users))]
        return settings

    async def _update(self, guild_id: GuildId, **changes: str | None) -> None:
        # Nothing is awaited between committing and caching, so the cache changes in the order of the commits.
        changed = await self.database.write(lambda writer: _update(writer, guild_id, changes), ("settings", guild_id))
        self._cache_guild(guild_id, changed)

    def _cache_guild(self, entity_id: int, settings: GuildSettings) -> None:
        self._by_guild.pop(entity_id, None)
        if settings != NO_SETTINGS:
            self._by_guild[entity_id] = settings
        self.on_language_change(entity_id, settings.language)


async def _update(writer: Writer, guild_id: GuildId, changes: dict[str, str | None]) -> GuildSettings:
    settings = replace(await queries.find_guild_settings(writer, guild_id), **changes)
    await queries.save_guild_settings(writer, guild_id, settings)
    await writer.notify(GUILD_TOPIC, guild_id)
    return settings


async def _update_user(writer: Writer, user_id: UserId, changes: dict[str, Any]) -> UserSettings:
    settings = replace(await queries.find_user_settings(writer, user_id), **changes)
    await queries.save_user_settings(writer, user_id, settings)
    await writer.notify(USER_TOPIC, user_id)
    return settings


async def read_users_with_services(reader: Reader, users: SqlFragment) -> Mapping[UserId, UserSettings]:
    """Return the country and services of each person in `users`, an SQL selection of ids, who has any services."""
    return await queries.list_users_with_services(reader, users)


async def read_user_settings(reader: Reader, user_id: UserId) -> UserSettings:
    """Return a person's settings, within another feature's unit of work."""
    return await queries.find_user_settings(reader, user_id)
