"""How a deck comes to its cards: made with the first draw, brought up to the films, shuffled anew when it is spent."""

from dataclasses import replace
from random import Random

from bot.core.storage.sql import Writer
from bot.films.service.filters import visible_films
from bot.picks.queries import deck as decks
from bot.picks.rules.deck import insert_at_random, shuffled_order
from bot.picks.rules.pick import Deck, Requester


async def current_deck(writer: Writer, owner: Requester, rng: Random) -> Deck:
    """The deck that is drawn from, with every film in it that came since."""
    deck = await decks.find_deck(writer, owner) or await decks.create_deck(writer, owner)
    if deck.is_current:
        return deck
    if new := await decks.new_films(writer, deck):
        await decks.place_cards(writer, deck, insert_at_random(await decks.undrawn_films(writer, deck), new, rng))
    await decks.mark_current(writer, deck)
    return replace(deck, is_current=True)


async def shuffle(writer: Writer, deck: Deck, rng: Random) -> Deck:
    """All cards again, in a new order; those that cannot be seen now lie anywhere among the others."""
    visible, _ = visible_films(deck.owner.guild_id)
    cards = await decks.all_cards(writer, deck, visible)
    recent = await decks.recent_films(writer, deck)
    order = shuffled_order([card.film_id for card in cards if card.is_visible], recent, rng)
    hidden = [card.film_id for card in cards if not card.is_visible]
    await decks.place_cards(writer, deck, insert_at_random(order, hidden, rng))
    await decks.set_fresh(writer, deck, is_fresh=True)
    return replace(deck, is_fresh=True)
