"""What one process changes, and the others have to notice: settings, films, polls, deleted people."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of thing, such as "settings", and which one changed; None if any of them may have."""

    topic: str
    changed_id: int | None


ChangeHook: TypeAlias = Callable[[int | None], Awaitable[object]]
"""Drops or reads again what is in memory about the id that changed in another process; about all ids for None."""
OnChange: TypeAlias = Callable[[Change | None], Awaitable[object]]
"""Receives each change that another process has committed; None if any may have been missed."""
