"""Which card is drawn: the first one in the deck's order that fits who draws and what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.storage.sql import Writer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.catalogue.vocabulary import STRONG
from bot.films.service.filters import matching_films
from bot.picks.queries import deck as decks
from bot.picks.queries import eligibility
from bot.picks.queries import picks as kept
from bot.picks.queries.eligibility import Fits
from bot.picks.rules.moods import Mood
from bot.picks.rules.pick import Deck, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter, to_film_filter
from bot.picks.rules.preferences import notes_in_category

NO_FILM = "0"
"""The condition that no film meets."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """Knows which films fit."""

    moods: Mapping[str, Mood]
    reference: ReferenceData

    def choose(self, drawer: Requester, wish: PickFilter, mine: Sequence[str]) -> Fits:
        """What a film must be like: as wished, and with nothing in it that the person avoids; `mine` are services."""
        wanted = to_film_filter(wish, self.moods, notes_in_category(self.reference, STRONG), mine)
        found = matching_films(wanted, self.reference.services, drawer.guild_id) if wanted else (NO_FILM, {})
        return eligibility.allowed_to(Fits(*found), drawer.user_id)

    def looks(self, look: Fits, wish: PickFilter) -> Sequence[Fits]:
        """Where to look, one after the other: with a mood, first among the films of its genres."""
        mood = self.moods.get(wish.mood or "")
        return (eligibility.of_genres(look, mood.genres), look) if mood and mood.genres else (look,)


async def first_that_fits(
    writer: Writer, deck: Deck, pick: Pick, looks: Sequence[Fits], instead_of: int | None
) -> Pick | None:
    """Draw the first card that fits for this pick; None where none fits.

    Out of a deck just shuffled, one of the last few drawn comes only where no other fits.
    """
    if deck.is_fresh and (lately := await decks.recent_films(writer, deck)):
        looks = [*(eligibility.none_of(look, lately) for look in looks), *looks]
    for look in looks:
        if drawn := await kept.draw(writer, pick, look, instead_of):
            if deck.is_fresh:
                await decks.set_fresh(writer, deck, is_fresh=False)
            return drawn
    return None
