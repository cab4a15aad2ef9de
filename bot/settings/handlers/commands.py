"""The slash commands of settings."""

from discord import app_commands

from bot.core.feature import Command, CoreServices
from bot.core.interactions.context import Context
from bot.core.text import theme
from bot.core.text.languages import Language
from bot.settings.handlers.language import FOLLOW_DISCORD, UserLanguageHandlers
from bot.settings.handlers.panel import SettingsPanel, require_server_manager

LanguageChoice = app_commands.Range[str, 1, theme.CHOICE_LIMIT]


def settings_command(core: CoreServices, panel: SettingsPanel) -> Command:
    """Return `/settings`, which Discord shows only to people who may manage the server."""

    @app_commands.command(name="settings", description=core.translations.command_text("settings.command.settings"))
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    @core.dispatcher.command("settings")
    async def settings(context: Context) -> None:
        await require_server_manager(panel.open)(context)

    return settings


def language_command(core: CoreServices, handlers: UserLanguageHandlers) -> Command:
    """Return `/language`, which everyone may use everywhere."""
    text = core.translations.command_text
    choices = [app_commands.Choice(name=text(f"settings.language.{code}"), value=code) for code in Language]
    choices.append(app_commands.Choice(name=text("settings.own.as-discord"), value=FOLLOW_DISCORD))

    @app_commands.command(name="language", description=text("settings.command.language"))
    @app_commands.describe(language=text("settings.command.chosen-language"))
    @app_commands.choices(language=choices)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    @core.dispatcher.command("language")
    async def language(context: Context, language: LanguageChoice | None = None) -> None:
        await handlers.reply(context, language)

    return language
