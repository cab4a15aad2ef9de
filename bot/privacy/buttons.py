"""The controls of privacy: the question whether to be forgotten, and its two answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.core.errors import Refusal
from bot.core.feature import Press
from bot.core.interactions.components import Control, button
from bot.core.interactions.context import Ask
from bot.core.text.translations import Say
from bot.privacy.cards import forgotten_card, nothing_card, unchanged_card
from bot.privacy.rules import FRESH_MINUTES, asked, is_fresh, question
from bot.privacy.service.people import People

FORGET, KEEP = "forget", "forget-not"


def answers(person: int, now: int, say: Say) -> Sequence[Control]:
    """The two answers, for this person, as asked now."""
    rest = question(person, now)
    yes = button(FORGET, rest, say("privacy.forget.yes"), danger=True)
    return yes, button(KEEP, rest, say("privacy.forget.no"))


@dataclass(frozen=True, slots=True)
class Answering:
    """Does what somebody answered."""

    people: People
    clock: Clock

    def presses(self) -> Mapping[str, Press]:
        """What the controls made here do."""
        return {FORGET: self._forget, KEEP: self._keep}

    async def _forget(self, ask: Ask, rest: str) -> None:
        person, made = asked(rest)
        if person != ask.person:
            raise Refusal("privacy.forget.not-yours")
        if not is_fresh(made, self.clock()):
            raise Refusal("privacy.forget.stale", minutes=FRESH_MINUTES)
        kept = await self.people.forget(person)
        await ask.update(forgotten_card(kept, ask.me) if kept else nothing_card(ask.me))

    async def _keep(self, ask: Ask, _: str) -> None:
        await ask.update(unchanged_card(ask.me))
