"""The use cases of random picks; each one is a unit of work, and nothing is shown before it is saved."""

from collections.abc import Sequence
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Lock, Reader, SqlFragment, Writer
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.service.lookup import visible_film_condition
from bot.ids import NO_PICK, NO_USER, FilmId, GuildId, PickId
from bot.picks.queries import deck as decks
from bot.picks.queries import matching_cards
from bot.picks.queries import picks as pick_queries
from bot.picks.queries.matching_cards import FILM_COLUMN
from bot.picks.rules.pick import (
    DAY_SECONDS,
    MAX_SAVED_PICKS,
    RETENTION_DAYS,
    Deck,
    DeckCount,
    NoMatch,
    Pick,
    PutBack,
    Requester,
)
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.rules.preferences import UserPreferences
from bot.picks.service.deck import current_deck, shuffle
from bot.picks.service.draw import PickSelector, draw_first_match


class Picks(Struct, frozen=True):
    """Random films from decks; `rng` is the only source of randomness."""

    database: Database
    selector: PickSelector
    rng: Random
    clock: Clock

    async def draw(self, requester: Requester, pick_filter: PickFilter) -> Pick | NoMatch:
        """Draw a matching film, after a shuffle if the deck is used up; return NoMatch if no film matches."""
        now = self.clock()
        return await self.database.write(
            lambda writer: self._draw(writer, requester, pick_filter, now), deck_lock(requester)
        )

    async def redraw(self, pick_id: PickId, requester: Requester) -> Pick | NoMatch:
        """Replace a pick with a new draw by the same filter; if that was already done, return the latest pick."""
        now = self.clock()
        return await self.database.write(
            lambda writer: self._redraw(writer, pick_id, requester, now), deck_lock(requester)
        )

    async def draw_without(self, pick_id: PickId, requester: Requester, *names: str) -> Pick | NoMatch:
        """Draw again without some filters after a draw that found nothing.

        Raise UserError if this was already done and a film was drawn.
        """
        now = self.clock()
        return await self.database.write(
            lambda writer: self._draw_without(writer, pick_id, requester, names, now), deck_lock(requester)
        )

    async def put_back(self, pick_id: PickId, requester: Requester, *, can_manage_server: bool) -> PutBack:
        """Move a pick's film to the bottom of its deck, and draw another in its place if one matches.

        A pick that has already been replaced or put back does not change.
        """
        now = self.clock()
        return await self.database.write(
            lambda writer: self._put_back(writer, pick_id, requester, now, can_manage_server=can_manage_server),
            deck_lock(requester),
        )

    async def is_shown(self, pick: Pick) -> bool:
        """Return whether a pick is still stored unchanged, and was not replaced."""
        return await self.database.read(lambda reader: _is_shown(reader, pick))

    async def shuffle_after_pick(self, pick_id: PickId, requester: Requester, *, can_manage_server: bool) -> DeckCount:
        """Shuffle a pick's deck; raise UserError unless the requester may manage the server or owns the deck."""
        now = self.clock()
        return await self.database.write(
            lambda writer: self._shuffle_after_pick(
                writer, pick_id, requester, now, can_manage_server=can_manage_server
            ),
            deck_lock(requester),
        )

    async def shuffle_guild_deck(self, guild_id: GuildId) -> DeckCount:
        """Reshuffle a server's deck."""
        owner = Requester(NO_USER, guild_id)
        return await self.database.write(lambda writer: self._shuffle(writer, owner), deck_lock(owner))

    async def count_guild_deck(self, guild_id: GuildId) -> DeckCount:
        """Count the drawn and undrawn films of a server's deck, which is created if necessary."""
        owner = Requester(NO_USER, guild_id)
        return await self.database.write(lambda writer: self._count(writer, owner), deck_lock(owner))

    async def _redraw(self, writer: Writer, pick_id: PickId, requester: Requester, now: int) -> Pick | NoMatch:
        pick = await _find_own_pick(writer, pick_id, requester, now)
        later = await _find_latest(writer, pick)
        return later if later != pick else await self._draw(writer, pick.requester, pick.pick_filter, now, pick.id)

    async def _put_back(
        self, writer: Writer, pick_id: PickId, requester: Requester, now: int, *, can_manage_server: bool
    ) -> PutBack:
        pick = await _find_pick(writer, pick_id, requester.guild_id, now)
        if requester != pick.requester and not (can_manage_server and requester.guild_id):
            raise UserError("picks.not-yours-to-put-back")
        later = await _find_latest(writer, pick)
        if later != pick or pick.is_put_back or pick.film_id is None:
            return PutBack(later)
        await decks.move_to_bottom(writer, pick.deck_id, pick.film_id)
        await pick_queries.mark_put_back(writer, pick_id)
        drawn = await self._draw(writer, pick.requester, pick.pick_filter, now, pick_id, excluded=[pick.film_id])
        return PutBack(replace(pick, is_put_back=True) if isinstance(drawn, NoMatch) else drawn, pick.film_id)

    async def _draw_without(
        self, writer: Writer, pick_id: PickId, requester: Requester, names: Sequence[str], now: int
    ) -> Pick | NoMatch:
        pick = await _find_own_pick(writer, pick_id, requester, now)
        if await pick_queries.find_replacement(writer, pick_id):
            raise UserError("picks.drawn-already")
        return await self._draw(writer, pick.requester, pick.pick_filter.without(*names), now, pick_id)

    async def _shuffle_after_pick(
        self, writer: Writer, pick_id: PickId, requester: Requester, now: int, *, can_manage_server: bool
    ) -> DeckCount:
        pick = await _find_pick(writer, pick_id, requester.guild_id, now)
        if not (can_manage_server if requester.guild_id else requester == pick.requester):
            raise UserError("picks.not-yours-to-shuffle")
        return await self._shuffle(writer, pick.requester)

    async def _shuffle(self, writer: Writer, owner: Requester) -> DeckCount:
        return await _count_deck(writer, await shuffle(writer, await current_deck(writer, owner, self.rng), self.rng))

    async def _count(self, writer: Writer, owner: Requester) -> DeckCount:
        return await _count_deck(writer, await current_deck(writer, owner, self.rng))

    async def _draw(  # noqa: PLR0913, PLR0917  # everything that a draw depends on
        self,
        writer: Writer,
        requester: Requester,
        pick_filter: PickFilter,
        now: int,
        replaced_pick_id: PickId | None = None,
        excluded: Sequence[FilmId] = (),
    ) -> Pick | NoMatch:
        preferences = await self.selector.preferences(writer, requester)
        if pick_filter.on_mine and not preferences.services:
            raise UserError("picks.no-services")
        deck = await current_deck(writer, requester, self.rng)
        filters = self.selector.by_priority(pick_filter, preferences)
        conditions = [self.selector.film_condition(film_filter, requester, excluded) for film_filter in filters]
        pick = Pick(NO_PICK, deck.id, requester, None, 0, pick_filter, is_put_back=False, created_at=now)
        drawn = await draw_first_match(writer, deck, pick, conditions, replaced_pick_id)
        if drawn is None and await self._is_spent(writer, deck, requester, preferences, excluded):
            deck = await shuffle(writer, deck, self.rng)
            drawn = await draw_first_match(writer, deck, pick, conditions, replaced_pick_id)
        if drawn is None:
            pick = await pick_queries.save_no_match(writer, pick)
        await pick_queries.delete_oldest(writer, requester.user_id, MAX_SAVED_PICKS)
        return drawn or await self._no_match(writer, deck, pick, preferences)

    async def _no_match(self, reader: Reader, deck: Deck, pick: Pick, preferences: UserPreferences) -> NoMatch:
        def film_condition(pick_filter: PickFilter) -> SqlFragment:
            return self.selector.film_condition(self.selector.film_filter(pick_filter, preferences), pick.requester)

        pick_filter, anything = pick.pick_filter, film_condition(PickFilter())
        counts = [
            (name, await matching_cards.count_undrawn(reader, deck, film_condition(pick_filter.without(name))))
            for name in pick_filter.active
        ]
        return NoMatch(
            pick,
            tuple(sorted((counted for counted in counts if counted[1]), key=lambda counted: -counted[1])),
            await matching_cards.count_undrawn(reader, deck, anything),
            await matching_cards.count_drawn(reader, deck, anything),
            await matching_cards.count_drawn(reader, deck, film_condition(pick_filter)),
        )

    async def _is_spent(
        self, reader: Reader, deck: Deck, requester: Requester, preferences: UserPreferences, excluded: Sequence[FilmId]
    ) -> bool:
        """Return whether nothing is left in a server's deck for anybody, or in a person's own deck for that person."""
        excluded_notes = preferences.notes if requester.guild_id is None else ()
        condition = self.selector.film_condition(FilmFilter(excluded_notes=excluded_notes), requester, excluded)
        return not await matching_cards.has_undrawn(reader, deck, condition)


