"""Counts how many voters of a poll can watch a film on one of the services they listed."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from bot.ids import FilmId
from bot.settings.rules.settings import UserSettings

GROUP_SIZE: Final = 3
"""How many voters form a group. Only full groups are counted, so that no single vote reveals one person's services."""


class StreamingCount(Struct, frozen=True):
    """How many of the voters who listed services can watch a film on one of them."""

    can_watch_count: int
    listed_count: int


def counted_voters(voters: Sequence[UserSettings]) -> Sequence[UserSettings]:
    """Return as many voters as form full groups, earliest ballot first, so that no count is about a single voter."""
    return voters[: len(voters) - len(voters) % GROUP_SIZE]


def count_viewers(
    voters: Sequence[UserSettings], region: str | None, services_by_country: Mapping[str | None, frozenset[str]]
) -> StreamingCount:
    """Count the voters who can watch a film on one of their services. `region` applies to voters without a country."""
    viewers = [voter for voter in voters if not services_by_country[voter.country or region].isdisjoint(voter.services)]
    return StreamingCount(len(viewers), len(voters))


class Streaming(Struct, frozen=True):
    """The counts by film for a poll's message; with `is_from_justwatch`, the message must credit JustWatch."""

    counts: Mapping[FilmId, StreamingCount]
    is_from_justwatch: bool
