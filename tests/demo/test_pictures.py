"""The pictures in docs/ cover every message, and can be seen on one page."""

from tests.demo.browser import ROOT
from tests.demo.screenshots import READERS, SIZES, STORIES, file_name

FOLDER = ROOT / "docs" / "pictures"
MAX_BYTES = 4_000_000
FILES = {
    file_name(name, language, size) for names in STORIES for name in names for language in READERS for size in SIZES
}


def test_every_message_has_its_pictures_and_no_other_exists() -> None:
    """Each message has four pictures: in both languages, for a computer and for a phone."""
    assert {file.name for file in FOLDER.glob("*.png")} == FILES


def test_the_gallery_shows_every_picture_with_alt_text() -> None:
    """The page contains every picture, and no picture without alt text."""
    gallery = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [file for file in sorted(FILES) if f"]({file})" not in gallery] == []
    assert "![](" not in gallery


def test_the_pictures_are_small() -> None:
    """Together, the pictures take less than four megabytes, so that a clone of the repository stays small."""
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < MAX_BYTES
