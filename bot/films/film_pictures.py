"""Chooses the picture for a film's card."""

from msgspec import Struct

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

OWN_COVER = "cover"


class FilmPictures(Struct, frozen=True):
    """Chooses the picture for the cards of a film."""

    covers: Covers
    settings: SettingsService
    vocabulary: Vocabulary
    availability: FilmAvailability

    async def find(
        self, film: Film, guild_id: GuildId | None, localize: Localizer, *, is_large: bool = False
    ) -> Picture | None:
        """Return the film's poster, or its cover if there is no poster.

        Return None if the server turned covers off, or if the cover is not ready.
        """
        source = await self.picture_source(film, guild_id, localize, is_large=is_large)
        return await self.load(film, source, localize, is_large=is_large)

    async def picture_source(
        self, film: Film, guild_id: GuildId | None, localize: Localizer, *, is_large: bool = False
    ) -> str | None:
        """Return the URL of the film's poster, or OWN_COVER if there is none.

        Return None if the server turned covers off.
        """
        if not self.settings.for_guild(guild_id).shows_covers:
            return None
        size: PosterSize = "w500" if is_large else "w342"
        return await self.availability.poster_url(film, localize.language, size) or OWN_COVER

    async def load(
        self, film: Film, source: str | None, localize: Localizer, *, is_large: bool = False
    ) -> Picture | None:
        """Return the picture that `source` stands for, or None if `source` is None or the cover is not ready."""
        if source != OWN_COVER:
            return Picture("", b"", "", is_large, source) if source else None
        content = await self.covers.find(film)
        if content is None:
            return None
        alt_text = cover_alt_text(film, self.vocabulary, localize)
        return Picture(f"cover-{film.summary.id}.webp", content, alt_text, is_large)
