"""What servers and people chose: kept in the database, and in memory, where every answer looks it up."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.core.storage.database import Database
from bot.settings import queries
from bot.settings.rules.guild_settings import NO_SETTINGS, GuildSettings, parse_language, parse_region, parse_time_zone

Told = Callable[[int, str | None], None]
"""Is told the language of a server or a person; None when they leave it to their Discord."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of servers and people; `told` hears of every language that was chosen."""

    database: Database
    told: Told
    _servers: dict[int, GuildSettings] = field(default_factory=dict)

    async def load(self) -> None:
        """Read what was chosen before."""
        for server, chosen in (await queries.all_servers(self.database.reader)).items():
            self._remember(server, chosen)
        for person, language in (await queries.all_people(self.database.reader)).items():
            self.told(person, language)

    def of(self, server: int | None) -> GuildSettings:
        """What a server chose; nothing in direct messages."""
        return self._servers.get(server, NO_SETTINGS) if server else NO_SETTINGS

    async def set_language(self, server: int, language: str | None) -> None:
        """Choose the language of what everybody in a server reads; raises Refusal for one that we do not speak."""
        await self._change(server, language=None if language is None else parse_language(language))

    async def set_region(self, server: int, region: str | None) -> None:
        """Choose the country whose streaming services come first; raises Refusal for what is no country."""
        await self._change(server, region=None if region is None else parse_region(region))

    async def set_zone(self, server: int, zone: str | None) -> None:
        """Choose the zone of a server's clock; raises Refusal for what is no zone."""
        await self._change(server, zone=None if zone is None else parse_time_zone(zone))

    async def choose_language(self, person: int, language: str | None) -> None:
        """Choose the language of what a person alone reads; raises Refusal for one that we do not speak."""
        chosen = None if language is None else parse_language(language)
        async with self.database.transaction() as writer:
            await queries.put_person(writer, person, chosen)
        self.told(person, chosen)

    def forget(self, gone: int) -> None:
        """Let go of what is in memory of a person or a server that was erased."""
        self._remember(gone, NO_SETTINGS)

    async def _change(self, server: int, **change: str | None) -> None:
        async with self.database.transaction() as writer:
            chosen = replace(await queries.of_server(writer, server), **change)
            await queries.put_server(writer, server, chosen)
        self._remember(server, chosen)

    def _remember(self, server: int, chosen: GuildSettings) -> None:
        """The memory is changed without a wait after the commit, so that two changes cannot pass each other."""
        self._servers.pop(server, None)
        if chosen != NO_SETTINGS:
            self._servers[server] = chosen
        self.told(server, chosen.language)
