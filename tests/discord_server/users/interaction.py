"""One thing that a person does and the bot has to answer."""

from dataclasses import dataclass, field
from enum import IntEnum

from tests.discord_server.world import Body, Channel, Message, User

LIFETIME = 15 * 60.0
"""Seconds until the token is worth nothing."""


class Act(IntEnum):
    """What the person did."""

    COMMAND = 2
    PRESS = 3
    TYPING = 4
    FORM = 5


class Answered(IntEnum):
    """What the bot answered first."""

    MESSAGE = 4
    THINKING = 5
    LATER = 6
    UPDATE = 7
    CHOICES = 8
    FORM = 9


@dataclass(eq=False, slots=True)
class Interaction:
    """What was done, where and by whom, and what came of it."""

    id: int
    act: Act
    person: User
    channel: Channel
    data: Body
    born: float
    message: Message | None = None
    answered: Answered | None = None
    answered_after: float | None = None
    arrived: bool = False
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    body: Body = field(default_factory=dict)

    @property
    def token(self) -> str:
        """Whoever has it may answer."""
        return f"itok-{self.id}"

    @property
    def owners(self) -> dict[str, str]:
        """Whose installation of the bot this comes through: "0" a server's (in direct messages 0), "1" the person's."""
        own = {"1": str(self.person.id)} if self.person.has_installed_bot else {}
        server = {"0": str(self.channel.guild.id if self.channel.guild else 0)} if self.channel.has_bot else {}
        return server | own

    @property
    def context(self) -> int:
        """0 in a server, 1 in the bot's direct messages, 2 in any other private place."""
        if self.channel.guild:
            return 0
        return 1 if self.channel.has_bot else 2
