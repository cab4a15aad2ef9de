"""Reads a films file and says what is wrong with it: file, film, field and reason for each fault."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.errors import ExitCode, StartupError
from bot.films.rules.catalogue.parse_entry import entry_from
from bot.films.rules.catalogue.reference_data import Reference
from bot.films.rules.catalogue.validation import faults_of, faults_of_own
from bot.films.rules.catalogue.vocabulary import vocabulary_from
from bot.films.rules.film import Catalogue
from bot.films.rules.watch_links import services_from

FORMAT = b"3"
"""Counts up when the same file has to be loaded anew because we store more of it."""

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a films file."""

    file: str
    film: str
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.film}: {self.field}: {self.reason}"


def check(path: Path, reference: Reference, *, own: bool) -> list[Fault]:
    """Every fault of the file at `path`; Hangul and lengths are demanded of our own catalogue only."""
    try:
        films = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return [Fault(path.name, "the whole file", "reading", error.strerror or str(error))]
    except (ValueError, RecursionError) as error:
        return [Fault(path.name, "the whole file", "JSON", str(error))]
    if not isinstance(films, list) or not films:
        return [Fault(path.name, "the whole file", "JSON", "wants a list of films")]
    found = [*_each(films, reference, own=own), *_twice(films)]
    return [Fault(path.name, *rest) for rest in found]


def _each(films: Sequence[Any], reference: Reference, *, own: bool) -> Iterator[tuple[str, str, str]]:
    for i, film in enumerate(films):
        if not isinstance(film, Mapping):
            yield f"film {i + 1}", "JSON", "wants an object"
            continue
        name = _shown(film.get("slug")) or f"film {i + 1}"
        broken = list(faults_of(film, reference))
        yield from ((name, *fault) for fault in broken or (faults_of_own(film, reference) if own else ()))


def _shown(slug: object) -> str:
    """A slug as it can be printed, whatever somebody wrote there."""
    return slug if isinstance(slug, str) and slug.isprintable() and slug.isascii() else ascii(slug) if slug else ""


def _twice(films: Sequence[Any]) -> Iterator[tuple[str, str, str]]:
    for field in ("slug", "imdb_id", "tmdb_id"):
        seen: set[str] = set()
        for film in films:
            value = film.get(field) if isinstance(film, Mapping) else None
            if value is not None and str(value) in seen:
                yield _shown(film.get("slug")), field, f"{value!r} is there twice"
            seen.add(str(value))


def read(path: Path, reference: Reference) -> Catalogue:
    """Our own catalogue at `path`; raises CannotStart with the first faults and how to see them all."""
    if faults := check(path, reference, own=True):
        named = "; ".join(str(fault) for fault in faults[:MOST_NAMED])
        more = f" (and {len(faults) - MOST_NAMED} more)" if len(faults) > MOST_NAMED else ""
        hint = f"Mend it, or see every fault with: python -m bot catalogue check {path.name}"
        raise StartupError(
            f"The film catalogue is broken and was not loaded: {named}{more}. {hint}", ExitCode.DATA_BROKEN
        )
    content = path.read_bytes()
    films = json.loads(content)
    return Catalogue(hashlib.sha256(FORMAT + content).hexdigest(), tuple(entry_from(film) for film in films))


def read_reference(data: Path) -> Reference:
    """The vocabulary and the streaming services in the folder `data`; raises CannotStart when one is broken."""
    try:
        vocabulary = vocabulary_from(_json(data / "vocabulary.json"))
        services = services_from(_json(data / "services.json"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        sentence = (
            f"A data file in {data.name}/ is broken ({error}): restore vocabulary.json and services.json from git."
        )
        raise StartupError(sentence, ExitCode.DATA_BROKEN) from error
    return Reference(vocabulary, services)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
