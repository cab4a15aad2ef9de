"""The picture in a film's card."""

from dataclasses import dataclass

from bot.core.interactions.pictures import Picture
from bot.core.text.translations import Localizer
from bot.films.cards.alt_text import cover_alt_text
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.films.rules.film import Film
from bot.films.service.covers import Covers
from bot.ids import GuildId
from bot.settings.service import SettingsService


@dataclass(frozen=True, slots=True)
class FilmPictures:
    """Chooses the picture for a film, in the one place where that is decided."""

    covers: Covers
    settings: SettingsService
    vocabulary: Vocabulary

    async def find(
        self, film: Film, guild_id: GuildId | None, localize: Localizer, *, is_large: bool = False
    ) -> Picture | None:
        """Return the film's cover; None where the server wants none, or there is none now."""
        if not self.settings.for_guild(guild_id).shows_covers:
            return None
        content = await self.covers.find(film)
        if content is None:
            return None
        alt_text = cover_alt_text(film, self.vocabulary, localize)
        return Picture(f"cover-{film.summary.id}.webp", content, alt_text, is_large)
