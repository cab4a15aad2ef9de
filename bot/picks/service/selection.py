"""Which card is drawn: the first one in the deck's order that fits who draws and what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.storage.sql import Writer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.catalogue.vocabulary import STRONG
from bot.films.service.filters import matching_films
from bot.picks.queries import deck as decks
from bot.picks.queries import eligibility
from bot.picks.queries import picks as pick_queries
from bot.picks.queries.eligibility import CardCondition
from bot.picks.rules.moods import Mood
from bot.picks.rules.pick import Deck, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter, to_film_filter
from bot.picks.rules.preferences import notes_in_category

NEVER = "0"
"""The condition that no film meets."""


@dataclass(frozen=True, slots=True)
class PickSelector:
    """Knows which films fit."""

    moods: Mapping[str, Mood]
    reference: ReferenceData

    def eligible_films(
        self, requester: Requester, pick_filter: PickFilter, own_services: Sequence[str]
    ) -> CardCondition:
        """What a film must be like: as wished, and with nothing in it that the person avoids; `mine` are services."""
        film_filter = to_film_filter(pick_filter, self.moods, notes_in_category(self.reference, STRONG), own_services)
        condition = matching_films(film_filter, requester.guild_id) if film_filter else (NEVER, {})
        return eligibility.without_avoided_notes(CardCondition(*condition), requester.user_id)

    def by_priority(self, condition: CardCondition, pick_filter: PickFilter) -> Sequence[CardCondition]:
        """Where to look, one after the other: with a mood, first among the films of its genres."""
        mood = self.moods.get(pick_filter.mood or "")
        return (eligibility.with_genres(condition, mood.genres), condition) if mood and mood.genres else (condition,)


async def draw_first_match(
    writer: Writer, deck: Deck, pick: Pick, conditions: Sequence[CardCondition], replaced_pick_id: int | None
) -> Pick | None:
    """Draw the first card that fits for this pick; None where none fits.

    Out of a deck just shuffled, one of the last few drawn comes only where no other fits.
    """
    if deck.is_fresh and (recent := await decks.recent_films(writer, deck)):
        conditions = [*(eligibility.excluding(look, recent) for look in conditions), *conditions]
    for condition in conditions:
        if drawn := await pick_queries.draw_card(writer, pick, condition, replaced_pick_id):
            if deck.is_fresh:
                await decks.set_fresh(writer, deck, is_fresh=False)
            return drawn
    return None
