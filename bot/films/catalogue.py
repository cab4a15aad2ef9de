"""Loads the catalogue and the reference data, and reports each mistake in a films file by film and field."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.films.rules.catalogue.parse_entry import parse_entry
from bot.films.rules.catalogue.reference_data import ReferenceData, parse_vocabulary
from bot.films.rules.catalogue.validation import entry_issues, own_entry_issues
from bot.films.rules.film import Catalogue
from bot.films.rules.watch_links import parse_services

FORMAT_VERSION = b"4"
"""Increase this if unchanged files must be loaded again, because more of their data is stored or checked."""

MAX_LISTED_ISSUES = 3
REFERENCE_FILES = VOCABULARY_FILE, SERVICES_FILE = "vocabulary.json", "services.json"


class CatalogueIssue(Struct, frozen=True):
    """One mistake in a films file."""

    file: str
    film: str
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.film}: {self.field}: {self.reason}"


def find_issues(path: Path, reference: ReferenceData, *, strict: bool) -> list[CatalogueIssue]:
    """Return every mistake in the file at `path`.

    If `strict`, films without other mistakes must also meet the rules for our own catalogue.
    """
    try:
        films = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return [CatalogueIssue(path.name, "the whole file", "reading", error.strerror or str(error))]
    except (ValueError, RecursionError) as error:
        return [CatalogueIssue(path.name, "the whole file", "JSON", str(error))]
    if not isinstance(films, list) or not films:
        return [CatalogueIssue(path.name, "the whole file", "JSON", "must be a list of films")]
    issues = [*_film_issues(films, reference, strict=strict), *_duplicate_issues(films)]
    return [CatalogueIssue(path.name, *issue) for issue in issues]


def _film_issues(films: Sequence[Any], reference: ReferenceData, *, strict: bool) -> Iterator[tuple[str, str, str]]:
    for i, film in enumerate(films):
        if not isinstance(film, Mapping):
            yield f"film {i + 1}", "JSON", "must be an object"
            continue
        name = _printable_slug(film.get("slug")) or f"film {i + 1}"
        issues = list(entry_issues(film, reference))
        yield from ((name, *fault) for fault in issues or (own_entry_issues(film, reference) if strict else ()))


def _printable_slug(slug: object) -> str:
    """Return a slug with unusual characters escaped, or an empty string if there is none."""
    return slug if isinstance(slug, str) and slug.isprintable() and slug.isascii() else ascii(slug) if slug else ""


def _duplicate_issues(films: Sequence[Any]) -> Iterator[tuple[str, str, str]]:
    for field in ("slug", "imdb_id", "tmdb_id"):
        seen: set[str] = set()
        for film in films:
            value = film.get(field) if isinstance(film, Mapping) else None
            if value is not None and str(value) in seen:
                yield _printable_slug(film.get("slug")), field, f"{value!r} is used twice"
            seen.add(str(value))


def load_catalogue(path: Path) -> Catalogue:
    """Load our own catalogue at `path`; raise StartupError naming the first issues and how to see them all."""
    digest = catalogue_digest(path)  # before the files are read: if they change meanwhile, the next start loads them
    reference = load_reference_data(path.parent)
    if issues := find_issues(path, reference, strict=True):
        named = "; ".join(str(fault) for fault in issues[:MAX_LISTED_ISSUES])
        more = f" (and {len(issues) - MAX_LISTED_ISSUES} more)" if len(issues) > MAX_LISTED_ISSUES else ""
        hint = f"Fix it, or see every mistake with: python -m bot catalogue check {path.name}"
        raise StartupError(
            f"The film catalogue is broken and was not loaded: {named}{more}. {hint}", ExitCode.DATA_BROKEN
        )
    films = json.loads(path.read_bytes())
    return Catalogue(digest, tuple(parse_entry(film, reference.services) for film in films))


def catalogue_digest(path: Path) -> str:
    """Return a digest of a films file and of the reference data beside it; an unreadable file counts as empty."""
    files = (path, *(path.parent / name for name in REFERENCE_FILES))
    return hashlib.sha256(FORMAT_VERSION + b"".join(map(_content, files))).hexdigest()


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def load_reference_data(data: Path) -> ReferenceData:
    """Load the vocabulary and the streaming services from the folder `data`; raise StartupError if one is broken."""
    try:
        vocabulary = parse_vocabulary(_read_json(data / VOCABULARY_FILE))
        services = parse_services(_read_json(data / SERVICES_FILE))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        sentence = (
            f"A data file in {data.name}/ is broken ({error}): restore vocabulary.json and services.json from git."
        )
        raise StartupError(sentence, ExitCode.DATA_BROKEN) from error
    return ReferenceData(vocabulary, services)


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
