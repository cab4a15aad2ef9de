"""Who does something, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a server; a moderator may do with a poll what its host may."""

    server: int
    person: int
    is_moderator: bool = False