def deck_lock(requester: Requester) -> Lock:
    """Return the lock on the deck that a requester draws from: the server's, or their own."""
    return ("deck", requester.guild_id or requester.user_id)


async def _is_shown(reader: Reader, pick: Pick) -> bool:
    stored = await pick_queries.find_pick(reader, pick.id, 0)
    return stored == pick and await pick_queries.find_replacement(reader, pick.id) is None


async def _find_own_pick(reader: Reader, pick_id: PickId, requester: Requester, now: int) -> Pick:
    pick = await _find_pick(reader, pick_id, requester.guild_id, now)
    if pick.requester != requester:
        raise UserError("picks.not-yours")
    return pick


async def _find_pick(reader: Reader, pick_id: PickId, guild_id: GuildId | None, now: int) -> Pick:
    """Return a pick that was drawn here; raise UserError if it was drawn elsewhere or is too old."""
    pick = await pick_queries.find_pick(reader, pick_id, since=now - RETENTION_DAYS * DAY_SECONDS)
    if pick is None or pick.requester.guild_id != guild_id:
        raise UserError("picks.too-old")
    return pick


async def _find_latest(reader: Reader, pick: Pick) -> Pick:
    """Return the last of the picks that replaced this one, or the pick itself if none did."""
    while later := await pick_queries.find_replacement(reader, pick.id):
        pick = later
    return pick


async def _count_deck(reader: Reader, deck: Deck) -> DeckCount:
    visible = visible_film_condition(FILM_COLUMN, deck.owner.guild_id)
    return DeckCount(
        await matching_cards.count_undrawn(reader, deck, visible),
        await matching_cards.count_drawn(reader, deck, visible),
    )
