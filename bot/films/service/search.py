"""Searching for films by any mix of conditions. No Discord here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.films.queries import saved_searches, search
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Person
from bot.films.rules.search.film_filter import FilmFilter, active_conditions, only_condition, without_condition
from bot.films.rules.search.people_match import similar_people
from bot.films.rules.search.search_results import NoResults, SearchPage, page_slice
from bot.films.rules.search.search_terms import name_terms, quoted, word_terms
from bot.films.rules.search.theme_match import spoiler_free_first, suggest_themes
from bot.films.rules.search.years import YearRange, suggest_years

DAYS_KEPT = 30
MOST_KEPT = 50
"""Searches of one person; older ones go, and with them their pages."""
DAY = 24 * 60 * 60
MOST_COMPARED = 2000
"""People, of the most films, among whom the one that was meant is looked for."""


@dataclass(frozen=True, slots=True)
class Searches:
    """Finds films, and keeps each search for its owner, so that its pages can be turned after a restart."""

    database: Database
    reference: ReferenceData
    clock: Clock

    async def begin(self, wanted: FilmFilter, person: int, server: int | None) -> SearchPage | NoResults:
        """Search; raises Refusal when nothing is asked, or nothing that could be looked for."""
        _check(wanted)
        films = await self.matching(wanted, server)
        async with self.database.transaction() as writer:
            key = await saved_searches.keep(writer, wanted, person, server, self.clock())
            await saved_searches.drop_oldest(writer, person, MOST_KEPT)
        return await self._found(key, wanted, films, 0, server)

    async def turn(self, key: int, number: int, person: int, server: int | None) -> SearchPage | NoResults:
        """A page of a search, the nearest one there is; raises Refusal for who did not make it here, or not lately."""
        wanted = await self._own(key, person, server)
        return await self._found(key, wanted, await self.matching(wanted, server), number, server)

    async def widen(self, key: int, name: str, person: int, server: int | None) -> SearchPage | NoResults:
        """Search anew without one condition; raises Refusal as `turn` and `begin` do."""
        return await self.begin(without_condition(await self._own(key, person, server), name), person, server)

    async def narrow(self, key: int, name: str, person: int, server: int | None) -> SearchPage | NoResults:
        """Search anew for one condition by itself; raises Refusal as `turn` and `begin` do."""
        return await self.begin(only_condition(await self._own(key, person, server), name), person, server)

    async def mean(self, key: int, place: int, person: int, server: int | None) -> SearchPage | NoResults:
        """Search anew for the person who stood at that place among the near ones; raises Refusal as `turn` does."""
        wanted = await self._own(key, person, server)
        near = similar_people(await self._known(server), wanted.person or "")
        meant = quoted(near[place].name_en) if place < len(near) else wanted.person
        return await self.begin(replace(wanted, person=meant), person, server)

    async def check_owner(self, key: int, person: int, server: int | None) -> None:
        """Raise Refusal for who did not make the search there, or not lately."""
        await self._own(key, person, server)

    async def matching(self, wanted: FilmFilter, server: int | None) -> tuple[int, ...]:
        """The keys of all films that are as wanted, among those that the server sees, the best first."""
        return await search.matching(self.database.reader, self._spelt(wanted), server)

    async def themes(self, typed: str, language: str, server: int | None) -> tuple[str, ...]:
        """The themes that a text may become, those that give nothing away first; while empty those of most films."""
        vocabulary = self.reference.vocabulary
        if typed.strip():
            return suggest_themes(vocabulary, typed, language)
        return spoiler_free_first(vocabulary, await search.common_themes(self.database.reader, server))

    async def people(self, typed: str, server: int | None) -> tuple[Person, ...]:
        """At most 25 directors and actors that a half-typed name may become; those of the most films while empty."""
        found = await search.people(self.database.reader, typed, server)
        return found or similar_people(await self._known(server), typed)

    async def years(self, typed: str, server: int | None) -> tuple[YearRange, ...]:
        """The years that a text may become, and decades that there are films from."""
        return suggest_years(typed, await search.decades(self.database.reader, server))

    async def _own(self, key: int, person: int, server: int | None) -> FilmFilter:
        """Return what somebody searched for in this place; one made elsewhere is as if it were not there."""
        kept = await saved_searches.kept(self.database.reader, key)
        if kept is None or kept.server != server or kept.made <= self.clock() - DAYS_KEPT * DAY:
            raise UserError("films.search.gone")
        if kept.person != person:
            raise UserError("films.search.not-yours")
        return kept.wanted

    async def _found(
        self, key: int, wanted: FilmFilter, films: Sequence[int], number: int, server: int | None
    ) -> SearchPage | NoResults:
        if not films:
            return await self._nothing(key, wanted, server)
        there, shown = page_slice(films, number)
        listed = await search.listed(self.database.reader, shown, server)
        return SearchPage(key, wanted, listed, there, len(films))

    async def _nothing(self, key: int, wanted: FilmFilter, server: int | None) -> NoResults:
        if len(active_conditions(wanted)) > 1:
            helps = await self._counted(wanted, without_condition, server)
            return NoResults(
                key, wanted, helps, counts_alone=() if helps else await self._counted(wanted, only_condition, server)
            )
        if wanted.person is None:
            return NoResults(key, wanted)
        return NoResults(key, wanted, similar_people=similar_people(await self._known(server), wanted.person))

    async def _known(self, server: int | None) -> tuple[Person, ...]:
        return await search.people(self.database.reader, "", server, MOST_COMPARED)

    async def _counted(
        self, wanted: FilmFilter, changed: Callable[[FilmFilter, str], FilmFilter], server: int | None
    ) -> tuple[tuple[str, int], ...]:
        """Each condition with the films that are found when it is `changed`, the most first; none that finds none."""
        other = [(name, self._spelt(changed(wanted, name))) for name in active_conditions(wanted)]
        counts = [(name, await search.count(self.database.reader, one, server)) for name, one in other]
        return tuple((name, films) for name, films in sorted(counts, key=lambda one: -one[1]) if films)

    def _spelt(self, wanted: FilmFilter) -> FilmFilter:
        """With each service by its key and by its name: a film's row may have either."""
        known = [self.reference.services.find(service) for service in wanted.services]
        named = [spelling for service in known if service for spelling in (service.key, service.name)]
        return replace(wanted, services=tuple(dict.fromkeys([*wanted.services, *named])))


def _check(wanted: FilmFilter) -> None:
    if not active_conditions(wanted):
        raise UserError("films.search.ask-something")
    no_words = wanted.words is not None and not word_terms(wanted.words)
    no_name = wanted.person is not None and not name_terms(wanted.person)
    if no_words or no_name:
        raise UserError("films.search.no-letters")
