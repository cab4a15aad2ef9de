"""The panel of a person's own list: two menus in which to tick, saved with each choice."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from discord import Embed

from bot.core.feature import ComponentHandler
from bot.core.interactions.components import VALUE_SEPARATOR, Component, Option, button, multi_select
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.picks.cards.preferences import avoiding_card
from bot.picks.rules.preferences import CONTENT_NOTE_KIND, NOTE_CATEGORIES, UserPreferences, notes_in_category
from bot.picks.service.preferences import Avoiding

NOTES, SERVICES, CLEAR = "avoid-notes", "avoid-services", "avoid-clear"


@dataclass(frozen=True, slots=True)
class AvoidingPanel:
    """Shows each person their own list, and nobody else's."""

    avoiding: Avoiding
    reference: ReferenceData

    async def tell(self, context: Context) -> None:
        """Open the panel."""
        own = await self.avoiding.of(context.user_id)
        await context.reply_private(*self._drawn(own, context, is_saved=False))

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {
            NOTES: self._saving(
                lambda context, rest: self.avoiding.avoid(context.user_id, rest.split(VALUE_SEPARATOR))
            ),
            SERVICES: self._saving(
                lambda context, rest: self.avoiding.have(context.user_id, rest.split(VALUE_SEPARATOR))
            ),
            CLEAR: self._saving(lambda context, _: self.avoiding.clear(context.user_id)),
        }

    def _saving(self, change: Callable[[Context, str], Awaitable[UserPreferences]]) -> ComponentHandler:
        async def save(context: Context, rest: str) -> None:
            await context.update_message(*self._drawn(await change(context, rest), context, is_saved=True))

        return save

    def _drawn(self, own: UserPreferences, context: Context, *, is_saved: bool) -> tuple[Embed, list[Component]]:
        localize = context.user_text
        controls = [
            multi_select(NOTES, localize("picks.avoid.notes"), self._notes(localize), own.notes),
            multi_select(SERVICES, localize("picks.avoid.services"), self._services(), own.services),
        ]
        if own != UserPreferences():
            controls.append(button(CLEAR, "", localize("picks.avoid.clear")))
        return avoiding_card(own, context.command_mention("tearjerker"), localize, is_saved=is_saved), controls

    def _notes(self, localize: Localizer) -> list[Option]:
        label = self.reference.vocabulary.label
        return [
            (note, label(CONTENT_NOTE_KIND, note, localize.language), localize(f"picks.avoid.{reveals}"))
            for reveals in NOTE_CATEGORIES
            for note in notes_in_category(self.reference, reveals)
        ]

    def _services(self) -> list[Option]:
        return [(key, service.name, "") for key, service in self.reference.services.by_key.items()]
