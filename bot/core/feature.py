"""What features register with the client, and the services they are built with."""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from discord import Embed, Guild, app_commands
from msgspec import Struct, field

from bot.core.clock import WatchedClock
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Dispatcher
from bot.core.jobs import Job
from bot.core.measures.measures import GaugeReader, Measures, NoMeasures
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.changes import Change, ChangeHook
from bot.core.storage.database import Database
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer, Translations
from bot.ids import FilmId, GuildId, UserId

log = logging.getLogger(__name__)

Command = app_commands.Group | app_commands.Command[Any, ..., Any]
ComponentHandler = Callable[[Context, str], Awaitable[None]]
"""Handles a press; receives the argument of the component's custom id."""
WelcomeFactory = Callable[[Localizer], tuple[Embed, Sequence[Component]]]
"""Builds a card that introduces the bot, and its components."""
ModalHandler = Callable[[Context, str, Mapping[str, str]], Awaitable[None]]
"""Handles a submitted modal; receives the argument of its custom id, and the submitted texts by field name."""


class LengthLimitedHandler(Struct, frozen=True):
    """A modal handler whose texts are cut to the modal's limits, because a forged request can exceed them.

    `max_lengths` maps each field's name to its limit in characters. Other fields are dropped; missing ones are empty.
    """

    handler: ModalHandler
    max_lengths: Mapping[str, int]

    async def __call__(self, context: Context, argument: str, fields: Mapping[str, str]) -> None:
        """Call the handler with the texts cut to their limits."""
        texts = {name: fields.get(name, "")[:max_length] for name, max_length in self.max_lengths.items()}
        await self.handler(context, argument, texts)


ErasureHook = Callable[[int], None]
"""Drops cached data about a person or a server after their rows were deleted from the database."""
GuildHook = Callable[[Guild], Awaitable[object]]
"""Runs when the bot joins a server or is removed from one, or when a server comes back after an outage."""
ReadyHook = Callable[[Collection[GuildId]], Awaitable[object]]
"""Receives the ids of the bot's servers each time all shards have connected, or once if there is no gateway."""
StartupHook = Callable[[], Awaitable[object]]
"""Runs once, before the first command."""


class CoreServices(Struct, frozen=True):
    """The services that every feature is built with.

    `command_ids` maps commands' names to their ids, and is empty until the commands are synced. `owns_guild` returns
    whether this process, and not another one, receives a server's events.
    """

    database: Database
    translations: Translations
    dispatcher: Dispatcher
    clock: WatchedClock
    locales: LanguageResolver
    command_ids: dict[str, int] = field(default_factory=dict)
    measures: Measures = field(default_factory=NoMeasures)
    owns_guild: Callable[[GuildId], bool] = lambda _: True


class CardContext(Struct, frozen=True):
    """Where and to whom a film's card is shown, and whether it shows all details.

    `guild_id` is None in direct messages, and in a server that the bot is not a member of.
    """

    guild_id: GuildId | None
    user_id: UserId
    is_full: bool = False

    @property
    def place(self) -> "CardPlace":
        """The kind of place, which is all that a film card's components may depend on."""
        return CardPlace(self.guild_id is not None, self.is_full)


class CardPlace(Struct, frozen=True):
    """The kind of place where a card is shown, and whether the card shows all details.

    A card's components must not depend on anything else about the place, because cards are cached under this value.
    `in_guild` says whether the place is in a server that the bot is a member of.
    """

    in_guild: bool
    is_full: bool = False


class Setting(Struct, frozen=True):
    """A line in a server's settings panel: its label's key, its value as text, and the component that changes it.

    `component` names one of the feature's component handlers, which shows the choices if its argument is empty.
    """

    label: str
    value: Callable[[GuildId, Localizer], str]
    component: str


class Shortcut(Struct, frozen=True):
    """A button that does what a command does, for other features to show; `label` is the key of its text.

    `component` names one of the feature's component handlers, which receives an empty argument.
    `is_for_guilds` is whether the button is for servers only.
    """

    label: str
    component: str
    is_for_guilds: bool = False


