"""Random films without a deck: nothing is spent by them, as when they are only proposed. No Discord here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.core.storage.database import Database
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.picks.queries.sampler import fitting
from bot.picks.rules.moods import parse_moods
from bot.picks.rules.pick import Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.service.selection import Chooser


@dataclass(frozen=True, slots=True)
class Sampling:
    """Draws several films at once, by the same rules as a pick."""

    database: Database
    chooser: Chooser
    chance: Random

    async def some(self, drawer: Requester, wish: PickFilter, count: int, but: Collection[int] = ()) -> tuple[int, ...]:
        """At most so many films that fit, in any order, none of `but`; with a mood, those of its genres come first.

        Never one with anything in it that the person avoids; for who avoids any, none that nobody reviewed.
        """
        drawn: list[int] = []
        for look in self.chooser.looks(self.chooser.choose(drawer, wish, ()), wish):
            films = await fitting(self.database.reader, look)
            others = [film for film in films if film not in but and film not in drawn]
            drawn += self.chance.sample(others, min(count - len(drawn), len(others)))
        return tuple(drawn)


def sampling_of(
    database: Database, vocabulary: Mapping[str, Any], reference: ReferenceData, chance: Random
) -> Sampling:
    """Random films of one database, by the moods of vocabulary.json; raises KeyError where one is not whole."""
    return Sampling(database, Chooser(parse_moods(vocabulary), reference), chance)
