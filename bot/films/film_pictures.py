"""Chooses the picture in a film's card."""

from dataclasses import dataclass

from bot.core.interactions.pictures import Picture
from bot.core.text.translations import Localizer
from bot.films.cards.alt_text import cover_alt_text
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.films.rules.film import Film
from bot.films.service.availability import FilmAvailability
from bot.films.service.covers import Covers
from bot.ids import GuildId
from bot.settings.service import SettingsService
from bot.tmdb.rules.movie import PosterSize


@dataclass(frozen=True, slots=True)
class FilmPictures:
    """Chooses the picture for a film, for all cards."""

    covers: Covers
    settings: SettingsService
    vocabulary: Vocabulary
    availability: FilmAvailability

    async def find(
        self, film: Film, guild_id: GuildId | None, localize: Localizer, *, is_large: bool = False
    ) -> Picture | None:
        """Return the film's poster, else its cover; None if the server turned covers off or the cover is not ready."""
        if not self.settings.for_guild(guild_id).shows_covers:
            return None
        size: PosterSize = "w500" if is_large else "w342"
        if url := await self.availability.poster_url(film, localize.language, size):
            return Picture("", b"", "", is_large, url)
        content = await self.covers.find(film)
        if content is None:
            return None
        alt_text = cover_alt_text(film, self.vocabulary, localize)
        return Picture(f"cover-{film.summary.id}.webp", content, alt_text, is_large)
