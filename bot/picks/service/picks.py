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
from bot.picks.rules.pick import DAY, KEPT_DAYS, MOST_KEPT, Deck, Drawer, Left, Nothing, Pick
from bot.picks.rules.pick_filter import Wish
from bot.picks.service.deck import dealt, shuffle
from bot.picks.service.selection import Chooser, first_that_fits


@dataclass(frozen=True, slots=True)
class Picks:
    """Random films out of decks; `chance` is the only thing here that nobody can foresee."""

    database: Database
    chooser: Chooser
    chance: Random
    clock: Clock

    async def draw(self, drawer: Drawer, wish: Wish) -> Pick | Nothing:
        """Draw a film that fits."""
        return await self.database.write(lambda writer: self._drawn(writer, drawer, wish))

    async def another(self, key: int, presser: Drawer) -> Pick | Nothing:
        """Draw again in the place of a pick, with the same wish; what has taken its place already is given again."""
        return await self.database.write(lambda writer: self._another(writer, key, presser))

    async def without(self, key: int, presser: Drawer, *names: str) -> Pick | Nothing:
        """Draw where nothing fitted before, with some filters fewer; once only."""
        async with self.database.transaction() as writer:
            pick = await self._own(writer, key, presser)
            if await kept.replacement(writer, key):
                raise UserError("picks.drawn-already")
            return await self._drawn(writer, pick.drawer, pick.wish.without(*names), key)

    async def put_back(self, key: int, presser: Drawer, *, is_host: bool) -> Pick:
        """Lay a pick's film under the other cards of its deck; a pick that was replaced meanwhile stays as it is."""
        async with self.database.transaction() as writer:
            pick = await self._pick(writer, key, presser.server)
            if presser != pick.drawer and not (is_host and presser.server):
                raise UserError("picks.not-yours-to-put-back")
            later = await _latest(writer, pick)
            if later != pick or pick.put_back or pick.film is None:
                return later
            await decks.put_at_bottom(writer, pick.deck, pick.film)
            await kept.set_put_back(writer, key)
            return replace(pick, put_back=True)

    async def shuffle_for(self, key: int, presser: Drawer, *, is_host: bool) -> Left:
        """Shuffle the deck of a draw anew: a server's for its host, a person's own for that person."""
        async with self.database.transaction() as writer:
            pick = await self._pick(writer, key, presser.server)
            if not (is_host if presser.server else presser == pick.drawer):
                raise UserError("picks.not-yours-to-shuffle")
            return await self._shuffled(writer, pick.drawer)

    async def shuffle_of(self, server: int) -> Left:
        """Shuffle a server's deck anew."""
        async with self.database.transaction() as writer:
            return await self._shuffled(writer, Drawer(0, server))

    async def left_of(self, server: int) -> Left:
        """How much is left of a server's deck; all of it before the first draw."""
        async with self.database.transaction() as writer:
            return await _left(writer, await dealt(writer, Drawer(0, server), self.chance))

    async def _another(self, writer: Writer, key: int, presser: Drawer) -> Pick | Nothing:
        pick = await self._own(writer, key, presser)
        later = await _latest(writer, pick)
        return later if later != pick else await self._drawn(writer, pick.drawer, pick.wish, pick.id)

    async def _shuffled(self, writer: Writer, owner: Drawer) -> Left:
        deck = await shuffle(writer, await dealt(writer, owner, self.chance), self.chance)
        return await _left(writer, deck)

    async def _drawn(self, writer: Writer, drawer: Drawer, wish: Wish, instead_of: int | None = None) -> Pick | Nothing:
        deck = await dealt(writer, drawer, self.chance)
        looks = self.chooser.looks(await self._fitting(writer, drawer, wish), wish)
        pick = Pick(0, deck.id, drawer, None, 0, wish, put_back=False, made=self.clock())
        drawn = await first_that_fits(writer, deck, pick, looks, instead_of)
        if drawn is None and await _is_spent(writer, deck, drawer):
            deck = await shuffle(writer, deck, self.chance)
            drawn = await first_that_fits(writer, deck, pick, looks, instead_of)
        if drawn is None:
            pick = await kept.keep_without_film(writer, pick)
        await kept.drop_oldest(writer, drawer.person, MOST_KEPT)
        return drawn or await self._nothing(writer, deck, pick)

    async def _fitting(self, reader: Reader, drawer: Drawer, wish: Wish) -> Fits:
        mine = await preferences.own_services(reader, drawer.person) if wish.on_mine else ()
        if wish.on_mine and not mine:
            raise UserError("picks.no-services")
        return self.chooser.choose(drawer, wish, mine)

    async def _nothing(self, reader: Reader, deck: Deck, pick: Pick) -> Nothing:
        async def left(wish: Wish) -> int:
            return await eligibility.count_left(reader, deck, await self._fitting(reader, pick.drawer, wish))

        async def drawn(wish: Wish) -> int:
            return await eligibility.count_drawn(reader, deck, await self._fitting(reader, pick.drawer, wish))

        wish, anything = pick.wish, Wish()
        counts = [(name, await left(wish.without(name))) for name in wish.given]
        helps = sorted((one for one in counts if one[1]), key=lambda one: -one[1])
        return Nothing(pick, tuple(helps), await left(anything), await drawn(anything), await drawn(wish))

    async def _own(self, reader: Reader, key: int, presser: Drawer) -> Pick:
        pick = await self._pick(reader, key, presser.server)
        if pick.drawer != presser:
            raise UserError("picks.not-yours")
        return pick

    async def _pick(self, reader: Reader, key: int, server: int | None) -> Pick:
        """Return a pick that was drawn in this place; one of another place is as if it were not there."""
        pick = await kept.pick_of(reader, key, since=self.clock() - KEPT_DAYS * DAY)
        if pick is None or pick.drawer.server != server:
            raise UserError("picks.too-old")
        return pick


async def _latest(reader: Reader, pick: Pick) -> Pick:
    """What stands now where a pick stood."""
    while later := await kept.replacement(reader, pick.id):
        pick = later
    return pick


async def _is_spent(reader: Reader, deck: Deck, drawer: Drawer) -> bool:
    """Whether nothing is left of a server's deck for anybody, of a person's own deck for that person."""
    visible = Fits(*visible_films(drawer.server))
    own = drawer.server is None
    return not await eligibility.is_any_left(
        reader, deck, eligibility.allowed_to(visible, drawer.person) if own else visible
    )


async def _left(reader: Reader, deck: Deck) -> Left:
    visible = Fits(*visible_films(deck.owner.server))
    return Left(
        await eligibility.count_left(reader, deck, visible), await eligibility.count_drawn(reader, deck, visible)
    )
