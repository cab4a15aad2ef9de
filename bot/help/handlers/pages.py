"""The pages of help, the ways between them, and the quiet button under every film."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord import Embed, app_commands

from bot.core.feature import CardContext as Shown
from bot.core.feature import Command, Feature
from bot.core.interactions.components import Item, button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.help.cards import about_card, help_card
from bot.help.handlers.report import GENERAL, WRONG
from bot.help.rules.command_list import (
    CommandEntry,
    InteractionContextType,
    Viewer,
    group_by_feature,
    suggested_commands,
)
from bot.help.service import HelpService

HELP, ABOUT = "help", "about"
Page = tuple[Embed, list[Item]]
Roster = Callable[[], Sequence[Feature]]
Leaf = app_commands.Command[Any, ..., Any]


@dataclass(frozen=True, slots=True)
class Pages:
    """What /help and /about show; `roster` gives all features."""

    help: HelpService
    roster: Roster
    version: str

    def names(self) -> list[str]:
        """The whole name of every command that there is."""
        return [leaf.qualified_name for feature in self.roster() for root in feature.commands for leaf in _leaves(root)]

    def commands(self, context: Context) -> Page:
        """Every command that this person is offered here."""
        where = _where(context)
        entries = [
            entry for feature in self.roster() for entry in _entries(feature, context.user_text) if where.can_see(entry)
        ]
        card = help_card(
            suggested_commands(entries), group_by_feature(entries), context.command_mention, context.user_text
        )
        return card, [
            button(ABOUT, "", context.user_text("help.button.about")),
            wrong_button(GENERAL, context.user_text),
        ]

    async def about(self, context: Context) -> Page:
        """Who the bot is."""
        films = await self.help.count_films(context.guild_id)
        card = about_card(self.version, films, self.names(), context.command_mention, context.user_text)
        return card, [button(HELP, "", context.user_text("help.button.help")), wrong_button(GENERAL, context.user_text)]

    async def turn_to_commands(self, context: Context, _: str) -> None:
        """Show the commands in the place of the page that was pressed on."""
        await context.update_message(*self.commands(context))

    async def turn_to_about(self, context: Context, _: str) -> None:
        """Show who the bot is in the place of the page that was pressed on."""
        await context.update_message(*await self.about(context))


def wrong_button(rest: object, localize: Localizer) -> Item:
    """Opens the form that asks what is wrong."""
    return button(WRONG, rest, localize("help.button.wrong"))


def film_buttons(film: int, place: Shown, localize: Localizer) -> Sequence[Item]:
    """Under every film: say that something about it is wrong."""
    _ = place
    return [wrong_button(film, localize)]


def _entries(feature: Feature, localize: Localizer) -> Iterator[CommandEntry]:
    for root in feature.commands:
        needs = root.default_permissions.value if root.default_permissions else 0
        for leaf in _leaves(root):
            yield CommandEntry(
                feature.name, leaf.qualified_name, _text(leaf, localize), _places(root), _on_own_account(root), needs
            )


def _leaves(root: Command) -> Iterator[Leaf]:
    """What can be typed of a command: itself, or what is under it."""
    inner = root.walk_commands() if isinstance(root, app_commands.Group) else [root]
    return (one for one in inner if isinstance(one, app_commands.Command))


def _text(leaf: Leaf, localize: Localizer) -> str:
    described = leaf._locale_description  # noqa: SLF001  # discord.py has no public way to what command_text gave it
    key = described.extras.get("key") if described else None
    return localize(key) if key else leaf.description


def _places(root: Command) -> frozenset[InteractionContextType]:
    """Where Discord offers a command; everywhere when the command does not say."""
    allowed = root.allowed_contexts
    if allowed is None:
        return frozenset({InteractionContextType.GUILD} if root.guild_only else InteractionContextType)
    offered = {
        InteractionContextType.GUILD: allowed.guild,
        InteractionContextType.BOT_DM: allowed.dm_channel,
        InteractionContextType.PRIVATE_CHANNEL: allowed.private_channel,
    }
    return frozenset(place for place, is_offered in offered.items() if is_offered)


def _on_own_account(root: Command) -> bool:
    """Whether a command comes along on a person's own account; without a word of it, it belongs to servers alone."""
    return bool(root.allowed_installs and root.allowed_installs.user)


def _where(context: Context) -> Viewer:
    asked = context.interaction
    if context.guild_id is None:
        is_private = asked.context.private_channel
        return Viewer(
            InteractionContextType.PRIVATE_CHANNEL if is_private else InteractionContextType.BOT_DM,
            is_user_install=is_private,
        )
    return Viewer(
        InteractionContextType.GUILD,
        is_user_install=asked.is_user_integration() and not asked.is_guild_integration(),
        permissions=asked.permissions.value,
    )
