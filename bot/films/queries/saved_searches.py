"""The searches that people made, kept so that their pages can be turned."""

from dataclasses import dataclass

from bot.core.storage.sql import Reader, Writer
from bot.films.rules.search.film_filter import FilmFilter, from_json, to_json


@dataclass(frozen=True, slots=True)
class Kept:
    """A search as it is kept: whose it is, where and when (UTC epoch seconds) it was made, and what was wanted."""

    person: int
    server: int | None
    wanted: FilmFilter
    made: int


async def keep(writer: Writer, wanted: FilmFilter, person: int, server: int | None, now: int) -> int:
    """Keep a search; gives its key, which no other search ever had."""
    rows = await writer.execute(
        "INSERT INTO search (person, server, wanted, made) VALUES (:person, :server, :wanted, :made) RETURNING id",
        {"person": person, "server": server, "wanted": to_json(wanted), "made": now},
    )
    key: int = rows[0][0]
    return key


async def drop_oldest(writer: Writer, person: int, kept: int) -> None:
    """Let go of all of a person's searches but the newest."""
    newest = "SELECT id FROM search WHERE person = :person ORDER BY id DESC LIMIT :kept"
    sql = f"DELETE FROM search WHERE person = :person AND id NOT IN ({newest})"  # noqa: S608  # our own constants
    await writer.execute(sql, {"person": person, "kept": kept})


async def kept(reader: Reader, key: int) -> Kept | None:
    """A search; None when there is none of that key, or not any more."""
    rows = await reader.execute("SELECT person, server, wanted, made FROM search WHERE id = :id", {"id": key})
    if not rows:
        return None
    person, server, wanted, made = rows[0]
    return Kept(person, server, from_json(wanted), made)
