"""Changes that other processes must know about: settings, films, polls, deleted people and servers."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from msgspec import Struct


class Change(Struct, frozen=True):
    """A topic, such as "guild-settings", and the id of what changed, or None if anything may have changed."""

    topic: str
    changed_id: int | None


ChangeHook: TypeAlias = Callable[[int | None], Awaitable[object]]
"""Drops or reloads cached data about what another process changed: about one id, or about all for None."""
OnChange: TypeAlias = Callable[[Change | None], Awaitable[object]]
"""Receives each change that another process has committed, or None if some changes may have been missed."""
