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
from bot.picks.queries import picks as kept
from bot.picks.queries.eligibility import Fits
from bot.picks.rules.pick import DAY_SECONDS, MAX_SAVED_PICKS, RETENTION_DAYS, Deck, DeckCount, NoMatch, Pick, Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.service.deck import dealt, shuffle
from bot.picks.service.selection import Chooser, first_that_fits


@dataclass(frozen=True, slots=True)
class Picks:
    """Random films out of decks; `chance` is the only thing here that nobody can foresee."""

    database: Database
    chooser: Chooser
    chance: Random
    clock: Clock

    async def draw(self, drawer: Requester, wish: PickFilter) -> Pick | NoMatch:
        """Draw a film that fits."""
        return await self.database.write(lambda writer: self._drawn(writer, drawer, wish))

    async def another(self, key: int, presser: Requester) -> Pick | NoMatch:
        """Draw again in the place of a pick, with the same wish; what has taken its place already is given again."""
        return await self.database.write(lambda writer: self._another(writer, key, presser))

    async def without(self, key: int, presser: Requester, *names: str) -> Pick | NoMatch:
        """Draw where nothing fitted before, with some filters fewer; once only."""
        async with self.database.transaction() as writer:
            pick = await self._own(writer, key, presser)
            if await kept.replacement(writer, key):
                raise UserError("picks.drawn-already")
            return await self._drawn(writer, pick.requester, pick.pick_filter.without(*names), key)

    async def put_back(self, key: int, presser: Requester, *, is_host: bool) -> Pick:
        """Lay a pick's film under the other cards of its deck; a pick that was replaced meanwhile stays as it is."""
        async with self.database.transaction() as writer:
            pick = await self._pick(writer, key, presser.guild_id)
            if presser != pick.requester and not (is_host and presser.guild_id):
                raise UserError("picks.not-yours-to-put-back")
            later = await _latest(writer, pick)
            if later != pick or pick.is_put_back or pick.film_id is None:
                return later
            await decks.move_to_bottom(writer, pick.deck_id, pick.film_id)
            await kept.set_put_back(writer, key)
            return replace(pick, is_put_back=True)

    async def shuffle_for(self, key: int, presser: Requester, *, is_host: bool) -> DeckCount:
        """Shuffle the deck of a draw anew: a server's for its host, a person's own for that person."""
        async with self.database.transaction() as writer:
            pick = await self._pick(writer, key, presser.guild_id)
            if not (is_host if presser.guild_id else presser == pick.requester):
                raise UserError("picks.not-yours-to-shuffle")
            return await self._shuffled(writer, pick.requester)

    async def shuffle_of(self, server: int) -> DeckCount:
        """Shuffle a server's deck anew."""
        async with self.database.transaction() as writer:
            return await self._shuffled(writer, Requester(0, server))

    async def left_of(self, server: int) -> DeckCount:
        """How much is left of a server's deck; all of it before the first draw."""
        async with self.database.transaction() as writer:
            return await _left(writer, await dealt(writer, Requester(0, server), self.chance))

    async def _another(self, writer: Writer, key: int, presser: Requester) -> Pick | NoMatch:
        pick = await self._own(writer, key, presser)
        later = await _latest(writer, pick)
        return later if later != pick else await self._drawn(writer, pick.requester, pick.pick_filter, pick.id)

    async def _shuffled(self, writer: Writer, owner: Requester) -> DeckCount:
        deck = await shuffle(writer, await dealt(writer, owner, self.chance), self.chance)
        return await _left(writer, deck)

    async def _drawn(
        self, writer: Writer, drawer: Requester, wish: PickFilter, instead_of: int | None = None
    ) -> Pick | NoMatch:
        deck = await dealt(writer, drawer, self.chance)
        looks = self.chooser.looks(await self._fitting(writer, drawer, wish), wish)
        pick = Pick(0, deck.id, drawer, None, 0, wish, is_put_back=False, created_at=self.clock())
        drawn = await first_that_fits(writer, deck, pick, looks, instead_of)
        if drawn is None and await _is_spent(writer, deck, drawer):
            deck = await shuffle(writer, deck, self.chance)
            drawn = await first_that_fits(writer, deck, pick, looks, instead_of)
        if drawn is None:
            pick = await kept.keep_without_film(writer, pick)
        await kept.drop_oldest(writer, drawer.user_id, MAX_SAVED_PICKS)
        return drawn or await self._nothing(writer, deck, pick)

    async def _fitting(self, reader: Reader, drawer: Requester, wish: PickFilter) -> Fits:
        mine = await preferences.own_services(reader, drawer.user_id) if wish.on_mine else ()
        if wish.on_mine and not mine:
            raise UserError("picks.no-services")
        return self.chooser.choose(drawer, wish, mine)

    async def _nothing(self, reader: Reader, deck: Deck, pick: Pick) -> NoMatch:
        async def left(wish: PickFilter) -> int:
            return await eligibility.count_left(reader, deck, await self._fitting(reader, pick.requester, wish))

        async def drawn(wish: PickFilter) -> int:
            return await eligibility.count_drawn(reader, deck, await self._fitting(reader, pick.requester, wish))

        wish, anything = pick.pick_filter, PickFilter()
        counts = [(name, await left(wish.without(name))) for name in wish.active]
        helps = sorted((one for one in counts if one[1]), key=lambda one: -one[1])
        return NoMatch(pick, tuple(helps), await left(anything), await drawn(anything), await drawn(wish))

    async def _own(self, reader: Reader, key: int, presser: Requester) -> Pick:
        pick = await self._pick(reader, key, presser.guild_id)
        if pick.requester != presser:
            raise UserError("picks.not-yours")
        return pick

    async def _pick(self, reader: Reader, key: int, server: int | None) -> Pick:
        """Return a pick that was drawn in this place; one of another place is as if it were not there."""
        pick = await kept.pick_of(reader, key, since=self.clock() - RETENTION_DAYS * DAY_SECONDS)
        if pick is None or pick.requester.guild_id != server:
            raise UserError("picks.too-old")
        return pick


async def _latest(reader: Reader, pick: Pick) -> Pick:
    """What stands now where a pick stood."""
    while later := await kept.replacement(reader, pick.id):
        pick = later
    return pick


async def _is_spent(reader: Reader, deck: Deck, drawer: Requester) -> bool:
    """Whether nothing is left of a server's deck for anybody, of a person's own deck for that person."""
    visible = Fits(*visible_films(drawer.guild_id))
    own = drawer.guild_id is None
    return not await eligibility.is_any_left(
        reader, deck, eligibility.allowed_to(visible, drawer.user_id) if own else visible
    )


async def _left(reader: Reader, deck: Deck) -> DeckCount:
    visible = Fits(*visible_films(deck.owner.guild_id))
    return DeckCount(
        await eligibility.count_left(reader, deck, visible), await eligibility.count_drawn(reader, deck, visible)
    )
