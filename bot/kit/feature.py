"""What a feature hands to the client."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from discord import Embed, app_commands

from bot.kit.ask import Ask
from bot.kit.clock import Clock
from bot.kit.controls import Item
from bot.kit.database import Database
from bot.kit.look import Line
from bot.kit.reply import Replies
from bot.kit.words import Say, Words

Command = app_commands.Group | app_commands.Command[Any, ..., Any]
Press = Callable[[Ask, str], Awaitable[None]]
"""What a control does: it is given the rest of its custom id, after the name it is registered under."""
Hello = Callable[[Say], Embed]
"""A card that greets a place the bot is new to."""
Prepare = Callable[[], Awaitable[object]]
"""What must be done once, before the first command."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What every feature is built with."""

    database: Database
    words: Words
    replies: Replies
    clock: Clock


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card is about to be shown: the server's id (None in direct messages) and who asked."""

    server: int | None
    person: int


class FilmLines(Protocol):
    """Lines for the cards of many films at once, by the films' keys; films without lines may be left out."""

    async def __call__(self, films: Sequence[int], place: Place, say: Say) -> Mapping[int, Sequence[Line]]:
        """The lines of each film, in the language of `say`."""


class FilmButtons(Protocol):
    """Controls for the card of one film."""

    def __call__(self, film: int, place: Place, say: Say) -> Sequence[Item]:
        """The controls, in the order they should stand."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One capability, assembled: its slash commands, what its controls do, what it adds to the cards of films."""

    name: str
    commands: Sequence[Command] = ()
    presses: Mapping[str, Press] = field(default_factory=dict)
    hello: Hello | None = None
    prepare: Prepare | None = None
    film_lines: FilmLines | None = None
    film_buttons: FilmButtons | None = None
