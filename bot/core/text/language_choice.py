"""Decides in which language to address a person or a server."""

from collections.abc import Mapping

from discord import Locale
from msgspec import Struct, field

from bot.core.text.languages import Language


class LanguageResolver(Struct, frozen=True):
    """Knows which language each person and server chose; the default is their Discord's if we speak it, else English.

    `simulated` replaces the locale in a simulated Discord, which has none. All keys are ids of people or servers.
    """

    simulated: Mapping[int, Language] = field(default_factory=dict)
    chosen: dict[int, Language] = field(default_factory=dict)

    def language(self, entity_id: int, locale: Locale | None) -> Language:
        """Return the language of a person or a server whose Discord is set to `locale`."""
        fallback = Language.KOREAN if locale is Locale.korean else Language.ENGLISH
        return self.chosen.get(entity_id) or self.simulated.get(entity_id, fallback)

    def set_language(self, entity_id: int, language: str | None) -> None:
        """Store the language that a person or a server chose; None removes the choice."""
        self.chosen.pop(entity_id, None)
        if language:
            self.chosen[entity_id] = Language(language)