class FilmCardFields(Protocol):
    """Adds fields to film cards."""

    async def __call__(
        self, films: Sequence[FilmId], card_context: CardContext, localize: Localizer
    ) -> Mapping[FilmId, Sequence[CardField]]:
        """Return the fields for each film, by film id; films without fields can be left out."""


class FilmCardButtons(Protocol):
    """Adds components to a film card."""

    def __call__(self, film_id: FilmId, place: CardPlace, localize: Localizer) -> Sequence[Component]:
        """Return the components in the order in which they are shown."""


class SearchButtons(Protocol):
    """Adds components below a page of search results, which only the person who searched sees."""

    def __call__(self, films: Sequence[FilmId], card_context: CardContext, localize: Localizer) -> Sequence[Component]:
        """Return the components for the films on the page, in the order in which they are shown."""


class Feature(Struct, frozen=True):
    """Everything that a feature registers: commands, handlers, settings, stored data, jobs, hooks and parts of cards.

    `components` and `modals` map the names in custom ids to handlers. `looks_at_channels` names the commands,
    components and modals whose handlers look at channels other than the interaction's. Without a gateway, the server's
    channels are fetched before such a handler runs. `on_change` maps the topics of `Writer.notify` to hooks, which run
    in the other processes.
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
    on_change: Mapping[str, ChangeHook] = field(default_factory=dict)
    card_fields: FilmCardFields | None = None
    card_buttons: FilmCardButtons | None = None
    search_buttons: SearchButtons | None = None
    looks_at_channels: Collection[str] = ()
    gauges: GaugeReader | None = None


class FeatureRegistry(Struct, frozen=True):
    """All features of a client, so that a feature can show what others register.

    It is complete once the client is built.
    """

    features: list[Feature] = field(default_factory=list)

    def register(self, feature: Feature) -> None:
        """Add a feature."""
        self.features.append(feature)

    async def card_fields(self, film_id: FilmId, card_context: CardContext, localize: Localizer) -> list[CardField]:
        """Return the fields that the features add to the card of a film."""
        added = [
            await feature.card_fields([film_id], card_context, localize)
            for feature in self.features
            if feature.card_fields
        ]
        return [card_field for fields in added for card_field in fields.get(film_id, ())]

    def card_buttons(self, film_id: FilmId, place: CardPlace, localize: Localizer) -> list[Component]:
        """Return the components that the features add to the card of a film."""
        return [
            item
            for feature in self.features
            if feature.card_buttons
            for item in feature.card_buttons(film_id, place, localize)
        ]

    def search_buttons(
        self, films: Sequence[FilmId], card_context: CardContext, localize: Localizer
    ) -> list[Component]:
        """Return the components that the features add below a page of search results."""
        return [
            item
            for feature in self.features
            if feature.search_buttons
            for item in feature.search_buttons(films, card_context, localize)
        ]

    def shortcut_buttons(self, names: Sequence[str], localize: Localizer, *, in_guild: bool) -> list[Component]:
        """Return buttons for the named shortcuts that exist, but those for servers only if `in_guild`."""
        shortcuts = {name: shortcut for feature in self.features for name, shortcut in feature.shortcuts.items()}
        return [
            button(shortcuts[name].component, "", localize(shortcuts[name].label))
            for name in names
            if name in shortcuts and (in_guild or not shortcuts[name].is_for_guilds)
        ]


async def run_change_hooks(features: Sequence[Feature], change: Change | None) -> None:
    """Run the features' hooks for a change made by another process; None runs all hooks."""
    for feature in features:
        for topic, hook in feature.on_change.items():
            if change is None or change.topic == topic:
                try:
                    await hook(change.changed_id if change else None)
                except Exception:  # the other hooks must still run
                    log.exception("change hook failed feature=%s topic=%s", feature.name, topic)
