"""Asks whether to delete a person's data, and handles the answer."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.ids import UserId
from bot.privacy.cards import cancelled_card, erased_card, no_data_card
from bot.privacy.rules import CONFIRMATION_MINUTES, confirmation_argument, is_fresh, parse_confirmation
from bot.privacy.service.user_data import UserDataService

FORGET_ID, CANCEL_ID = "forget", "forget-not"


def confirmation_buttons(user_id: UserId, now: int, localize: Localizer) -> Sequence[Component]:
    """Return the buttons to confirm or cancel, for a person who was asked at `now`."""
    argument = confirmation_argument(user_id, now)
    confirm = button(FORGET_ID, argument, localize("privacy.forget.yes"), danger=True)
    return confirm, button(CANCEL_ID, argument, localize("privacy.forget.no"))


class ErasureHandlers(Struct, frozen=True):
    """Handles the answer: deletes the person's data, or cancels."""

    user_data: UserDataService
    clock: Clock

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {FORGET_ID: self._erase, CANCEL_ID: self._cancel}

    async def _erase(self, context: Context, argument: str) -> None:
        user_id, asked_at = parse_confirmation(argument)
        if user_id != context.user_id:
            raise UserError("privacy.forget.not-yours")
        if not is_fresh(asked_at, self.clock()):
            raise UserError("privacy.forget.stale", minutes=CONFIRMATION_MINUTES)
        counts = await self.user_data.erase(user_id)
        await context.update_message(
            erased_card(counts, context.user_text) if counts else no_data_card(context.user_text)
        )

    async def _cancel(self, context: Context, _: str) -> None:
        await context.update_message(cancelled_card(context.user_text))
