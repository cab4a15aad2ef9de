"""Random films without a deck: nothing is spent by them, as when they are only proposed. No Discord here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.core.storage.database import Database
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.picks.queries.sampler import matching_films
from bot.picks.rules.moods import parse_moods
from bot.picks.rules.pick import Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.service.selection import PickSelector


@dataclass(frozen=True, slots=True)
class FilmSampler:
    """Draws several films at once, by the same rules as a pick."""

    database: Database
    selector: PickSelector
    rng: Random

    async def sample(
        self, requester: Requester, pick_filter: PickFilter, count: int, excluded: Collection[int] = ()
    ) -> tuple[int, ...]:
        """At most so many films that fit, in any order, none of `but`; with a mood, those of its genres come first.

        Never one with anything in it that the person avoids; for who avoids any, none that nobody reviewed.
        """
        drawn: list[int] = []
        for condition in self.selector.by_priority(
            self.selector.eligible_films(requester, pick_filter, ()), pick_filter
        ):
            films = await matching_films(self.database.reader, condition)
            others = [film for film in films if film not in excluded and film not in drawn]
            drawn += self.rng.sample(others, min(count - len(drawn), len(others)))
        return tuple(drawn)


def film_sampler(
    database: Database, vocabulary: Mapping[str, Any], reference: ReferenceData, rng: Random
) -> FilmSampler:
    """Random films of one database, by the moods of vocabulary.json; raises KeyError where one is not whole."""
    return FilmSampler(database, PickSelector(parse_moods(vocabulary), reference), rng)
