"""Who does something, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a server; a moderator may do with a poll what its host may."""

    guild_id: int
    user_id: int
    is_moderator: bool = False
