"""The person who acts on a poll."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a server; a moderator may manage a poll as its host may."""

    guild_id: int
    user_id: int
    is_moderator: bool = False
