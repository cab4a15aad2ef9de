"""Covers fit their frame, show every letter of our titles, differ from each other and contain no spoilers."""

import io
import random
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageStat

from bot.core.text.theme import TEARS
from bot.films.pictures.canvas import COVER_HEIGHT, HEIGHT, WIDTH, Canvas
from bot.films.pictures.cover import Cover
from bot.films.pictures.draw import draw_cover
from bot.films.pictures.layouts import choose_layout
from bot.films.pictures.lettering import fit_text, font, is_covered, text_width
from bot.films.pictures.motifs import SCENES
from bot.films.pictures.palette import palette
from bot.films.rules.catalogue.reference_data import SPOILER_FREE, ReferenceData
from bot.films.rules.film import Catalogue
from bot.films.rules.search.theme_match import THEME_KIND

SCRIPTS = ("abcXYZ .,'!", "가힣뷁 쀍", "あ漢字", "العربية", "Łódź ñ", "👨‍👩‍👧", "\u202e\u0301", "1234567890")
LARGEST_BYTES = 60_000
SMALLEST_DIFFERENCE = 6.0
"""The mean difference between the pixels of two thumbnails, out of 255, must be greater than this."""


def covers(catalogue: Catalogue, reference: ReferenceData) -> list[Cover]:
    open_themes = reference.vocabulary.in_categories
    return [
        Cover(
            entry.film.summary.title_en,
            entry.film.summary.title_ko,
            entry.film.summary.year,
            entry.film.tears,
            open_themes(THEME_KIND, entry.film.themes, SPOILER_FREE),
        )
        for entry in catalogue.entries
    ]


@pytest.fixture(scope="module")
def all_covers(our_catalogue: Catalogue, reference: ReferenceData) -> list[Cover]:
    return covers(our_catalogue, reference)


@pytest.fixture(scope="module")
def sampled_covers(all_covers: list[Cover], request: pytest.FixtureRequest) -> list[bytes]:
    """Draw every twentieth cover, or every cover with --soak, and return the files."""
    return [draw_cover(cover) for cover in all_covers[:: 1 if request.config.getoption("--soak") else 20]]


def open_cover(file: bytes) -> Image.Image:
    return Image.open(io.BytesIO(file)).convert("RGB")


def test_every_cover_is_a_small_portrait(sampled_covers: list[bytes]) -> None:
    """Every cover has the standard width and height, and its file is smaller than 60 kB."""
    assert {open_cover(file).size for file in sampled_covers} == {(WIDTH, HEIGHT)}
    assert max(map(len, sampled_covers)) < LARGEST_BYTES


def test_no_two_covers_look_alike(sampled_covers: list[bytes]) -> None:
    """Any two covers differ clearly, even as thumbnails."""
    small = [open_cover(file).resize((54, 80)) for file in sampled_covers]
    for index, one in enumerate(small):
        for other in small[:index]:
            distance = ImageStat.Stat(ImageChops.difference(one, other)).mean
            assert sum(distance) / len(distance) > SMALLEST_DIFFERENCE


def test_a_film_always_has_the_same_cover(all_covers: list[Cover]) -> None:
    """Drawing the same film twice gives the same file."""
    assert draw_cover(all_covers[0]) == draw_cover(replace(all_covers[0]))


def test_a_changed_film_gets_a_different_cover(all_covers: list[Cover]) -> None:
    """A different title, year or number of tissues gives a different cover."""
    cover = all_covers[0]
    others = [replace(cover, title_ko="소리"), replace(cover, year=cover.year + 1), replace(cover, tears=5)]
    assert draw_cover(cover) not in [draw_cover(other) for other in others]


def test_covers_of_sadder_films_are_darker(all_covers: list[Cover]) -> None:
    """A cover with five tissues is clearly darker than the same cover with one."""
    light = [
        ImageStat.Stat(open_cover(draw_cover(replace(all_covers[3], tears=tears))).convert("L")).mean[0]
        for tears in (1, 5)
    ]
    assert light[0] > light[1] + 20
    assert len(TEARS) == 6


def test_exactly_the_themes_without_spoilers_have_a_scene(reference: ReferenceData) -> None:
    """Every theme without spoilers has a scene, and no spoiler theme has one."""
    themes = [key for kind, key in reference.vocabulary.terms if kind == THEME_KIND]
    assert set(SCENES) == set(reference.vocabulary.in_categories(THEME_KIND, themes, SPOILER_FREE))


def test_the_font_has_every_letter_of_the_catalogues_titles(all_covers: list[Cover]) -> None:
    """No letter of a title is shown as a box."""
    assert [cover for cover in all_covers if not is_covered(f"{cover.title_ko or ''}{cover.title_en}")] == []


def test_the_font_has_every_letter_that_counts_as_covered() -> None:
    """Each letter that `is_covered` accepts has its own glyph. Chinese, Japanese and emoji are not accepted."""
    missing = font(40).getmask("\U0010fffd")
    box = bytes(missing), missing.size
    for code in [*range(0x21, 0x180), *range(0xAC00, 0xD7A4, 37), *range(0x2010, 0x2040)]:
        mask = font(40).getmask(chr(code))
        assert is_covered(chr(code)) is False or (bytes(mask), mask.size) != box, hex(code)
    assert not any(map(is_covered, "漢あ🎬"))


def test_every_title_of_the_catalogue_fits_into_the_frame(all_covers: list[Cover]) -> None:
    """No letter of a title is lost, and its lines stay within the given width and height."""
    for title in [title for cover in all_covers for title in (cover.title_ko, cover.title_en) if title]:
        lines = fit_text(title, 0.85, 0.66, 0.3)
        assert "".join(lines.lines).replace(" ", "") == title.replace(" ", "")
        assert max(map(text_width, lines.lines)) * lines.size <= 0.851
        assert lines.height <= 0.661


def random_covers(rng: random.Random, count: int) -> Iterator[Cover]:
    for _ in range(count):
        title = "".join(rng.choice(rng.choice(SCRIPTS)) for _ in range(rng.choice((1, 5, 20, 300))))
        themes = tuple(rng.sample(sorted(SCENES), rng.randrange(4)))
        yield Cover(
            title, rng.choice((None, title[::-1])), rng.randrange(1900, 2100), rng.choice((None, 0, 3, 5)), themes
        )


def test_any_title_is_drawn_inside_the_frame(is_soak: bool) -> None:
    """Random titles of any length, in many scripts, stay inside the frame."""
    for cover in random_covers(random.Random(7), 200 if is_soak else 6):
        layout = choose_layout(cover, palette(cover.tears, random.Random(1)), random.Random(2))
        canvas = Canvas()
        layout.write(canvas)
        left, top, right, bottom = canvas.image.getbbox() or (0, 0, 0, 0)
        assert min(left, top) > 0
        assert (right, bottom) < canvas.image.size
        assert 0 < layout.top < layout.horizon < COVER_HEIGHT
        assert open_cover(draw_cover(cover)).size == (WIDTH, HEIGHT)
