"""A server's deck in its settings: how much is left of it, and shuffling it anew."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import button
from bot.core.interactions.context import Context
from bot.picks.cards.no_match import left_card
from bot.picks.service.picks import Picks

OF_SERVER = "deck"
SHUFFLE = "shuffle"
SETTINGS, PANEL = "settings", "panel"
"""The press of settings that shows their panel."""


@dataclass(frozen=True, slots=True)
class ServerDeck:
    """What a host can do with the deck of their server."""

    picks: Picks

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {OF_SERVER: self._pressed}

    async def _pressed(self, context: Context, rest: str) -> None:
        if context.home_guild_id is None or not context.is_host:
            raise UserError("picks.not-yours-to-shuffle")
        is_shuffled = rest == SHUFFLE
        left = await (
            self.picks.shuffle_of(context.home_guild_id) if is_shuffled else self.picks.left_of(context.home_guild_id)
        )
        buttons = [] if is_shuffled else [button(OF_SERVER, SHUFFLE, context.user_text("picks.button.shuffle"))]
        await context.update_message(
            left_card(left, context.user_text, is_shuffled=is_shuffled),
            [*buttons, button(SETTINGS, PANEL, context.user_text("settings.panel.back"))],
        )
