"""Assembles the help feature."""

from bot.core.feature import CoreServices, Feature, FeatureRegistry, LengthLimitedHandler
from bot.core.interactions.pictures import Picture
from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.help.handlers.commands import help_commands
from bot.help.handlers.greeting import Greeter
from bot.help.handlers.pages import ABOUT_ID, HELP_ID, HelpPages, PageContent, film_card_buttons
from bot.help.handlers.report import REPORT_ID, TEXT_FIELD, ReportHandlers
from bot.help.personal_data import PERSONAL_DATA
from bot.help.rules.report import MAX_LENGTH
from bot.help.service import HelpService

TMDB_LOGO = "tmdb-logo.png"


def help_feature(
    core: CoreServices,
    registry: FeatureRegistry,
    version: str,
    *,
    credits_tmdb: bool = False,
    tmdb_logo: bytes | None = None,
) -> Feature:
    """Build help, reports and the welcome; `registry` has all features of the bot."""
    service = HelpService(core.database, core.clock)
    logo = Picture(TMDB_LOGO, tmdb_logo, "TMDB") if tmdb_logo else None
    pages = HelpPages(service, registry, version, credits_tmdb, logo)
    reports = ReportHandlers(service, pages.command_names)

    def welcome(localize: Localizer) -> PageContent:
        return pages.welcome(
            lambda name: escaping.command_mention(name, core.command_ids, localize.command_name), localize
        )

    return Feature(
        "help",
        commands=help_commands(core, pages),
        components={HELP_ID: pages.show_help, ABOUT_ID: pages.show_about, REPORT_ID: reports.open_modal},
        modals={REPORT_ID: LengthLimitedHandler(reports.submit, {TEXT_FIELD: MAX_LENGTH})},
        personal_data=PERSONAL_DATA,
        on_guild_join=Greeter(core, service, welcome).greet,
        welcome=welcome,
        card_buttons=lambda film_id, place, localize: (
            film_card_buttons(film_id, place, localize) if place.is_full else []
        ),
    )
