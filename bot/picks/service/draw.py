"""Draws the first card in the deck's order that matches the person's preferences and the filters."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.core.storage.sql import Reader, SqlFragment, Writer
from bot.films.rules.catalogue.reference_data import STRONG, ReferenceData
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.service.availability import FilmAvailability
from bot.films.service.lookup import matching_film
from bot.ids import FilmId, GuildId, PickId
from bot.picks.queries import deck as decks
from bot.picks.queries import matching_cards
from bot.picks.queries import picks as pick_queries
from bot.picks.queries.matching_cards import FILM_COLUMN
from bot.picks.rules.moods import Mood
from bot.picks.rules.pick import Deck, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter, to_film_filter
from bot.picks.rules.preferences import UserPreferences, notes_in_category
from bot.picks.service.preferences import read_preferences
from bot.tears.service.lookup import film_with_tears


class PickSelector(Struct, frozen=True):
    """Decides which films a person can draw."""

    moods: Mapping[str, Mood]
    reference: ReferenceData
    availability: FilmAvailability

    async def preferences(self, reader: Reader, requester: Requester) -> UserPreferences:
        """Return a person's preferences; the server's country is used if they have chosen none."""
        preferences = await read_preferences(reader, requester.user_id)
        country = preferences.country or self.availability.settings.for_guild(requester.guild_id).region
        return replace(preferences, country=country)

    def film_condition(
        self, film_filter: FilmFilter, requester: Requester, excluded: Sequence[FilmId] = ()
    ) -> SqlFragment:
        """Return the condition that a card's film matches the filter, is visible to the requester and not excluded."""
        condition = self._filter_condition(film_filter, requester.guild_id)
        return matching_cards.excluding(condition, "put_back", excluded) if excluded else condition

    def _filter_condition(self, film_filter: FilmFilter, guild_id: GuildId | None) -> SqlFragment:
        """Return the SQL condition for a filter.

        In a server, the filter's tears are compared with the server's mean for films that enough people have rated.
        """
        tears, offered_film = film_filter.tears, self.availability.tmdb.offered_film
        if tears is None or guild_id is None:
            return matching_film(FILM_COLUMN, film_filter, guild_id, offered_film)
        others = matching_film(FILM_COLUMN, replace(film_filter, tears=None), guild_id, offered_film)
        cried = film_with_tears(FILM_COLUMN, tears, guild_id)
        return SqlFragment(f"{others.sql} AND {cried.sql}", {**cried.values, **others.values})

    def film_filter(self, pick_filter: PickFilter, preferences: UserPreferences) -> FilmFilter:
        """Return the film filter for a person with these preferences."""
        return to_film_filter(pick_filter, self.moods, notes_in_category(self.reference, STRONG), preferences)

    def by_priority(self, pick_filter: PickFilter, preferences: UserPreferences) -> Sequence[FilmFilter]:
        """Return the filters to try, in order; with a mood, the first one asks for the mood's genres too."""
        film_filter, mood = self.film_filter(pick_filter, preferences), self.moods.get(pick_filter.mood or "")
        if mood and mood.genres:
            return replace(film_filter, genres=mood.genres), film_filter
        return (film_filter,)


async def draw_first_match(
    writer: Writer, deck: Deck, pick: Pick, conditions: Sequence[SqlFragment], replaced_pick_id: PickId | None
) -> Pick | None:
    """Draw the first matching card for this pick, or return None if no card matches.

    Just after a shuffle, the most recently drawn films are drawn again only if no other film matches.
    """
    if deck.is_fresh and (recent := await decks.recent_films(writer, deck)):
        conditions = [*(matching_cards.excluding(condition, "recent", recent) for condition in conditions), *conditions]
    for condition in conditions:
        if drawn := await pick_queries.draw_card(writer, pick, condition, replaced_pick_id):
            if deck.is_fresh:
                await decks.set_fresh(writer, deck, is_fresh=False)
            return drawn
    return None
