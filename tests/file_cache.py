"""Reads and checks our own texts and catalogue once per test run, not once per bot: tests never change them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from bot import app
from bot.films import catalogue, feature
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Catalogue

uncached_load_translations = app.load_translations
uncached_check = catalogue.check


@contextmanager
def cache_project_files() -> Iterator[None]:
    """Share parsed files between the bots that start in the block."""
    with (
        patch.object(app, "load_translations", cache(uncached_load_translations)),
        patch.object(catalogue, "check", _check),
        patch.object(feature, "load_catalogue", _load_catalogue),
    ):
        yield


def _check(path: Path, reference: ReferenceData, *, strict: bool) -> Sequence[catalogue.CatalogueIssue]:
    """Check every other file each time, because tests write those."""
    return (
        _project_faults() if strict and path == app.CATALOGUE_FILE else uncached_check(path, reference, strict=strict)
    )


@cache
def _project_faults() -> Sequence[catalogue.CatalogueIssue]:
    return uncached_check(app.CATALOGUE_FILE, catalogue.load_reference_data(app.DATA_DIR), strict=True)


def _load_catalogue(path: Path, reference: ReferenceData) -> Catalogue:
    """Load every other file each time."""
    return _project_catalogue() if path == app.CATALOGUE_FILE else catalogue.load_catalogue(path, reference)


@cache
def _project_catalogue() -> Catalogue:
    return catalogue.load_catalogue(app.CATALOGUE_FILE, catalogue.load_reference_data(app.DATA_DIR))
