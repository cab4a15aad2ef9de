"""The content notes of many films at once."""

from bot.core.storage.database import Database
from bot.films.service.films import Films
from bot.ids import FilmId, GuildId
from tests.sql import execute


async def key_of(films: Films, title: str) -> FilmId:
    (heading, *_) = await films.suggest(title, None)
    return heading.id


async def test_the_notes_of_many_films_match_each_films_own(database: Database, films: Films) -> None:
    """Reading the notes of many films gives each film's notes, in the same order. An unknown film is left out."""
    keys = [heading.id for heading in await films.suggest("", None)]
    each = {key: (await films.film(key, None)).content_notes for key in keys}
    assert await films.content_notes([*keys, FilmId(99_999)], GuildId(5)) == each
    assert await films.content_notes([], GuildId(5)) == {}


async def test_a_retired_film_keeps_its_notes(database: Database, films: Films) -> None:
    """Retiring a film does not change its notes."""
    hope = await key_of(films, "소원")
    before = await films.content_notes([hope], None)
    await execute(database, "UPDATE film SET retired = 1")
    assert before[hope]
    assert await films.content_notes([hope], None) == before


async def test_the_notes_of_an_unreviewed_film_are_unknown(database: Database, films: Films) -> None:
    """The notes of an unreviewed film are None, not an empty tuple."""
    hope = await key_of(films, "소원")
    await execute(database, "UPDATE film SET notes_known = 0")
    assert await films.content_notes([hope], None) == {hope: None}


async def test_another_servers_film_has_no_notes_here(database: Database, films: Films) -> None:
    """Only the film's own server gets its notes."""
    hope = await key_of(films, "소원")
    await execute(database, "UPDATE film SET guild_id = 7")
    assert await films.content_notes([hope], GuildId(8)) == {}
    assert (await films.content_notes([hope], GuildId(7)))[hope]
