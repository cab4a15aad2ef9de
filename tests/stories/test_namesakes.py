"""Films with the same title are told apart by year and country."""

import pytest

from bot.core.storage.database import Database
from bot.core.storage.location import Location
from bot.films.queries import catalogue_writer
from bot.films.rules.film import CatalogueEntry, Film, FilmSummary, FilmTitle
from bot.ids import NO_FILM
from tests.stories.club import Club


@pytest.fixture
async def database_location(database_location: Location) -> Location:
    """Return the location of a database in which two films, one of them Turkish, have the same name."""
    turkish = CatalogueEntry(
        "miracle-in-cell-no-7-2019",
        Film(FilmSummary(NO_FILM, "Miracle in Cell No. 7", None, 2019, "TR")),
        (FilmTitle("english", "Miracle in Cell No. 7"), FilmTitle("other", "7. Koğuştaki Mucize")),
    )
    database = await Database.open(database_location)
    await database.write(lambda writer: catalogue_writer.save_film(writer, turkish, guild_id=None))
    await database.close()
    return database_location


async def test_films_with_the_same_name_are_told_apart_by_year_and_country(club: Club) -> None:
    """The question is private, and its menu shows year and country."""
    question = await club.sam.slash("film show", title="miracle in cell no 7")
    assert question.is_ephemeral
    assert "More than one film is called “miracle in cell no 7”" in question.text
    assert {(option["label"], option["description"]) for option in question.options} == {
        ("Miracle in Cell No. 7 (2013)", "7번방의 선물 · KR"),
        ("Miracle in Cell No. 7 (2019)", "TR"),
    }


async def test_choosing_one_shows_its_card_to_everybody(club: Club) -> None:
    """The menu posts the card of the chosen film."""
    question = await club.sam.slash("film show", title="miracle in cell no 7")
    card = await club.sam.select(question, "Miracle in Cell No. 7 (2019)")
    assert not card.is_ephemeral
    assert card.card.title == "Miracle in Cell No. 7 (2019)"
    assert "not reviewed" in card.text


async def test_a_year_tells_them_apart_at_once(club: Club) -> None:
    """With a year, the card is shown without a question."""
    card = await club.sam.slash("film show", title="miracle in cell no 7 2019")
    assert card.card.title == "Miracle in Cell No. 7 (2019)"


async def test_a_year_that_matches_none_shows_no_card(club: Club) -> None:
    """The right title with a wrong year is answered with a private question."""
    assert (await club.sam.slash("film show", title="miracle in cell no 7 2001")).is_ephemeral
