"""For how many voters of a poll a film is on one of the services that they listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.ids import FilmId
from bot.settings.rules.settings import UserSettings

GROUP_SIZE: Final = 3
"""Voters who listed services are counted in whole groups, so that no single vote shows what one person has."""


@dataclass(frozen=True, slots=True)
class StreamingCount:
    """Of so many voters who listed services, so many can watch a film on one of them."""

    able: int
    listed: int


def counted_voters(voters: Sequence[UserSettings]) -> Sequence[UserSettings]:
    """Return the voters of all full groups, in the order of their ballots; none below the size of a group."""
    return voters[: len(voters) - len(voters) % GROUP_SIZE]


def count_able(
    voters: Sequence[UserSettings], region: str | None, services_by_country: Mapping[str | None, frozenset[str]]
) -> StreamingCount:
    """Count whom a film's services serve; who chose no country watches in the server's `region`, if it has one."""
    able = [voter for voter in voters if not services_by_country[voter.country or region].isdisjoint(voter.services)]
    return StreamingCount(len(able), len(voters))


@dataclass(frozen=True, slots=True)
class Streaming:
    """What a poll's message shows of it, by film; `is_from_justwatch` asks for JustWatch's name beside it."""

    counts: Mapping[FilmId, StreamingCount]
    is_from_justwatch: bool
