"""Help, assembled."""

from discord import Embed

from bot.core.feature import CoreServices, Feature, Limited
from bot.core.personal_data import PersonalDataTable
from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.help.cards import welcome_card
from bot.help.handlers.commands import help_commands
from bot.help.handlers.greeting import Greeter
from bot.help.handlers.pages import ABOUT, HELP, Pages, Roster, film_buttons
from bot.help.handlers.report import TEXT, WRONG, Sending
from bot.help.rules.report import MAX_LENGTH, MAX_PER_DAY, RETENTION_DAYS
from bot.help.service import HelpService

KEPT = (
    PersonalDataTable(
        "report",
        user_text="help.kept.report",
        user_column="person",
        guild_column="server",
        created_column="made",
        retention_days=RETENTION_DAYS,
        guild_text="help.kept.report-here",
        named=(("report", "film", "film", "slug"),),
        most=MAX_PER_DAY * RETENTION_DAYS,
    ),
    PersonalDataTable("greeting", guild_column="server", guild_text="help.kept.greeting"),
)


def help_feature(core: CoreServices, roster: Roster, version: str) -> Feature:
    """Help, reports and the hello of a bot of this `version`; `roster` gives all its features."""
    service = HelpService(core.database, core.clock)
    pages = Pages(service, roster, version)
    sending = Sending(service, pages.names)

    def hello(localize: Localizer) -> Embed:
        return welcome_card(pages.names(), lambda name: theme.command_mention(name, core.command_ids), localize)

    return Feature(
        "help",
        commands=help_commands(core, pages),
        components={HELP: pages.turn_to_commands, ABOUT: pages.turn_to_about, WRONG: sending.open},
        modals={WRONG: Limited(sending.sent, {TEXT: MAX_LENGTH})},
        personal_data=KEPT,
        on_guild_join=Greeter(core, service, hello).joined,
        welcome=hello,
        card_buttons=film_buttons,
    )
