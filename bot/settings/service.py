"""What servers and people chose: kept in the database, and in memory, where every answer looks it up."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.core.storage.database import Database
from bot.settings import queries
from bot.settings.rules.guild_settings import NO_SETTINGS, GuildSettings, parse_language, parse_region, parse_time_zone

LanguageListener = Callable[[int, str | None], None]
"""Is told the language of a server or a person; None when they leave it to their Discord."""


@dataclass(frozen=True, slots=True)
class SettingsService:
    """The settings of servers and people; `told` hears of every language that was chosen."""

    database: Database
    on_language_change: LanguageListener
    _by_guild: dict[int, GuildSettings] = field(default_factory=dict)

    async def load(self) -> None:
        """Read what was chosen before."""
        for guild_id, chosen in (await queries.all_guild_settings(self.database.reader)).items():
            self._cache(guild_id, chosen)
        for user_id, language in (await queries.all_user_languages(self.database.reader)).items():
            self.on_language_change(user_id, language)

    def for_guild(self, guild_id: int | None) -> GuildSettings:
        """What a server chose; nothing in direct messages."""
        return self._by_guild.get(guild_id, NO_SETTINGS) if guild_id else NO_SETTINGS

    async def set_language(self, guild_id: int, language: str | None) -> None:
        """Choose the language of what everybody in a server reads; raises Refusal for one that we do not speak."""
        await self._update(guild_id, language=None if language is None else parse_language(language))

    async def set_region(self, guild_id: int, region: str | None) -> None:
        """Choose the country whose streaming services come first; raises Refusal for what is no country."""
        await self._update(guild_id, region=None if region is None else parse_region(region))

    async def set_time_zone(self, guild_id: int, time_zone: str | None) -> None:
        """Choose the zone of a server's clock; raises Refusal for what is no zone."""
        await self._update(guild_id, time_zone=None if time_zone is None else parse_time_zone(time_zone))

    async def set_user_language(self, user_id: int, language: str | None) -> None:
        """Choose the language of what a person alone reads; raises Refusal for one that we do not speak."""
        chosen = None if language is None else parse_language(language)
        async with self.database.transaction() as writer:
            await queries.save_user_language(writer, user_id, chosen)
        self.on_language_change(user_id, chosen)

    def evict(self, erased_id: int) -> None:
        """Let go of what is in memory of a person or a server that was erased."""
        self._cache(erased_id, NO_SETTINGS)

    async def _update(self, guild_id: int, **changes: str | None) -> None:
        async with self.database.transaction() as writer:
            chosen = replace(await queries.guild_settings(writer, guild_id), **changes)
            await queries.save_guild_settings(writer, guild_id, chosen)
        self._cache(guild_id, chosen)

    def _cache(self, guild_id: int, chosen: GuildSettings) -> None:
        """The memory is changed without a wait after the commit, so that two changes cannot pass each other."""
        self._by_guild.pop(guild_id, None)
        if chosen != NO_SETTINGS:
            self._by_guild[guild_id] = chosen
        self.on_language_change(guild_id, chosen.language)
