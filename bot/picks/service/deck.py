"""Creates a deck when it is first needed, adds new films to it, and shuffles it."""

from random import Random

from msgspec.structs import replace

from bot.core.storage.sql import Writer
from bot.films.service.lookup import ids_after, newest_id, visible_film_condition
from bot.picks.queries import deck as decks
from bot.picks.queries.matching_cards import FILM_COLUMN
from bot.picks.rules.pick import Deck, Requester
from bot.picks.rules.shuffle import insert_at_random, shuffled_order


async def current_deck(writer: Writer, owner: Requester, rng: Random) -> Deck:
    """Return the owner's deck, created if necessary, after adding cards for new films."""
    deck = await decks.find_deck(writer, owner) or await decks.create_deck(writer, owner)
    newest = await newest_id(writer)
    if deck.newest_film_id >= newest:
        return deck
    known = await decks.card_films(writer, deck, deck.newest_film_id)
    added = [film for film in await ids_after(writer, deck.newest_film_id, owner.guild_id) if film not in known]
    if added:
        await decks.place_cards(writer, deck, insert_at_random(await decks.undrawn_films(writer, deck), added, rng))
    await decks.set_newest_film(writer, deck, newest)
    return replace(deck, newest_film_id=newest)


async def shuffle(writer: Writer, deck: Deck, rng: Random) -> Deck:
    """Put all cards in a new order, including those of films that are not visible now."""
    cards = await decks.all_cards(writer, deck, visible_film_condition(FILM_COLUMN, deck.owner.guild_id))
    recent = await decks.recent_films(writer, deck)
    order = shuffled_order([card.film_id for card in cards if card.is_visible], recent, rng)
    hidden = [card.film_id for card in cards if not card.is_visible]
    await decks.place_cards(writer, deck, insert_at_random(order, hidden, rng))
    await decks.set_fresh(writer, deck, is_fresh=True)
    return replace(deck, is_fresh=True)
