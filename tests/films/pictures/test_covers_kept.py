"""How covers are drawn, stored and described."""

import asyncio
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from bot.core.text.languages import Language
from bot.core.text.translations import Translations
from bot.films.cards.alt_text import ALT_TEXT_LIMIT, cover_alt_text
from bot.films.pictures.cover import Cover
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film, FilmSummary
from bot.films.service import cover_files, covers
from bot.films.service.covers import Covers
from bot.ids import FilmId

HOPE = Film(FilmSummary(FilmId(7), "Hope", "소원", 2013, "KR"), tears=5, themes=("parent-child", "grief"))


class Painter:
    """Stands in for `draw_cover`: waits for `seconds`, and records each cover that it gets."""

    def __init__(self) -> None:
        self.drawn: list[Cover] = []
        self.seconds = 0.0

    def __call__(self, cover: Cover) -> bytes:
        time.sleep(self.seconds)
        self.drawn.append(cover)
        return f"{cover.title_en} {cover.themes} {len(self.drawn)}".encode()


@pytest.fixture
def painter() -> Iterator[Painter]:
    with patch.object(covers, "draw_cover", Painter()) as painter:
        yield painter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "covers"


@pytest.fixture
def blocked(folder: Path) -> Path:
    """Create a file where the covers' folder should be, and return its path."""
    folder.write_text("in the way")
    return folder


def films_in(folder: Path) -> list[str]:
    return sorted(file.name.split("-")[0] for file in folder.iterdir())


def open_covers(folder: Path, reference: ReferenceData) -> Covers:
    return Covers(folder, reference.vocabulary)


async def test_a_cover_is_drawn_once(folder: Path, reference: ReferenceData, painter: Painter) -> None:
    """Fifty simultaneous requests share one drawing, and a new service finds the cover on disk."""
    service = open_covers(folder, reference)
    found = await asyncio.gather(*(service.find(HOPE) for _ in range(50)))
    assert len(set(found)) == len(painter.drawn) == 1
    assert await open_covers(folder, reference).find(HOPE) == found[0]
    assert len(painter.drawn) == 1


async def test_a_spoiler_theme_never_reaches_a_picture(
    folder: Path, reference: ReferenceData, painter: Painter
) -> None:
    """Spoiler themes and unknown themes are left out before a cover is drawn."""
    await open_covers(folder, reference).find(replace(HOPE, themes=("grief", "parent-child", "unknown", "sacrifice")))
    assert [cover.themes for cover in painter.drawn] == [("parent-child",)]


async def test_a_changed_film_replaces_its_old_cover(folder: Path, reference: ReferenceData, painter: Painter) -> None:
    """Each film has one file, and a changed film does not affect another film's file."""
    service, other = (
        open_covers(folder, reference),
        replace(HOPE, summary=FilmSummary(FilmId(70), "Hope 2", None, 2014, None)),
    )
    first, other_cover = await service.find(HOPE), await service.find(other)
    assert await service.find(replace(HOPE, tears=4)) != first
    assert films_in(folder) == ["7", "70"]
    assert await open_covers(folder, reference).find(other) == other_cover


async def test_the_number_of_stored_covers_is_limited(folder: Path, reference: ReferenceData, painter: Painter) -> None:
    """The folder keeps no more than the allowed number of files."""
    with patch.object(cover_files, "MAX_FILES", 3):
        service = open_covers(folder, reference)
        for number in range(1, 6):
            await service.find(replace(HOPE, summary=FilmSummary(FilmId(number), "Hope", None, 2000, None)))
    assert len(films_in(folder)) == 3


async def test_a_cover_that_cannot_be_stored_is_still_returned(
    blocked: Path, reference: ReferenceData, painter: Painter, caplog: pytest.LogCaptureFixture
) -> None:
    """One log line says that the cover was not stored, and the cover is drawn only once."""
    service = open_covers(blocked, reference)
    with patch.object(cover_files.CoverFiles, "read", return_value=None):
        assert await service.find(HOPE) == await service.find(HOPE)
    assert [record.message.split(" error")[0] for record in caplog.records] == ["cover not stored film=7"]
    assert len(painter.drawn) == 1


async def test_a_film_whose_cover_cannot_be_drawn_has_no_cover(
    folder: Path, reference: ReferenceData, caplog: pytest.LogCaptureFixture
) -> None:
    """Both requests get no cover, and one log line gives the reason."""
    service = open_covers(folder, reference)
    with patch.object(covers, "draw_cover", side_effect=MemoryError("no room")):
        assert [await service.find(HOPE), await service.find(HOPE)] == [None, None]
    assert [record.message for record in caplog.records] == ["cover not drawn film=7 error=MemoryError('no room')"]


async def test_a_card_does_not_wait_for_a_slow_cover(
    folder: Path, reference: ReferenceData, painter: Painter, caplog: pytest.LogCaptureFixture
) -> None:
    """A cover that takes too long is left out, and is ready for a later card."""
    caplog.set_level(logging.INFO)
    painter.seconds, service = 0.3, open_covers(folder, reference)
    with patch.object(covers, "COVER_TIMEOUT", 0.05):
        assert await service.find(HOPE) is None
    assert "cover not ready film=7" in caplog.messages
    await asyncio.sleep(0.5)
    assert await service.find(HOPE) is not None
    assert len(painter.drawn) == 1


@pytest.mark.parametrize("language", Language)
def test_the_alt_text_says_title_year_and_mood(
    language: Language, reference: ReferenceData, translations: Translations
) -> None:
    """The text is in the reader's language, without spoilers, and within Discord's limit."""
    text = cover_alt_text(HOPE, reference.vocabulary, translations.localizer(language))
    expected = {
        "en": "Illustrated cover of Hope (2013): Parent and child, Bring tissues",
        "ko": "소원 (2013) 표지 그림: 부모와 자식, 휴지 필수",
    }
    assert text == expected[language]
    long = replace(HOPE, summary=FilmSummary(FilmId(7), "x" * 2000, None, 2013, None))
    assert len(cover_alt_text(long, reference.vocabulary, translations.localizer(language))) <= ALT_TEXT_LIMIT
