"""Reads our own files and builds our commands once per test run, because tests never change them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

from discord import app_commands

from bot import app
from bot.films import catalogue, feature
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Catalogue
from bot.films.rules.finder.title_index import IndexedTitle, TitleIndex
from bot.films.service import films
from bot.ids import FilmId
from bot.transport import internals

uncached_load_translations = app.load_translations
uncached_load_reference_data = catalogue.load_reference_data
uncached_find_issues = catalogue.find_issues
uncached_payloads = internals.command_payloads
Names = Sequence[tuple[str, FilmId]]


class SharedPayload(dict[str, Any]):
    """A command as it is registered. Nobody changes it, so SimCord need not copy it at each start."""

    def __deepcopy__(self, _: object) -> Self:
        """Return this payload itself."""
        return self


PAYLOADS: dict[object, Sequence[SharedPayload]] = {}
"""What is registered with Discord, for each set of commands and each kind of translator."""


@contextmanager
def cache_project_files() -> Iterator[None]:
    """Let the bots that start in the block share what the first of them has read and built."""
    with (
        patch.object(app, "load_translations", cache(uncached_load_translations)),
        patch.object(catalogue, "load_reference_data", _load_reference_data),
        patch.object(feature, "load_reference_data", _load_reference_data),
        patch.object(catalogue, "find_issues", _find_issues),
        patch.object(feature, "load_catalogue", _load_catalogue),
        patch.object(films, "TitleIndex", _title_index),
        patch.object(internals, "command_payloads", _command_payloads),
    ):
        yield


def _load_reference_data(data: Path) -> ReferenceData:
    """Cache only the data of our own folder, because tests change other folders."""
    return _project_reference_data() if data == app.DATA_DIR else uncached_load_reference_data(data)


@cache
def _project_reference_data() -> ReferenceData:
    return uncached_load_reference_data(app.DATA_DIR)


def _find_issues(path: Path, reference: ReferenceData, *, strict: bool) -> Sequence[catalogue.CatalogueIssue]:
    """Cache only the faults of our own file, because tests write other files."""
    return (
        _project_faults()
        if strict and path == app.CATALOGUE_FILE
        else uncached_find_issues(path, reference, strict=strict)
    )


@cache
def _project_faults() -> Sequence[catalogue.CatalogueIssue]:
    return uncached_find_issues(app.CATALOGUE_FILE, _project_reference_data(), strict=True)


def _load_catalogue(path: Path) -> Catalogue:
    """Cache only our own catalogue."""
    return project_catalogue() if path == app.CATALOGUE_FILE else catalogue.load_catalogue(path)


@cache
def project_catalogue() -> Catalogue:
    """Return our own catalogue."""
    return catalogue.load_catalogue(app.CATALOGUE_FILE)


def _title_index(titles: Sequence[IndexedTitle], ids: Names, people: Names) -> TitleIndex:
    return _index_of(tuple(titles), tuple(ids), tuple(people))


@lru_cache(maxsize=4)
def _index_of(titles: tuple[IndexedTitle, ...], ids: tuple[Any, ...], people: tuple[Any, ...]) -> TitleIndex:
    return TitleIndex(titles, ids, people)


async def _command_payloads(tree: app_commands.CommandTree[Any]) -> Sequence[Mapping[str, Any]]:
    key = (
        type(tree.translator),
        tuple((command.name, getattr(command, "description", "")) for command in tree.get_commands()),
    )
    if key not in PAYLOADS:
        PAYLOADS[key] = [SharedPayload(payload) for payload in await uncached_payloads(tree)]
    return PAYLOADS[key]
