"""Who does something, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a server; a moderator there may do with any poll of it what its host may.

    `moderates` is the one channel of which that is true besides, if any.
    """

    server: int
    person: int
    is_moderator: bool = False
    moderates: int | None = None
