"""What a film is."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FilmTitle:
    """One of a film's names; kind is english, hangul, romanised or other."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made the film or plays in it."""

    name_en: str
    name_ko: str | None = None
    role: str | None = None

    def name(self, language: str) -> str:
        """The name as readers of `language` know it."""
        return (self.name_ko if language == "ko" else None) or self.name_en


@dataclass(frozen=True, slots=True)
class FilmText:
    """What is told of a film in one language."""

    synopsis: str
    hook: str


@dataclass(frozen=True, slots=True)
class StreamingOffer:
    """A place where the film was seen; region is null when not known, `checked_on` a day as YYYY-MM-DD."""

    service: str
    region: str | None = None
    kind: str | None = None
    url: str | None = None
    checked_on: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class FilmSummary:
    """A film in one line of a list: enough to tell namesakes apart."""

    id: int
    title_en: str
    title_ko: str | None
    year: int
    country: str | None

    def title(self, language: str) -> str:
        """The title as readers of `language` know it."""
        return (self.title_ko if language == "ko" else None) or self.title_en

    def second_title(self, language: str) -> str | None:
        """The title in the other language, where it has one."""
        return self.title_en if language == "ko" and self.title_ko else self.title_ko


@dataclass(frozen=True, slots=True)
class Film:
    """Everything the film table knows of one film; a None says that nobody knows, an empty tuple that there is none."""

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
        """What is told in `language`, else in any language."""
        return self.texts.get(language) or next(iter(self.texts.values()), None)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A film as a films file has it: the film, its slug and all its names."""

    slug: str
    film: Film
    titles: tuple[FilmTitle, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A films file that passed its check; `digest` changes when its content does."""

    digest: str
    entries: tuple[CatalogueEntry, ...]
