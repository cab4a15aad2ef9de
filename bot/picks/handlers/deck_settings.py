"""Handles a server's deck in the settings: shows how many films are left, and shuffles the deck."""

from collections.abc import Mapping

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import button
from bot.core.interactions.context import Context
from bot.picks.cards.no_match import deck_count_card
from bot.picks.service.picks import Picks

DECK = "deck"
SHUFFLE = "shuffle"
SETTINGS, PANEL = "settings", "panel"
"""The component that opens the settings panel, and its argument."""


class DeckHandlers(Struct, frozen=True):
    """Lets people who may manage the server see and shuffle its deck."""

    picks: Picks

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {DECK: self._open_deck}

    async def _open_deck(self, context: Context, argument: str) -> None:
        if context.home_guild_id is None or not context.can_manage_server:
            raise UserError("picks.not-yours-to-shuffle")
        is_shuffled = argument == SHUFFLE
        deck_count = await (
            self.picks.shuffle_guild_deck(context.home_guild_id)
            if is_shuffled
            else self.picks.count_guild_deck(context.home_guild_id)
        )
        buttons = [] if is_shuffled else [button(DECK, SHUFFLE, context.user_text("picks.button.shuffle"))]
        await context.update_message(
            deck_count_card(deck_count, context.user_text, is_shuffled=is_shuffled),
            [*buttons, button(SETTINGS, PANEL, context.user_text("settings.panel.back"))],
        )
