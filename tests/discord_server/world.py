"""The world of the small Discord: its people, servers, channels and messages, and the bot among them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from tests.discord_server.bots.redirect import BOT_ID, FAKE_TOKEN
from tests.discord_server.clock import Clock, Ids
from tests.discord_server.permissions import BOT, MEMBER

Body = dict[str, Any]
"""A JSON object, as Discord and the bot write it to each other."""

PRIVATE, LOADING = 1 << 6, 1 << 7
"""A message's flags: only one person sees it; the bot "is thinking"."""


class Kind(IntEnum):
    """The kinds of channel."""

    TEXT = 0
    DIRECT = 1
    GROUP = 3
    THREAD = 11
    PRIVATE_THREAD = 12


@dataclass(eq=False, slots=True)
class Person:
    """Somebody with a language; `installed` means that they added the bot to their own account."""

    id: int
    name: str
    locale: str = "en-US"
    installed: bool = False
    bot: bool = False


@dataclass(eq=False, slots=True)
class Server:
    """A server; `may` says what each member may do there, and so who is a member: the bot is one only if invited.

    `system` is the channel that Discord itself writes to, say that somebody has come.
    """

    id: int
    name: str
    locale: str = "en-US"
    may: dict[int, set[str]] = field(default_factory=dict)
    channels: list["Channel"] = field(default_factory=list)
    system: "Channel | None" = None


@dataclass(eq=False, slots=True)
class Channel:
    """A channel or a thread of a server, or a private place between `people`.

    `denied` and `granted` are what members may not do here, or may do besides; `added` are the members of a private
    thread.
    """

    id: int
    name: str
    kind: Kind = Kind.TEXT
    server: Server | None = None
    parent: "Channel | None" = None
    people: tuple[Person, ...] = ()
    denied: dict[int, set[str]] = field(default_factory=dict)
    granted: dict[int, set[str]] = field(default_factory=dict)
    added: set[int] = field(default_factory=set)
    archived: bool = False
    locked: bool = False
    messages: dict[int, "Message"] = field(default_factory=dict)

    @property
    def has_bot(self) -> bool:
        """Whether the bot itself is in this place."""
        return BOT_ID in self.server.may if self.server else any(person.bot for person in self.people)

    def allows(self, person: Person) -> set[str]:
        """What somebody may do here; in a thread, what they may do in the channel it belongs to."""
        if self.server is None:
            return set(MEMBER)
        places = [self, *([self.parent] if self.parent else [])]
        denied = set().union(*(place.denied.get(person.id, set()) for place in places))
        granted = set().union(*(place.granted.get(person.id, set()) for place in places))
        return self.server.may.get(person.id, set()) - denied | granted

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread of a channel."""
        return self.parent is not None

    def is_open_to(self, person: Person) -> bool:
        """Whether somebody gets into this place: into a private thread only who was added to it, or moderates it."""
        is_private = self.kind is Kind.PRIVATE_THREAD
        return not is_private or person.id in self.added or "manage_threads" in self.allows(person)


@dataclass(eq=False, slots=True)
class Message:
    """A message, the bot's if no `author` is named; `body` is what it shows, `private_to` the only one who sees it."""

    id: int
    channel: Channel
    body: Body
    private_to: Person | None = None
    loading: bool = False
    nonce: str | None = None
    cause: Body | None = None
    edits: int = 0
    author: Person | None = None

    @property
    def flags(self) -> int:
        """The message's flags as one number."""
        kept = int(self.body.get("flags") or 0) & ~PRIVATE
        return kept | (PRIVATE if self.private_to else 0) | (LOADING if self.loading else 0)


class World:
    """All that there is. What Discord would refuse is refused by the routes, not here."""

    def __init__(self) -> None:
        self.clock, self.ids = Clock(), Ids()
        self.bot, self.owner = Person(BOT_ID, "Nunmul", bot=True), self.person("owner")
        self.token = FAKE_TOKEN
        self.granted_intents = 0
        self.commands: list[Body] = []
        self.servers: dict[int, Server] = {}
        self.channels: dict[int, Channel] = {}

    def person(self, name: str, locale: str = "en-US", *, installed: bool = False) -> Person:
        """A new person."""
        return Person(self.ids.new(), name, locale, installed)

    def server(self, name: str, locale: str = "en-US", *, invited: bool = True) -> Server:
        """A new server, with the bot in it unless it is not `invited`."""
        server = Server(self.ids.new(), name, locale, {self.bot.id: set(BOT)} if invited else {})
        self.servers[server.id] = server
        return server

    def join(self, person: Person, server: Server, more: Iterable[str] = ()) -> None:
        """Make somebody a member, who may do `more` than others."""
        server.may[person.id] = {*MEMBER, *more}

    def channel(self, server: Server, name: str) -> Channel:
        """A new text channel, in which everybody may do what they may do in the server."""
        return self._placed(Channel(self.ids.new(), name, server=server))

    def thread(self, parent: Channel, name: str) -> Channel:
        """A new thread in a channel."""
        return self._placed(Channel(self.ids.new(), name, Kind.THREAD, parent.server, parent))

    def private_thread(self, parent: Channel, name: str, *people: Person) -> Channel:
        """A new private thread, to which these people were added."""
        made = Channel(self.ids.new(), name, Kind.PRIVATE_THREAD, parent.server, parent)
        made.added = {person.id for person in people}
        return self._placed(made)

    def direct(self, person: Person) -> Channel:
        """The direct messages between somebody and the bot."""
        return self._placed(Channel(self.ids.new(), person.name, Kind.DIRECT, people=(person, self.bot)))

    def group(self, *people: Person) -> Channel:
        """A private group that the bot is not in."""
        return self._placed(Channel(self.ids.new(), "a group", Kind.GROUP, people=people))

    def _placed(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        if channel.server:
            channel.server.channels.append(channel)
        return channel
