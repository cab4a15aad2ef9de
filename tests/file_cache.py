"""Our own texts and catalogue do not change while tests run: they are read and checked once, not for every bot."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from bot import app
from bot.films import catalogue
from bot.films.rules.catalogue.reference_data import ReferenceData

read_words = app.load_translations
check = catalogue.check


@contextmanager
def our_files_read_once() -> Iterator[None]:
    """Share what was read of them between the bots that start in the block."""
    with patch.object(app, "read_words", cache(read_words)), patch.object(catalogue, "check", _check):
        yield


def _check(path: Path, reference: ReferenceData, *, strict: bool) -> Sequence[catalogue.CatalogueIssue]:
    """Check any other file each time, for tests write those."""
    return _our_faults() if strict and path == app.CATALOGUE_FILE else check(path, reference, strict=strict)


@cache
def _our_faults() -> Sequence[catalogue.CatalogueIssue]:
    return check(app.CATALOGUE_FILE, catalogue.load_reference_data(app.DATA_DIR), strict=True)
