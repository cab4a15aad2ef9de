"""What a feature hands to the client."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from discord import Embed, Guild, app_commands

from bot.core.clock import WatchedClock
from bot.core.interactions.components import Item
from bot.core.interactions.context import Context
from bot.core.interactions.dispatcher import Dispatcher
from bot.core.jobs import Job
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from bot.core.text.locales import LocaleResolver
from bot.core.text.theme import CardField
from bot.core.text.translations import Localizer, Translations

Command = app_commands.Group | app_commands.Command[Any, ..., Any]
ComponentHandler = Callable[[Context, str], Awaitable[None]]
"""What a control does: it is given the rest of its custom id, after the name it is registered under."""
WelcomeFactory = Callable[[Localizer], Embed]
"""A card that greets a place the bot is new to."""
ModalHandler = Callable[[Context, str, Mapping[str, str]], Awaitable[None]]
"""What a form does: it is given the rest of its custom id and what was typed, by the names of its fields."""


@dataclass(frozen=True, slots=True)
class Limited:
    """What a form does, given no more of each field than the form itself takes: a forged one may hold anything.

    `longest` has the characters of each field by its name; other fields are left out.
    """

    sent: ModalHandler
    longest: Mapping[str, int]

    async def __call__(self, context: Context, rest: str, fields: Mapping[str, str]) -> None:
        """Cut what was typed, then do it."""
        await self.sent(context, rest, {name: fields.get(name, "")[:most] for name, most in self.longest.items()})


ErasureHook = Callable[[int], None]
"""Lets go of what is in memory of a person or a server that was just erased from the database."""
GuildHook = Callable[[Guild], Awaitable[object]]
"""What is done when the bot was invited into a server, or removed from one."""
ReadyHook = Callable[[Collection[int]], Awaitable[object]]
"""What is done with the ids of all servers that the bot is in, when it has just connected."""
StartupHook = Callable[[], Awaitable[object]]
"""What must be done once, before the first command."""


@dataclass(frozen=True, slots=True)
class CoreServices:
    """What every feature is built with; the ids of the slash commands, by name, are known once they are synced."""

    database: Database
    translations: Translations
    dispatcher: Dispatcher
    clock: WatchedClock
    locales: LocaleResolver
    command_ids: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CardContext:
    """Where a card is about to be shown: the id of the server that the bot is a member of, if any, and who asked."""

    guild_id: int | None
    user_id: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of the server's settings panel: the key of its label, its value in words, and a press that changes it.

    `press` is the name of a press of the feature's own; its rest is empty, and it shows the choices in place.
    """

    label: str
    value: Callable[[int, Localizer], str]
    component: str


class FilmCardFields(Protocol):
    """Lines for the cards of many films at once, by the films' keys; films without lines may be left out."""

    async def __call__(
        self, films: Sequence[int], place: CardContext, localize: Localizer
    ) -> Mapping[int, Sequence[CardField]]:
        """The lines of each film, in the language of `localize`."""


class FilmCardButtons(Protocol):
    """Controls for the card of one film."""

    def __call__(self, film: int, place: CardContext, localize: Localizer) -> Sequence[Item]:
        """The controls, in the order they should stand."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One capability, assembled.

    Its slash commands; what its controls and forms do; its lines of the server's settings panel; what it keeps of
    people and servers, and what else to do when one is forgotten; what it does by the clock, and when servers come and
    go; what it adds to the cards of films.
    """

    name: str
    commands: Sequence[Command] = ()
    components: Mapping[str, ComponentHandler] = field(default_factory=dict)
    modals: Mapping[str, ModalHandler] = field(default_factory=dict)
    settings: Sequence[Setting] = ()
    personal_data: Sequence[PersonalDataTable] = ()
    on_erased: ErasureHook | None = None
    jobs: Sequence[Job] = ()
    on_guild_join: GuildHook | None = None
    on_guild_remove: GuildHook | None = None
    on_ready: ReadyHook | None = None
    welcome: WelcomeFactory | None = None
    on_startup: StartupHook | None = None
    card_fields: FilmCardFields | None = None
    card_buttons: FilmCardButtons | None = None
