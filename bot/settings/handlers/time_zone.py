"""The setting for a server's time zone."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.clock import Clock
from bot.core.interactions.components import Option
from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.ids import GuildId
from bot.settings.cards import time_zone_description, time_zone_text
from bot.settings.rules.locale_data import load_locale_data
from bot.settings.rules.name_search import NameMatches
from bot.settings.rules.time_zones import find_zones, place_name, suggested_zones
from bot.settings.service import SettingsService


class TimeZoneSetting(Struct, frozen=True):
    """Lets a server choose its time zone, and suggests the zones of its region and popular zones."""

    settings: SettingsService
    clock: Clock

    def current(self, guild_id: GuildId) -> str | None:
        """Return the server's zone, or None if it has not chosen one."""
        return self.settings.for_guild(guild_id).time_zone

    def current_text(self, guild_id: GuildId, localize: Localizer) -> str:
        """Return the server's zone with the time there, or a text that says that none is set."""
        return time_zone_text(self.current(guild_id), self.clock(), localize)

    def suggested(self, guild_id: GuildId, localize: Localizer) -> Sequence[str]:
        """Return the server's zone, those of its region and the popular ones, up to the limit of a menu."""
        _ = localize
        settings = self.settings.for_guild(guild_id)
        zones = suggested_zones(load_locale_data(), settings.region, settings.time_zone)
        return zones[: theme.SELECT_OPTIONS_LIMIT]

    def find(self, user_input: str) -> NameMatches:
        """Return the zones that a place, the name of a time or an offset may mean."""
        return find_zones(load_locale_data(), user_input, self.clock())

    def option(self, key: str, localize: Localizer) -> Option:
        """Return the menu option for a zone: a city with its country, and the time there."""
        name = place_name(load_locale_data(), key, localize.language)
        return key, name, time_zone_description(key, self.clock(), localize)

    async def save(self, guild_id: GuildId, key: str | None) -> None:
        """Set the server's zone; None clears it."""
        await self.settings.set_time_zone(guild_id, key)
