"""The world of the small Discord: people, servers, channels, messages, and the bot."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from tests.discord_server.bots.redirect import BOT_ID, FAKE_TOKEN
from tests.discord_server.clock import AdjustableClock, SnowflakeGenerator
from tests.discord_server.permissions import BOT_PERMISSIONS, MEMBER_PERMISSIONS

Body = dict[str, Any]
"""A JSON object, as Discord and the bot send it to each other."""

EPHEMERAL_FLAG, LOADING_FLAG = 1 << 6, 1 << 7
"""Flags of a message: only one person sees it, and the bot "is thinking"."""


class ChannelType(IntEnum):
    """The kinds of channel."""

    TEXT = 0
    DM = 1
    GROUP_DM = 3
    THREAD = 11
    PRIVATE_THREAD = 12


@dataclass(eq=False, slots=True)
class User:
    """Someone with a language; `has_installed_bot` means that they added the bot to their own account."""

    id: int
    name: str
    locale: str = "en-US"
    has_installed_bot: bool = False
    is_bot: bool = False


@dataclass(eq=False, slots=True)
class Guild:
    """A server; `member_permissions` has the permissions of each member, including the bot if it was invited.

    `system_channel` is the channel for Discord's own messages, for example when someone joins.
    """

    id: int
    name: str
    locale: str = "en-US"
    member_permissions: dict[int, set[str]] = field(default_factory=dict)
    channels: list["Channel"] = field(default_factory=list)
    system_channel: "Channel | None" = None


@dataclass(eq=False, slots=True)
class Channel:
    """A channel or a thread of a server, or a private channel between its `recipients`.

    `denied_permissions` and `granted_permissions` are exceptions to the server's permissions, by person;
    `thread_member_ids` are the members of a private thread.
    """

    id: int
    name: str
    type: ChannelType = ChannelType.TEXT
    guild: Guild | None = None
    parent: "Channel | None" = None
    recipients: tuple[User, ...] = ()
    denied_permissions: dict[int, set[str]] = field(default_factory=dict)
    granted_permissions: dict[int, set[str]] = field(default_factory=dict)
    thread_member_ids: set[int] = field(default_factory=set)
    is_archived: bool = False
    is_locked: bool = False
    messages: dict[int, "Message"] = field(default_factory=dict)

    @property
    def has_bot(self) -> bool:
        """Return whether the bot itself is in this channel."""
        return (
            BOT_ID in self.guild.member_permissions if self.guild else any(person.is_bot for person in self.recipients)
        )

    def permissions_of(self, person: User) -> set[str]:
        """Return what someone may do here; a thread has its channel's exceptions too."""
        if self.guild is None:
            return set(MEMBER_PERMISSIONS)
        places = [self, *([self.parent] if self.parent else [])]
        denied = set().union(*(place.denied_permissions.get(person.id, set()) for place in places))
        granted = set().union(*(place.granted_permissions.get(person.id, set()) for place in places))
        return self.guild.member_permissions.get(person.id, set()) - denied | granted

    @property
    def is_thread(self) -> bool:
        """Return whether this is a thread of a channel."""
        return self.parent is not None

    def can_access(self, person: User) -> bool:
        """Return whether someone has access; in a private thread, only members and people who may manage threads do."""
        is_private = self.type is ChannelType.PRIVATE_THREAD
        return not is_private or person.id in self.thread_member_ids or "manage_threads" in self.permissions_of(person)


@dataclass(eq=False, slots=True)
class Message:
    """A message; if `author` is None, it is the bot's, and if `ephemeral_for` is set, only that person sees it."""

    id: int
    channel: Channel
    body: Body
    ephemeral_for: User | None = None
    is_loading: bool = False
    nonce: str | None = None
    interaction_metadata: Body | None = None
    edit_count: int = 0
    author: User | None = None

    @property
    def flags(self) -> int:
        """Return the message's flags as one number."""
        other_flags = int(self.body.get("flags") or 0) & ~EPHEMERAL_FLAG
        return other_flags | (EPHEMERAL_FLAG if self.ephemeral_for else 0) | (LOADING_FLAG if self.is_loading else 0)


class World:
    """Everything in the simulated world. Permissions and limits are checked by the routes, not here."""

    def __init__(self) -> None:
        self.clock, self.ids = AdjustableClock(), SnowflakeGenerator()
        self.users: dict[int, User] = {}
        self.bot, self.owner = User(BOT_ID, "Nunmul", is_bot=True), self.create_user("owner")
        self.token = FAKE_TOKEN
        self.granted_intents = 0
        self.commands: list[Body] = []
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}

    def create_user(self, name: str, locale: str = "en-US", *, installed: bool = False) -> User:
        """Create a person."""
        user = User(self.ids.new(), name, locale, installed)
        self.users[user.id] = user
        return user

    def create_guild(self, name: str, locale: str = "en-US", *, with_bot: bool = True) -> Guild:
        """Create a server, with the bot in it unless `with_bot` is false."""
        guild = Guild(self.ids.new(), name, locale, {self.bot.id: set(BOT_PERMISSIONS)} if with_bot else {})
        self.guilds[guild.id] = guild
        return guild

    def add_member(self, user: User, guild: Guild, permissions: Iterable[str] = ()) -> None:
        """Make someone a member, with `permissions` on top of the usual ones."""
        guild.member_permissions[user.id] = {*MEMBER_PERMISSIONS, *permissions}

    def create_channel(self, guild: Guild, name: str) -> Channel:
        """Create a text channel without exceptions to the server's permissions."""
        return self._register(Channel(self.ids.new(), name, guild=guild))

    def create_thread(self, parent: Channel, name: str) -> Channel:
        """Create a thread in a channel."""
        return self._register(Channel(self.ids.new(), name, ChannelType.THREAD, parent.guild, parent))

    def create_private_thread(self, parent: Channel, name: str, *members: User) -> Channel:
        """Create a private thread with these people."""
        thread = Channel(self.ids.new(), name, ChannelType.PRIVATE_THREAD, parent.guild, parent)
        thread.thread_member_ids = {person.id for person in members}
        return self._register(thread)

    def create_dm(self, user: User) -> Channel:
        """Create the direct message channel between someone and the bot."""
        return self._register(Channel(self.ids.new(), user.name, ChannelType.DM, recipients=(user, self.bot)))

    def create_group_dm(self, *recipients: User) -> Channel:
        """Create a private group that the bot is not in."""
        return self._register(Channel(self.ids.new(), "a group", ChannelType.GROUP_DM, recipients=recipients))

    def _register(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        if channel.guild:
            channel.guild.channels.append(channel)
        return channel
