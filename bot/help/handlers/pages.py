"""Renders the pages of help and the welcome, and provides the report button for films."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import Embed, app_commands
from msgspec import Struct

from bot.core.feature import CardPlace, Command, Feature, FeatureRegistry
from bot.core.interactions.components import Component, button, select, selected_value
from bot.core.interactions.context import Context
from bot.core.interactions.pictures import Picture
from bot.core.text.translations import Localizer
from bot.help.cards import Mention, about_card, help_card, topic_card, welcome_card
from bot.help.handlers.report import GENERAL_SUBJECT, REPORT_ID
from bot.help.rules.command_list import (
    CommandEntry,
    InteractionContextType,
    Viewer,
    group_by_topic,
    suggested_commands,
)
from bot.help.service import HelpService
from bot.ids import FilmId

HELP_ID, ABOUT_ID = "help", "about"
WELCOME_SHORTCUTS = ("draw", "start-poll", "settings")
"""The shortcuts that the welcome offers, if a feature has them."""
PageContent = tuple[Embed, list[Component]]
IllustratedPage = tuple[Embed, list[Component], Picture | None]
LeafCommand = app_commands.Command[Any, ..., Any]


class HelpPages(Struct, frozen=True):
    """Renders the welcome, /help and /about; `registry` has all features."""

    help: HelpService
    registry: FeatureRegistry
    version: str
    credits_tmdb: bool = False
    tmdb_logo: Picture | None = None

    def command_names(self) -> list[str]:
        """Return the full name of every command."""
        return [
            leaf.qualified_name
            for feature in self.registry.features
            for root in feature.commands
            for leaf in _leaf_commands(root)
        ]

    def welcome(self, mention: Mention, localize: Localizer) -> PageContent:
        """Return an introduction to the bot, with buttons for what to do first."""
        buttons = self.registry.shortcut_buttons(WELCOME_SHORTCUTS, localize, in_guild=True)
        return welcome_card(self.command_names(), mention, localize), [*buttons]

    def help_page(self, context: Context, topic: str = "") -> PageContent:
        """Return the commands of a topic that this person may use here, or the first page if there are none."""
        viewer, localize = _viewer(context), context.user_text
        entries = [
            entry
            for feature in self.registry.features
            for entry in _command_entries(feature, localize)
            if viewer.can_see(entry)
        ]
        topics, mention = group_by_topic(entries), context.command_mention
        card = (
            topic_card(topic, topics[topic], mention, localize)
            if topic in topics
            else help_card(suggested_commands(entries), mention, localize)
        )
        return card, [
            _topic_select(list(topics), topic, context),
            button(ABOUT_ID, "", localize("help.button.about")),
            report_button(GENERAL_SUBJECT, localize),
        ]

    async def about_page(self, context: Context) -> IllustratedPage:
        """Return the page about the bot, with TMDB's notice and logo if TMDB is used."""
        films, names, localize = await self.help.count_films(context.guild_id), self.command_names(), context.user_text
        mention, uses_tmdb = context.command_mention, self.credits_tmdb
        card = about_card(self.version, films, names, mention, localize, uses_tmdb=uses_tmdb)
        buttons = [button(HELP_ID, "", localize("help.button.help")), report_button(GENERAL_SUBJECT, localize)]
        return card, buttons, self.tmdb_logo if uses_tmdb else None

    async def show_help(self, context: Context, argument: str) -> None:
        """Replace the message with the chosen topic, or with the first page of help."""
        await context.update_message(*self.help_page(context, selected_value(argument)))

    async def show_about(self, context: Context, _: str) -> None:
        """Replace the message with the page about the bot."""
        await context.update_message(*await self.about_page(context))


def _topic_select(topics: Sequence[str], chosen: str, context: Context) -> Component:
    options = [(topic, context.user_text(f"help.topic.{topic}"), "") for topic in topics]
    placeholder, argument = context.user_text("help.list.choose"), context.unique_suffix
    return select(HELP_ID, placeholder, options, argument=argument, chosen=[chosen])


def report_button(argument: object, localize: Localizer) -> Component:
    """Return the button that opens the report form."""
    return button(REPORT_ID, argument, localize("help.button.wrong"))


def film_card_buttons(film_id: FilmId, place: CardPlace, localize: Localizer) -> Sequence[Component]:
    """Return the report button for a film's card."""
    _ = place
    return [report_button(film_id, localize)]


def _command_entries(feature: Feature, localize: Localizer) -> Iterator[CommandEntry]:
    for root in feature.commands:
        needs = root.default_permissions.value if root.default_permissions else 0
        for leaf in _leaf_commands(root):
            yield CommandEntry(
                leaf.qualified_name,
                _description(leaf, localize),
                _allowed_contexts(root),
                _is_user_installable(root),
                needs,
            )


def _leaf_commands(root: Command) -> Iterator[LeafCommand]:
    """Return the commands that can be typed: the command itself, or a group's subcommands."""
    nested = root.walk_commands() if isinstance(root, app_commands.Group) else [root]
    return (command for command in nested if isinstance(command, app_commands.Command))


def _description(leaf: LeafCommand, localize: Localizer) -> str:
    described = leaf._locale_description  # noqa: SLF001  # discord.py does not expose the text from command_text
    key = described.extras.get("key") if described else None
    return localize(key) if key else leaf.description


def _allowed_contexts(root: Command) -> frozenset[InteractionContextType]:
    """Return where Discord offers a command, which is everywhere by default."""
    allowed = root.allowed_contexts
    if allowed is None:
        return frozenset({InteractionContextType.GUILD} if root.guild_only else InteractionContextType)
    offered = {
        InteractionContextType.GUILD: allowed.guild,
        InteractionContextType.BOT_DM: allowed.dm_channel,
        InteractionContextType.PRIVATE_CHANNEL: allowed.private_channel,
    }
    return frozenset(place for place, is_offered in offered.items() if is_offered)


def _is_user_installable(root: Command) -> bool:
    """Return whether people who install the bot on their account get a command; by default they do not."""
    return bool(root.allowed_installs and root.allowed_installs.user)


def _viewer(context: Context) -> Viewer:
    interaction = context.interaction
    if context.guild_id is None:
        is_private = interaction.context.private_channel
        return Viewer(
            InteractionContextType.PRIVATE_CHANNEL if is_private else InteractionContextType.BOT_DM,
            is_user_install=is_private,
        )
    return Viewer(
        InteractionContextType.GUILD,
        is_user_install=interaction.is_user_integration() and not interaction.is_guild_integration(),
        permissions=interaction.permissions.value,
    )
