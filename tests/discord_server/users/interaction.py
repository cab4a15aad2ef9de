"""One action of a person that the bot has to answer."""

from dataclasses import dataclass, field
from enum import IntEnum

from tests.discord_server.world import Body, Channel, Message, User

TOKEN_SECONDS = 15 * 60.0
"""Seconds until the token expires."""


class InteractionType(IntEnum):
    """The kinds of actions that a person can take."""

    APPLICATION_COMMAND = 2
    MESSAGE_COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class CallbackType(IntEnum):
    """The kinds of first answers that a bot can give."""

    CHANNEL_MESSAGE = 4
    DEFERRED_CHANNEL_MESSAGE = 5
    DEFERRED_UPDATE_MESSAGE = 6
    UPDATE_MESSAGE = 7
    AUTOCOMPLETE_RESULT = 8
    MODAL = 9


@dataclass(eq=False, slots=True)
class Interaction:
    """What was done, where and by whom, and how the bot answered."""

    id: int
    type: InteractionType
    user: User
    channel: Channel
    data: Body
    created_at: float
    message: Message | None = None
    callback_type: CallbackType | None = None
    acknowledged_after: float | None = None
    is_visible: bool = False
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    body: Body = field(default_factory=dict)

    @property
    def token(self) -> str:
        """Return the token that authorises answers."""
        return f"itok-{self.id}"

    @property
    def authorizing_owners(self) -> dict[str, str]:
        """Return who installed the bot: the server's id under "0" (0 in direct messages), the person's under "1"."""
        user_install = {"1": str(self.user.id)} if self.user.has_installed_bot else {}
        guild_install = {"0": str(self.channel.guild.id if self.channel.guild else 0)} if self.channel.has_bot else {}
        return guild_install | user_install

    @property
    def context(self) -> int:
        """Return 0 for a server, 1 for direct messages with the bot, 2 for any other private channel."""
        if self.channel.guild:
            return 0
        return 1 if self.channel.has_bot else 2
