"""What can be done with random picks: one transaction each, and nothing is told before it is saved. No Discord here."""

from dataclasses import dataclass, replace
from random import Random

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.films.service.filters import visible_films
from bot.picks.queries import deck as decks
from bot.picks.queries import eligibility, preferences
from bot.picks.queries import picks as pick_queries
from bot.picks.queries.eligibility import CardCondition
from bot.picks.rules.pick import DAY_SECONDS, MAX_SAVED_PICKS, RETENTION_DAYS, Deck, DeckCount, NoMatch, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.service.deck import current_deck, shuffle
from bot.picks.service.selection import PickSelector, draw_first_match


@dataclass(frozen=True, slots=True)
class Picks:
    """Random films out of decks; `chance` is the only thing here that nobody can foresee."""

    database: Database
    selector: PickSelector
    rng: Random
    clock: Clock

    async def draw(self, requester: Requester, pick_filter: PickFilter) -> Pick | NoMatch:
        """Draw a film that fits."""
        return await self.database.write(lambda writer: self._draw(writer, requester, pick_filter))

    async def redraw(self, pick_id: int, requester: Requester) -> Pick | NoMatch:
        """Draw again in the place of a pick, with the same wish; what has taken its place already is given again."""
        return await self.database.write(lambda writer: self._redraw(writer, pick_id, requester))

    async def draw_without(self, pick_id: int, requester: Requester, *names: str) -> Pick | NoMatch:
        """Draw where nothing fitted before, with some filters fewer; once only."""
        async with self.database.transaction() as writer:
            pick = await self._own_pick(writer, pick_id, requester)
            if await pick_queries.find_replacement(writer, pick_id):
                raise UserError("picks.drawn-already")
            return await self._draw(writer, pick.requester, pick.pick_filter.without(*names), pick_id)

    async def put_back(self, pick_id: int, requester: Requester, *, is_host: bool) -> Pick:
        """Lay a pick's film under the other cards of its deck; a pick that was replaced meanwhile stays as it is."""
        async with self.database.transaction() as writer:
            pick = await self._find_pick(writer, pick_id, requester.guild_id)
            if requester != pick.requester and not (is_host and requester.guild_id):
                raise UserError("picks.not-yours-to-put-back")
            later = await _find_latest(writer, pick)
            if later != pick or pick.is_put_back or pick.film_id is None:
                return later
            await decks.move_to_bottom(writer, pick.deck_id, pick.film_id)
            await pick_queries.mark_put_back(writer, pick_id)
            return replace(pick, is_put_back=True)

    async def shuffle_after_pick(self, pick_id: int, requester: Requester, *, is_host: bool) -> DeckCount:
        """Shuffle the deck of a draw anew: a server's for its host, a person's own for that person."""
        async with self.database.transaction() as writer:
            pick = await self._find_pick(writer, pick_id, requester.guild_id)
            if not (is_host if requester.guild_id else requester == pick.requester):
                raise UserError("picks.not-yours-to-shuffle")
            return await self._shuffle(writer, pick.requester)

    async def shuffle_guild_deck(self, guild_id: int) -> DeckCount:
        """Shuffle a server's deck anew."""
        async with self.database.transaction() as writer:
            return await self._shuffle(writer, Requester(0, guild_id))

    async def count_guild_deck(self, guild_id: int) -> DeckCount:
        """How much is left of a server's deck; all of it before the first draw."""
        async with self.database.transaction() as writer:
            return await _count_deck(writer, await current_deck(writer, Requester(0, guild_id), self.rng))

    async def _redraw(self, writer: Writer, pick_id: int, requester: Requester) -> Pick | NoMatch:
        pick = await self._own_pick(writer, pick_id, requester)
        later = await _find_latest(writer, pick)
        return later if later != pick else await self._draw(writer, pick.requester, pick.pick_filter, pick.id)

    async def _shuffle(self, writer: Writer, owner: Requester) -> DeckCount:
        deck = await shuffle(writer, await current_deck(writer, owner, self.rng), self.rng)
        return await _count_deck(writer, deck)

    async def _draw(
        self, writer: Writer, requester: Requester, pick_filter: PickFilter, replaced_pick_id: int | None = None
    ) -> Pick | NoMatch:
        deck = await current_deck(writer, requester, self.rng)
        conditions = self.selector.by_priority(await self._eligible_films(writer, requester, pick_filter), pick_filter)
        pick = Pick(0, deck.id, requester, None, 0, pick_filter, is_put_back=False, created_at=self.clock())
        drawn = await draw_first_match(writer, deck, pick, conditions, replaced_pick_id)
        if drawn is None and await _is_spent(writer, deck, requester):
            deck = await shuffle(writer, deck, self.rng)
            drawn = await draw_first_match(writer, deck, pick, conditions, replaced_pick_id)
        if drawn is None:
            pick = await pick_queries.save_no_match(writer, pick)
        await pick_queries.delete_oldest(writer, requester.user_id, MAX_SAVED_PICKS)
        return drawn or await self._no_match(writer, deck, pick)

    async def _eligible_films(self, reader: Reader, requester: Requester, pick_filter: PickFilter) -> CardCondition:
        own_services = await preferences.find_services(reader, requester.user_id) if pick_filter.on_mine else ()
        if pick_filter.on_mine and not own_services:
            raise UserError("picks.no-services")
        return self.selector.eligible_films(requester, pick_filter, own_services)

    async def _no_match(self, reader: Reader, deck: Deck, pick: Pick) -> NoMatch:
        async def count_undrawn(pick_filter: PickFilter) -> int:
            return await eligibility.count_undrawn(
                reader, deck, await self._eligible_films(reader, pick.requester, pick_filter)
            )

        async def count_drawn(pick_filter: PickFilter) -> int:
            return await eligibility.count_drawn(
                reader, deck, await self._eligible_films(reader, pick.requester, pick_filter)
            )

        pick_filter, no_filter = pick.pick_filter, PickFilter()
        counts = [(name, await count_undrawn(pick_filter.without(name))) for name in pick_filter.active]
        counts_without = sorted(
            (name_and_count for name_and_count in counts if name_and_count[1]),
            key=lambda name_and_count: -name_and_count[1],
        )
        return NoMatch(
            pick,
            tuple(counts_without),
            await count_undrawn(no_filter),
            await count_drawn(no_filter),
            await count_drawn(pick_filter),
        )

    async def _own_pick(self, reader: Reader, pick_id: int, requester: Requester) -> Pick:
        pick = await self._find_pick(reader, pick_id, requester.guild_id)
        if pick.requester != requester:
            raise UserError("picks.not-yours")
        return pick

    async def _find_pick(self, reader: Reader, pick_id: int, guild_id: int | None) -> Pick:
        """Return a pick that was drawn in this place; one of another place is as if it were not there."""
        pick = await pick_queries.find_pick(reader, pick_id, since=self.clock() - RETENTION_DAYS * DAY_SECONDS)
        if pick is None or pick.requester.guild_id != guild_id:
            raise UserError("picks.too-old")
        return pick


async def _find_latest(reader: Reader, pick: Pick) -> Pick:
    """What stands now where a pick stood."""
    while later := await pick_queries.find_replacement(reader, pick.id):
        pick = later
    return pick


async def _is_spent(reader: Reader, deck: Deck, requester: Requester) -> bool:
    """Whether nothing is left of a server's deck for anybody, of a person's own deck for that person."""
    visible = CardCondition(*visible_films(requester.guild_id))
    own = requester.guild_id is None
    return not await eligibility.is_any_undrawn(
        reader, deck, eligibility.without_avoided_notes(visible, requester.user_id) if own else visible
    )


async def _count_deck(reader: Reader, deck: Deck) -> DeckCount:
    visible = CardCondition(*visible_films(deck.owner.guild_id))
    return DeckCount(
        await eligibility.count_undrawn(reader, deck, visible), await eligibility.count_drawn(reader, deck, visible)
    )
