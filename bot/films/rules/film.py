"""Films with their people, texts and streaming offers, and the parsed film catalogue."""

from collections.abc import Mapping

from msgspec import Struct, field

from bot.ids import FilmId


class FilmTitle(Struct, frozen=True):
    """One of a film's titles; `kind` is english, hangul, romanised or other."""

    kind: str
    text: str


class Person(Struct, frozen=True):
    """A director or an actor; `role` is the character that an actor plays."""

    name_en: str
    name_ko: str | None = None
    role: str | None = None

    def name(self, language: str) -> str:
        """Return the Korean name if `language` is "ko" and there is one, otherwise the English name."""
        return (self.name_ko if language == "ko" else None) or self.name_en


class FilmText(Struct, frozen=True):
    """A film's synopsis and one-line hook in one language."""

    synopsis: str
    hook: str


class StreamingOffer(Struct, frozen=True):
    """A film's listing on a streaming service; `region` is None if unknown, `checked_on` is YYYY-MM-DD."""

    service: str
    region: str | None = None
    kind: str | None = None
    url: str | None = None
    checked_on: str | None = None
    source: str | None = None


class FilmSummary(Struct, frozen=True):
    """What lists show about a film: enough to tell films with the same title apart."""

    id: FilmId
    title_en: str
    title_ko: str | None
    year: int
    country: str | None

    def title(self, language: str) -> str:
        """Return the Korean title if `language` is "ko" and there is one, otherwise the English title."""
        return (self.title_ko if language == "ko" else None) or self.title_en

    def second_title(self, language: str) -> str | None:
        """Return the title in the other language, or None if there is none."""
        return self.title_en if language == "ko" and self.title_ko else self.title_ko


class Film(Struct, frozen=True):
    """All details of a film; None means unknown, an empty tuple means none."""

    summary: FilmSummary
    minutes: int | None = None
    rating: str | None = None
    ending: str | None = None
    tears: int | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    directors: tuple[Person, ...] = ()
    cast: tuple[Person, ...] = ()
    genres: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    content_notes: tuple[str, ...] | None = None
    texts: Mapping[str, FilmText] = field(default_factory=dict)
    streaming_offers: tuple[StreamingOffer, ...] = ()

    def text(self, language: str) -> FilmText | None:
        """Return the text in `language`, otherwise in any language, or None if there is no text."""
        return self.texts.get(language) or next(iter(self.texts.values()), None)


class CatalogueEntry(Struct, frozen=True):
    """A film in the catalogue file, with its slug and all of its titles."""

    slug: str
    film: Film
    titles: tuple[FilmTitle, ...]


class Catalogue(Struct, frozen=True):
    """A validated catalogue file; `digest` changes if the file or the reference data beside it changes."""

    digest: str
    entries: tuple[CatalogueEntry, ...]
