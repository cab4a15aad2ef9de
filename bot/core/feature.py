"""What a feature registers with the client, and what it is built with."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from discord import Embed, Guild, app_commands

from bot.core.clock import WatchedClock
from bot.core.interactions.components import Component, Item, button
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Dispatcher
from bot.core.jobs import Job
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from bot.core.text.language_choice import LocaleResolver
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer, Translations
from bot.ids import FilmId, GuildId, UserId

Command = app_commands.Group | app_commands.Command[Any, ..., Any]
ComponentHandler = Callable[[Context, str], Awaitable[None]]
"""Handles a press; receives the argument of the component's custom id."""
WelcomeFactory = Callable[[Localizer], tuple[Embed, Sequence[Item]]]
"""Builds a card with its components that introduces the bot in a new place."""
ModalHandler = Callable[[Context, str, Mapping[str, str]], Awaitable[None]]
"""Handles a submitted modal; receives the argument of its custom id and the texts by their field's name."""


@dataclass(frozen=True, slots=True)
class Limited:
    """A modal handler that receives no more of each field than the modal allows: a forged request may contain anything.

    `max_lengths` has the characters of each field by its name; other fields are dropped.
    """

    handler: ModalHandler
    max_lengths: Mapping[str, int]

    async def __call__(self, context: Context, argument: str, fields: Mapping[str, str]) -> None:
        """Call the handler with shortened fields."""
        texts = {name: fields.get(name, "")[:max_length] for name, max_length in self.max_lengths.items()}
        await self.handler(context, argument, texts)


ErasureHook = Callable[[int], None]
"""Removes a person or a server from memory, after its data was deleted from the database."""
GuildHook = Callable[[Guild], Awaitable[object]]
"""Runs when the bot joined a server or was removed from one, or a server is back after an outage."""
ReadyHook = Callable[[Collection[GuildId]], Awaitable[object]]
"""Runs when the bot has connected; receives the ids of all servers that it is in."""
StartupHook = Callable[[], Awaitable[object]]
"""Runs once, before the first command."""


@dataclass(frozen=True, slots=True)
class CoreServices:
    """What every feature is built with; `command_ids`, by command name, is filled once the commands are synced."""

    database: Database
    translations: Translations
    dispatcher: Dispatcher
    clock: WatchedClock
    locales: LocaleResolver
    command_ids: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CardContext:
    """Where a film's card is shown: the server that the bot is a member of, if any, who asked, and for which size."""

    guild_id: GuildId | None
    user_id: UserId
    is_full: bool = False

    @property
    def place(self) -> "CardPlace":
        """What components may depend on."""
        return CardPlace(self.guild_id is not None, self.is_full)


@dataclass(frozen=True, slots=True)
class CardPlace:
    """What components of a card may depend on besides its film: a card is kept, and shown to everyone in such a place.

    `in_guild` says whether it is in a server that the bot is a member of.
    """

    in_guild: bool
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of a server's settings panel: the key of its label, its value as text, and a component that changes it.

    `component` is the name of one of the feature's own component handlers; with an empty argument it shows the choices.
    """

    label: str
    value: Callable[[GuildId, Localizer], str]
    component: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A button for what a command does, which other features may show: `label` is the key of its text.

    `component` is the name of one of the feature's own component handlers; it is pressed with an empty argument.
    """

    label: str
    component: str
    is_for_guilds: bool = False


class FilmCardFields(Protocol):
    """Adds fields to the cards of films."""

    async def __call__(
        self, films: Sequence[FilmId], place: CardContext, localize: Localizer
    ) -> Mapping[FilmId, Sequence[CardField]]:
        """Return the fields by film id, all films at once; films without any may be left out."""


class FilmCardButtons(Protocol):
    """Adds components to the card of one film."""

    def __call__(self, film: FilmId, place: CardPlace, localize: Localizer) -> Sequence[Item]:
        """Return the components in the order in which they are shown."""


class SearchButtons(Protocol):
    """Adds components under a page of search results, which only the person who searched sees."""

    def __call__(self, films: Sequence[FilmId], place: CardContext, localize: Localizer) -> Sequence[Item]:
        """Return the components for the films on the page, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One capability: its commands and handlers, its settings and stored data, its jobs and hooks, its parts of cards.

    `components` and `modals` are handlers by the name in their custom ids.
    """

    name: str
    commands: Sequence[Command] = ()
    components: Mapping[str, ComponentHandler] = field(default_factory=dict)
    modals: Mapping[str, ModalHandler] = field(default_factory=dict)
    settings: Sequence[Setting] = ()
    shortcuts: Mapping[str, Shortcut] = field(default_factory=dict)
    personal_data: Sequence[PersonalDataTable] = ()
    on_erased: ErasureHook | None = None
    jobs: Sequence[Job] = ()
    on_guild_available: GuildHook | None = None
    on_guild_join: GuildHook | None = None
    on_guild_remove: GuildHook | None = None
    on_ready: ReadyHook | None = None
    welcome: WelcomeFactory | None = None
    on_startup: StartupHook | None = None
    card_fields: FilmCardFields | None = None
    card_buttons: FilmCardButtons | None = None
    search_buttons: SearchButtons | None = None


@dataclass(frozen=True, slots=True)
class FeatureRegistry:
    """All features of a client, for features that show what the others have; complete once the client is built."""

    features: list[Feature] = field(default_factory=list)

    def register(self, feature: Feature) -> None:
        """Add a feature."""
        self.features.append(feature)

    async def card_fields(self, film: FilmId, place: CardContext, localize: Localizer) -> list[CardField]:
        """Return the fields that the features add to the card of a film."""
        added = [await feature.card_fields([film], place, localize) for feature in self.features if feature.card_fields]
        return [card_field for fields in added for card_field in fields.get(film, ())]

    def card_buttons(self, film: FilmId, place: CardPlace, localize: Localizer) -> list[Item]:
        """Return the components that the features add to the card of a film."""
        return [
            item
            for feature in self.features
            if feature.card_buttons
            for item in feature.card_buttons(film, place, localize)
        ]

    def search_buttons(self, films: Sequence[FilmId], place: CardContext, localize: Localizer) -> list[Item]:
        """Return the components that the features add under a page of search results."""
        return [
            item
            for feature in self.features
            if feature.search_buttons
            for item in feature.search_buttons(films, place, localize)
        ]

    def shortcut_buttons(self, names: Sequence[str], localize: Localizer, *, in_guild: bool) -> list[Component]:
        """Return the buttons of the named shortcuts that make sense in a server, or outside of one."""
        shortcuts = {name: shortcut for feature in self.features for name, shortcut in feature.shortcuts.items()}
        return [
            button(shortcuts[name].component, "", localize(shortcuts[name].label))
            for name in names
            if name in shortcuts and (in_guild or not shortcuts[name].is_for_guilds)
        ]
