"""The use cases of searching for films by any combination of conditions."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.films.queries import saved_searches, search
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Person
from bot.films.rules.search.film_filter import (
    TEXT_CONDITIONS,
    FilmFilter,
    FilmViewer,
    active_conditions,
    has_text,
    only_condition,
    without_conditions,
)
from bot.films.rules.search.people_match import similar_people
from bot.films.rules.search.search_results import NoResults, SearchPage, page_slice
from bot.films.rules.search.search_terms import name_terms, quoted, word_terms
from bot.films.rules.search.theme_match import spoiler_free_first, suggest_themes
from bot.films.rules.search.years import YearRange, suggest_years
from bot.films.service.availability import FilmAvailability
from bot.films.service.films import Films
from bot.ids import FilmId, GuildId, SearchId, UserId

RETENTION_DAYS = 30
MAX_SAVED_SEARCHES = 50
"""The number of searches kept per person; the pages of older ones can no longer be opened."""
DAY_SECONDS = 24 * 60 * 60
MAX_COMPARED_PEOPLE = 2000
"""How many people are compared with a misspelt name, those with the most films first."""


class FilmSearch(Struct, frozen=True):
    """Finds films, and saves each search for its owner so that the pages work after a restart."""

    films: Films
    reference: ReferenceData
    clock: Clock
    availability: FilmAvailability

    @property
    def database(self) -> Database:
        """The database that films are in."""
        return self.films.database

    async def start(self, film_filter: FilmFilter, user_id: UserId, guild_id: GuildId | None) -> SearchPage | NoResults:
        """Search, and save the search; raise UserError if no condition is set or a text has no letters or digits."""
        _check_filter(film_filter)
        film_filter = await self._for_viewer(film_filter, user_id, guild_id)
        films = await self.find_matching(film_filter, guild_id)
        now = self.clock()
        search_id = await self.database.write(
            lambda writer: _save(writer, film_filter, user_id, guild_id, now), ("person", user_id)
        )
        return await self._results(search_id, film_filter, films, 0, guild_id)

    async def open_page(
        self, search_id: SearchId, page_index: int, user_id: UserId, guild_id: GuildId | None
    ) -> SearchPage | NoResults:
        """Search again and return the page nearest to `page_index`; raise UserError as `check_owner` does."""
        film_filter = await self._find_own_filter(search_id, user_id, guild_id)
        film_filter = await self._for_viewer(film_filter, user_id, guild_id)
        return await self._results(
            search_id, film_filter, await self.find_matching(film_filter, guild_id), page_index, guild_id
        )

    async def remove_condition(
        self, search_id: SearchId, name: str, user_id: UserId, guild_id: GuildId | None
    ) -> SearchPage | NoResults:
        """Search again without a condition; raise UserError as `open_page` and `start` do."""
        return await self.start(
            without_conditions(await self._find_own_filter(search_id, user_id, guild_id), name), user_id, guild_id
        )

    async def keep_only_condition(
        self, search_id: SearchId, name: str, user_id: UserId, guild_id: GuildId | None
    ) -> SearchPage | NoResults:
        """Search again with only one of the conditions; raise UserError as `open_page` and `start` do."""
        return await self.start(
            only_condition(await self._find_own_filter(search_id, user_id, guild_id), name), user_id, guild_id
        )

    async def choose_person(
        self, search_id: SearchId, position: int, user_id: UserId, guild_id: GuildId | None
    ) -> SearchPage | NoResults:
        """Search again, for the similar person at `position` if any; raise UserError as `open_page` and `start` do."""
        film_filter = await self._find_own_filter(search_id, user_id, guild_id)
        similar = await self._similar_people(film_filter.person or "", guild_id)
        name = quoted(similar[position].name_en) if position < len(similar) else film_filter.person
        return await self.start(replace(film_filter, person=name), user_id, guild_id)

    async def check_owner(self, search_id: SearchId, user_id: UserId, guild_id: GuildId | None) -> None:
        """Raise UserError unless this person made the search recently in this place."""
        await self._find_own_filter(search_id, user_id, guild_id)

    async def find_matching(self, film_filter: FilmFilter, guild_id: GuildId | None) -> tuple[FilmId, ...]:
        """Return the ids of the matching films that the server sees: title matches, then others, both saddest first."""
        if not has_text(film_filter):
            return await self._find_in_database(film_filter, guild_id)
        index = await self.films.search_index(guild_id)
        found = await self.films.searches.run(index.find, film_filter.words, film_filter.person)
        others = without_conditions(film_filter, *TEXT_CONDITIONS)
        if not found or not active_conditions(others):
            return found
        among = found if len(found) <= search.MAX_AMONG else ()
        matching = {*await self._find_in_database(others, guild_id, among)}
        return tuple(film_id for film_id in found if film_id in matching)

    async def count_matching(self, film_filter: FilmFilter, guild_id: GuildId | None) -> int:
        """Count the matching films that the server sees."""
        if has_text(film_filter):
            return len(await self.find_matching(film_filter, guild_id))
        offered_film = self.availability.tmdb.offered_film
        return await self.database.read(
            lambda reader: search.count_matching(reader, film_filter, guild_id, offered_film)
        )

    async def _find_in_database(
        self, film_filter: FilmFilter, guild_id: GuildId | None, among: Sequence[FilmId] = ()
    ) -> tuple[FilmId, ...]:
        offered_film = self.availability.tmdb.offered_film
        return await self.database.read(
            lambda reader: search.find_matching(reader, film_filter, guild_id, offered_film, among)
        )

    async def own_services(self, user_id: UserId) -> tuple[str, ...]:
        """Return the keys of the services that a person has."""
        return (await self.availability.settings.for_user(user_id)).services

    async def suggest_themes(self, query: str, language: str, guild_id: GuildId | None) -> tuple[str, ...]:
        """Return the themes that a text may mean, or all themes in use if it is empty; spoiler-free ones come first."""
        vocabulary = self.reference.vocabulary
        if query.strip():
            return suggest_themes(vocabulary, query, language)
        return spoiler_free_first(
            vocabulary, await self.database.read(lambda reader: search.common_themes(reader, guild_id))
        )

    async def suggest_people(self, query: str, guild_id: GuildId | None) -> tuple[Person, ...]:
        """Return at most 25 people whom a partly typed name may mean; for an empty one, those with the most films."""
        index = await self.films.search_index(guild_id)
        return await self.films.searches.run(index.find_people, query) or await self._similar_people(query, guild_id)

    async def suggest_years(self, query: str, guild_id: GuildId | None) -> tuple[YearRange, ...]:
        """Return the years that a partly typed text may mean, or else the decades that have films."""
        return suggest_years(query, await self.database.read(lambda reader: search.decades(reader, guild_id)))

    async def _find_own_filter(self, search_id: SearchId, user_id: UserId, guild_id: GuildId | None) -> FilmFilter:
        """Return a search's filter; raise UserError unless this person made the search recently in this place."""
        saved = await self.database.read(lambda reader: saved_searches.find_search(reader, search_id))
        if (
            saved is None
            or saved.guild_id != guild_id
            or saved.created_at <= self.clock() - RETENTION_DAYS * DAY_SECONDS
        ):
            raise UserError("films.search.gone")
        if saved.user_id != user_id:
            raise UserError("films.search.not-yours")
        return saved.film_filter

    async def _for_viewer(self, film_filter: FilmFilter, user_id: UserId, guild_id: GuildId | None) -> FilmFilter:
        """Return the filter with the person's current country and services, if it needs them."""
        if not (film_filter.services or film_filter.on_mine):
            return film_filter
        country = await self.availability.settings.country(user_id, guild_id)
        sees_offers = self.availability.tmdb.is_enabled and country is not None
        return replace(film_filter, viewer=FilmViewer(country, await self.own_services(user_id), sees_offers))

    async def _results(
        self,
        search_id: SearchId,
        film_filter: FilmFilter,
        films: Sequence[FilmId],
        page_index: int,
        guild_id: GuildId | None,
    ) -> SearchPage | NoResults:
        if not films:
            return await self._no_results(search_id, film_filter, guild_id)
        page_index, film_ids = page_slice(films, page_index)
        hits = await self.database.read(lambda reader: search.search_hits(reader, film_ids, guild_id))
        return SearchPage(search_id, film_filter, hits, page_index, len(films))

    async def _no_results(self, search_id: SearchId, film_filter: FilmFilter, guild_id: GuildId | None) -> NoResults:
        if len(active_conditions(film_filter)) > 1:
            counts_without = await self._count_each(film_filter, without_conditions, guild_id)
            return NoResults(
                search_id,
                film_filter,
                counts_without,
                counts_alone=() if counts_without else await self._count_each(film_filter, only_condition, guild_id),
            )
        if film_filter.person is None:
            return NoResults(search_id, film_filter)
        similar = await self._similar_people(film_filter.person, guild_id)
        return NoResults(search_id, film_filter, similar_people=similar)

    async def _similar_people(self, query: str, guild_id: GuildId | None) -> tuple[Person, ...]:
        people = (await self.films.search_index(guild_id)).people[:MAX_COMPARED_PEOPLE]
        return await self.films.searches.run(similar_people, people, query)

    async def _count_each(
        self, film_filter: FilmFilter, change: Callable[[FilmFilter, str], FilmFilter], guild_id: GuildId | None
    ) -> tuple[tuple[str, int], ...]:
        """Return each condition whose filter, made by `change`, finds films, with the number of films, most first."""
        names = active_conditions(film_filter)
        counts = [(name, await self.count_matching(change(film_filter, name), guild_id)) for name in names]
        return tuple(counted for counted in sorted(counts, key=lambda counted: -counted[1]) if counted[1])


async def _save(
    writer: Writer, film_filter: FilmFilter, user_id: UserId, guild_id: GuildId | None, now: int
) -> SearchId:
    search_id = await saved_searches.save_search(writer, film_filter, user_id, guild_id, now)
    await saved_searches.delete_oldest(writer, user_id, MAX_SAVED_SEARCHES)
    return search_id


def _check_filter(film_filter: FilmFilter) -> None:
    if not active_conditions(film_filter):
        raise UserError("films.search.ask-something")
    no_words = film_filter.words is not None and not word_terms(film_filter.words)
    no_name = film_filter.person is not None and not name_terms(film_filter.person)
    if no_words or no_name:
        raise UserError("films.search.no-letters")
