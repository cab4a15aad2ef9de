"""The controls of privacy: the question whether to be forgotten, and its two answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.privacy.cards import forgotten_card, nothing_card, unchanged_card
from bot.privacy.rules import CONFIRMATION_MINUTES, confirmation_argument, is_fresh, parse_confirmation
from bot.privacy.service.user_data import UserDataService

FORGET, KEEP = "forget", "forget-not"


def answers(person: int, now: int, localize: Localizer) -> Sequence[Component]:
    """The two answers, for this person, as asked now."""
    rest = confirmation_argument(person, now)
    yes = button(FORGET, rest, localize("privacy.forget.yes"), danger=True)
    return yes, button(KEEP, rest, localize("privacy.forget.no"))


@dataclass(frozen=True, slots=True)
class Answering:
    """Does what somebody answered."""

    people: UserDataService
    clock: Clock

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {FORGET: self._forget, KEEP: self._keep}

    async def _forget(self, context: Context, rest: str) -> None:
        person, made = parse_confirmation(rest)
        if person != context.user_id:
            raise UserError("privacy.forget.not-yours")
        if not is_fresh(made, self.clock()):
            raise UserError("privacy.forget.stale", minutes=CONFIRMATION_MINUTES)
        kept = await self.people.erase(person)
        await context.update_message(
            forgotten_card(kept, context.user_text) if kept else nothing_card(context.user_text)
        )

    async def _keep(self, context: Context, _: str) -> None:
        await context.update_message(unchanged_card(context.user_text))
