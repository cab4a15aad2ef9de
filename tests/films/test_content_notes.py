"""What must be seen of many films at once."""

from bot.core.storage.database import Database
from bot.films.service.films import Films
from bot.ids import FilmId, GuildId
from tests.sql import execute


async def key_of(films: Films, title: str) -> FilmId:
    (heading, *_) = await films.suggest(title, None)
    return heading.id


async def test_the_notes_of_many_films_are_those_of_each(database: Database, films: Films) -> None:
    """The same as on their cards, in the same order; nothing of a film that there is not."""
    keys = [heading.id for heading in await films.suggest("", None)]
    each = {key: (await films.film(key, None)).content_notes for key in keys}
    assert await films.content_notes([*keys, FilmId(99_999)], GuildId(5)) == each
    assert await films.content_notes([], GuildId(5)) == {}


async def test_a_film_that_was_taken_off_the_shelf_keeps_its_notes(database: Database, films: Films) -> None:
    """It may still stand in a poll."""
    hope = await key_of(films, "소원")
    before = await films.content_notes([hope], None)
    await execute(database, "UPDATE film SET retired = 1")
    assert before[hope]
    assert await films.content_notes([hope], None) == before


async def test_what_nobody_looked_at_is_not_safe(database: Database, films: Films) -> None:
    """None, and not an empty list."""
    hope = await key_of(films, "소원")
    await execute(database, "UPDATE film SET notes_known = 0")
    assert await films.content_notes([hope], None) == {hope: None}


async def test_another_servers_film_is_not_looked_into(database: Database, films: Films) -> None:
    """A server's own films are its own."""
    hope = await key_of(films, "소원")
    await execute(database, "UPDATE film SET guild_id = 7")
    assert await films.content_notes([hope], GuildId(8)) == {}
    assert (await films.content_notes([hope], GuildId(7)))[hope]
