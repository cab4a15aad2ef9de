"""The pages of help, the ways between them, and the quiet button under every film."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord import Embed, app_commands

from bot.core.feature import Command, Feature
from bot.core.feature import Place as Shown
from bot.core.interactions.components import Item, button
from bot.core.interactions.context import Ask
from bot.core.text.translations import Say
from bot.help.cards import about_card, help_card
from bot.help.forms import GENERAL, WRONG
from bot.help.rules.directory import Entry, Place, Where, by_room, tried_first
from bot.help.service import Help

HELP, ABOUT = "help", "about"
Page = tuple[Embed, list[Item]]
Roster = Callable[[], Sequence[Feature]]
Leaf = app_commands.Command[Any, ..., Any]


@dataclass(frozen=True, slots=True)
class Pages:
    """What /help and /about show; `roster` gives all features."""

    help: Help
    roster: Roster
    version: str

    def names(self) -> list[str]:
        """The whole name of every command that there is."""
        return [leaf.qualified_name for feature in self.roster() for root in feature.commands for leaf in _leaves(root)]

    def commands(self, ask: Ask) -> Page:
        """Every command that this person is offered here."""
        where = _where(ask)
        entries = [entry for feature in self.roster() for entry in _entries(feature, ask.me) if where.offers(entry)]
        card = help_card(tried_first(entries), by_room(entries), ask.mention, ask.me)
        return card, [button(ABOUT, "", ask.me("help.button.about")), wrong_button(GENERAL, ask.me)]

    async def about(self, ask: Ask) -> Page:
        """Who the bot is."""
        films = await self.help.films(ask.server)
        card = about_card(self.version, films, self.names(), ask.mention, ask.me)
        return card, [button(HELP, "", ask.me("help.button.help")), wrong_button(GENERAL, ask.me)]

    async def turn_to_commands(self, ask: Ask, _: str) -> None:
        """Show the commands in the place of the page that was pressed on."""
        await ask.update(*self.commands(ask))

    async def turn_to_about(self, ask: Ask, _: str) -> None:
        """Show who the bot is in the place of the page that was pressed on."""
        await ask.update(*await self.about(ask))


def wrong_button(rest: object, say: Say) -> Item:
    """Opens the form that asks what is wrong."""
    return button(WRONG, rest, say("help.button.wrong"))


def film_buttons(film: int, place: Shown, say: Say) -> Sequence[Item]:
    """Under every film: say that something about it is wrong."""
    _ = place
    return [wrong_button(film, say)]


def _entries(feature: Feature, say: Say) -> Iterator[Entry]:
    for root in feature.commands:
        needs = root.default_permissions.value if root.default_permissions else 0
        for leaf in _leaves(root):
            yield Entry(
                feature.name, leaf.qualified_name, _text(leaf, say), _places(root), _on_own_account(root), needs
            )


def _leaves(root: Command) -> Iterator[Leaf]:
    """What can be typed of a command: itself, or what is under it."""
    inner = root.walk_commands() if isinstance(root, app_commands.Group) else [root]
    return (one for one in inner if isinstance(one, app_commands.Command))


def _text(leaf: Leaf, say: Say) -> str:
    described = leaf._locale_description  # noqa: SLF001  # discord.py has no public way to what command_text gave it
    key = described.extras.get("key") if described else None
    return say(key) if key else leaf.description


def _places(root: Command) -> frozenset[Place]:
    """Where Discord offers a command; everywhere when the command does not say."""
    allowed = root.allowed_contexts
    if allowed is None:
        return frozenset({Place.SERVER} if root.guild_only else Place)
    offered = {Place.SERVER: allowed.guild, Place.DIRECT: allowed.dm_channel, Place.PRIVATE: allowed.private_channel}
    return frozenset(place for place, is_offered in offered.items() if is_offered)


def _on_own_account(root: Command) -> bool:
    """Whether a command comes along on a person's own account; without a word of it, it belongs to servers alone."""
    return bool(root.allowed_installs and root.allowed_installs.user)


def _where(ask: Ask) -> Where:
    asked = ask.interaction
    if ask.server is None:
        is_private = asked.context.private_channel
        return Where(Place.PRIVATE if is_private else Place.DIRECT, own_account=is_private)
    return Where(
        Place.SERVER,
        own_account=asked.is_user_integration() and not asked.is_guild_integration(),
        may=asked.permissions.value,
    )
