"""The setting for the country in which a server watches films."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.interactions.components import Option
from bot.core.text.translations import Localizer
from bot.ids import GuildId
from bot.settings.rules.countries import find_countries, suggested_countries
from bot.settings.rules.locale_data import load_locale_data
from bot.settings.rules.name_search import NameMatches
from bot.settings.service import SettingsService


class RegionSetting(Struct, frozen=True):
    """Lets a server choose its country, and suggests popular countries."""

    settings: SettingsService

    def current(self, guild_id: GuildId) -> str | None:
        """Return the code of the server's country, or None if it has not chosen one."""
        return self.settings.for_guild(guild_id).region

    def current_text(self, guild_id: GuildId, localize: Localizer) -> str:
        """Return the name of the server's country, or a text that says that none is set."""
        region = self.current(guild_id)
        return self.option(region, localize)[1] if region else localize("settings.region.unset")

    def suggested(self, guild_id: GuildId, localize: Localizer) -> Sequence[str]:
        """Return the popular countries and the server's own, sorted by name."""
        return suggested_countries(load_locale_data(), self.current(guild_id), localize.language)

    def find(self, user_input: str) -> NameMatches:
        """Return the countries that a name or a code may mean."""
        return find_countries(load_locale_data(), user_input)

    def option(self, key: str, localize: Localizer) -> Option:
        """Return the menu option for a country."""
        return key, load_locale_data().country_name(key, localize.language), ""

    async def save(self, guild_id: GuildId, key: str | None) -> None:
        """Set the server's country; None clears it."""
        await self.settings.set_region(guild_id, key)
