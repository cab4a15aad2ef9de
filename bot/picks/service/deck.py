"""How a deck comes to its cards: made with the first draw, brought up to the films, shuffled anew when it is spent."""

from dataclasses import replace
from random import Random

from bot.core.storage.sql import Writer
from bot.films.service.filters import visible_films
from bot.picks.queries import deck as decks
from bot.picks.rules.deck import dealt_in, shuffled
from bot.picks.rules.pick import Deck, Drawer


async def dealt(writer: Writer, owner: Drawer, chance: Random) -> Deck:
    """The deck that is drawn from, with every film in it that came since."""
    deck = await decks.deck_of(writer, owner) or await decks.make_deck(writer, owner)
    if deck.is_current:
        return deck
    if new := await decks.films_to_deal(writer, deck):
        await decks.lay(writer, deck, dealt_in(await decks.undrawn(writer, deck), new, chance))
    await decks.set_current(writer, deck)
    return replace(deck, is_current=True)


async def shuffle(writer: Writer, deck: Deck, chance: Random) -> Deck:
    """All cards again, in a new order; those that cannot be seen now lie anywhere among the others."""
    visible, _ = visible_films(deck.owner.server)
    cards = await decks.every_card(writer, deck, visible)
    lately = await decks.drawn_lately(writer, deck)
    order = shuffled([card.film for card in cards if card.is_visible], lately, chance)
    hidden = [card.film for card in cards if not card.is_visible]
    await decks.lay(writer, deck, dealt_in(order, hidden, chance))
    await decks.set_fresh(writer, deck, is_fresh=True)
    return replace(deck, is_fresh=True)
