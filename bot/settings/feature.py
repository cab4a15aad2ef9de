"""Assembles the settings feature."""

from bot.core.feature import CoreServices, Feature, FeatureRegistry, Shortcut
from bot.settings.handlers.commands import language_command, settings_command
from bot.settings.handlers.covers import CoverHandlers
from bot.settings.handlers.language import GuildLanguageHandlers, UserLanguageHandlers
from bot.settings.handlers.own_country import OwnCountryHandlers
from bot.settings.handlers.panel import FEATURE_NAME, PANEL_ID, SettingsPanel
from bot.settings.handlers.places import PlaceHandlers
from bot.settings.handlers.region import RegionSetting
from bot.settings.handlers.time_zone import TimeZoneSetting
from bot.settings.personal_data import PERSONAL_DATA
from bot.settings.service import GUILD_TOPIC, USER_TOPIC, SettingsService


def settings_feature(core: CoreServices, settings: SettingsService, registry: FeatureRegistry) -> Feature:
    """Build the settings of servers and people; the panel also shows settings that features in `registry` add."""
    panel, user_language = SettingsPanel(settings, core.locales, registry), UserLanguageHandlers(core, settings)
    language, region, time_zone, covers = (
        GuildLanguageHandlers(settings, panel),
        PlaceHandlers("region", RegionSetting(settings), panel),
        PlaceHandlers("zone", TimeZoneSetting(settings, core.clock), panel),
        CoverHandlers(settings, panel),
    )
    own_country = OwnCountryHandlers(settings, registry)
    return Feature(
        FEATURE_NAME,
        commands=[settings_command(core, panel), language_command(core, user_language)],
        components={
            **panel.components(),
            **language.components(),
            **region.components(),
            **time_zone.components(),
            **covers.components(),
            **user_language.components(),
            **own_country.components(),
        },
        modals={**region.modals(), **time_zone.modals(), **own_country.modals()},
        shortcuts={
            "settings": Shortcut("settings.panel.shortcut", PANEL_ID, is_for_guilds=True),
            "country": own_country.shortcut(),
        },
        settings=[language.setting(), region.setting(), time_zone.setting(), covers.setting()],
        personal_data=PERSONAL_DATA,
        on_erased=settings.evict,
        on_startup=settings.load,
        on_change={GUILD_TOPIC: settings.reload_guild, USER_TOPIC: settings.reload_user},
    )
