"""The panel of a person's own list: two menus in which to tick, saved with each choice."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from discord import Embed

from bot.core.feature import Press
from bot.core.interactions.components import BETWEEN, Control, Option, button, ticks
from bot.core.interactions.context import Ask
from bot.core.text.translations import Say
from bot.films.rules.reference import Reference
from bot.picks.cards.avoiding import avoiding_card
from bot.picks.rules.avoiding import CLASSES, NOTE, OwnList, notes_of
from bot.picks.service.avoiding import Avoiding

NOTES, SERVICES, CLEAR = "avoid-notes", "avoid-services", "avoid-clear"


@dataclass(frozen=True, slots=True)
class AvoidingPanel:
    """Shows each person their own list, and nobody else's."""

    avoiding: Avoiding
    reference: Reference

    async def tell(self, ask: Ask) -> None:
        """Open the panel."""
        own = await self.avoiding.of(ask.person)
        await ask.tell(*self._drawn(own, ask, is_saved=False))

    def presses(self) -> Mapping[str, Press]:
        """What the controls made here do."""
        return {
            NOTES: self._saving(lambda ask, rest: self.avoiding.avoid(ask.person, rest.split(BETWEEN))),
            SERVICES: self._saving(lambda ask, rest: self.avoiding.have(ask.person, rest.split(BETWEEN))),
            CLEAR: self._saving(lambda ask, _: self.avoiding.clear(ask.person)),
        }

    def _saving(self, change: Callable[[Ask, str], Awaitable[OwnList]]) -> Press:
        async def save(ask: Ask, rest: str) -> None:
            await ask.update(*self._drawn(await change(ask, rest), ask, is_saved=True))

        return save

    def _drawn(self, own: OwnList, ask: Ask, *, is_saved: bool) -> tuple[Embed, list[Control]]:
        say = ask.me
        controls = [
            ticks(NOTES, say("picks.avoid.notes"), self._notes(say), own.notes),
            ticks(SERVICES, say("picks.avoid.services"), self._services(), own.services),
        ]
        if own != OwnList():
            controls.append(button(CLEAR, "", say("picks.avoid.clear")))
        return avoiding_card(own, ask.mention("tearjerker"), say, is_saved=is_saved), controls

    def _notes(self, say: Say) -> list[Option]:
        label = self.reference.vocabulary.label
        return [
            (note, label(NOTE, note, say.language), say(f"picks.avoid.{reveals}"))
            for reveals in CLASSES
            for note in notes_of(self.reference, reveals)
        ]

    def _services(self) -> list[Option]:
        return [(key, service.name, "") for key, service in self.reference.services.by_key.items()]
