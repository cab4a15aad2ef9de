"""The panel for a person's preferences; its menus save each choice at once."""

from collections.abc import Awaitable, Callable, Mapping

from discord import Embed
from msgspec import Struct

from bot.core.feature import ComponentHandler, FeatureRegistry, Shortcut
from bot.core.interactions.components import VALUE_SEPARATOR, Component, Option, button, multi_select
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.picks.cards.preferences import preferences_card
from bot.picks.rules.preferences import CONTENT_NOTE_KIND, NOTE_CATEGORIES, UserPreferences, notes_in_category
from bot.picks.service.preferences import Preferences

NOTES, SERVICES, CLEAR, OPEN = "avoid-notes", "avoid-services", "avoid-clear", "avoid-open"
COUNTRY = ("country",)
"""The name of the shortcut that lets a person choose the country where they watch films."""


class PreferencesHandlers(Struct, frozen=True):
    """Shows each person only their own preferences."""

    preferences: Preferences
    reference: ReferenceData
    registry: FeatureRegistry

    async def open_panel(self, context: Context) -> None:
        """Open the panel."""
        selected = await self.preferences.find(context.user_id)
        await context.reply_private(*self._panel_message(selected, context, is_saved=False))

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {
            NOTES: self._save_handler(
                lambda context, argument: self.preferences.set_avoided_notes(
                    context.user_id, argument.split(VALUE_SEPARATOR)
                )
            ),
            SERVICES: self._save_handler(
                lambda context, argument: self.preferences.set_services(
                    context.user_id, argument.split(VALUE_SEPARATOR)
                )
            ),
            OPEN: self._back_to_panel,
            CLEAR: self._save_handler(lambda context, _: self.preferences.clear(context.user_id)),
        }

    def shortcut(self) -> Shortcut:
        """Return the button that goes back to the panel from a person's other preferences."""
        return Shortcut("picks.avoid.shortcut", OPEN)

    async def _back_to_panel(self, context: Context, _: str) -> None:
        selected = await self.preferences.find(context.user_id)
        await context.update_message(*self._panel_message(selected, context, is_saved=False))

    def _save_handler(self, change: Callable[[Context, str], Awaitable[UserPreferences]]) -> ComponentHandler:
        async def save(context: Context, argument: str) -> None:
            await context.update_message(*self._panel_message(await change(context, argument), context, is_saved=True))

        return save

    def _panel_message(
        self, selected: UserPreferences, context: Context, *, is_saved: bool
    ) -> tuple[Embed, list[Component]]:
        localize = context.user_text
        controls: list[Component] = [
            multi_select(NOTES, localize("picks.avoid.notes"), self._note_options(localize), selected.notes),
            multi_select(SERVICES, localize("picks.avoid.services"), self._service_options(), selected.services),
        ]
        in_guild = context.home_guild_id is not None
        controls.extend(self.registry.shortcut_buttons(COUNTRY, localize, in_guild=in_guild))
        if selected.notes or selected.services:
            controls.append(button(CLEAR, "", localize("picks.avoid.clear")))
        return preferences_card(selected, context.command_mention("tearjerker"), localize, is_saved=is_saved), controls

    def _note_options(self, localize: Localizer) -> list[Option]:
        label = self.reference.vocabulary.label
        return [
            (note, label(CONTENT_NOTE_KIND, note, localize.language), localize(f"picks.avoid.{category}"))
            for category in NOTE_CATEGORIES
            for note in notes_in_category(self.reference, category)
        ]

    def _service_options(self) -> list[Option]:
        return [(key, service.name, "") for key, service in self.reference.services.by_key.items()]
