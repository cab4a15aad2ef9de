"""The searches that people made, kept so that their pages can be turned."""

from dataclasses import dataclass

from bot.films.rules.wanted import Wanted
from bot.films.rules.years import Years
from bot.kit.sql import Reader, Writer


@dataclass(frozen=True, slots=True)
class Kept:
    """A search as it is kept: whose it is, what was wanted, and when it was made (UTC epoch seconds)."""

    person: int
    wanted: Wanted
    made: int


async def keep(writer: Writer, wanted: Wanted, person: int, server: int | None, now: int) -> int:
    """Keep a search; gives its key, which no other search ever had."""
    years = wanted.years or Years()
    rows = await writer.rows(
        "INSERT INTO search"
        " (person, server, words, who, theme, ending, first_year, last_year, longest, service, made) VALUES"
        " (:person, :server, :words, :who, :theme, :ending, :first_year, :last_year, :longest, :service, :made)"
        " RETURNING id",
        {
            "person": person,
            "server": server,
            "words": wanted.words,
            "who": wanted.person,
            "theme": next(iter(wanted.themes), None),
            "ending": wanted.ending,
            "first_year": years.first,
            "last_year": years.last,
            "longest": wanted.longest,
            "service": next(iter(wanted.services), None),
            "made": now,
        },
    )
    key: int = rows[0][0]
    return key


async def drop_oldest(writer: Writer, person: int, kept: int) -> None:
    """Let go of all of a person's searches but the newest."""
    newest = "SELECT id FROM search WHERE person = :person ORDER BY id DESC LIMIT :kept"
    sql = f"DELETE FROM search WHERE person = :person AND id NOT IN ({newest})"  # noqa: S608  # our own constants
    await writer.rows(sql, {"person": person, "kept": kept})


async def kept(reader: Reader, key: int) -> Kept | None:
    """A search; None when there is none of that key, or not any more."""
    rows = await reader.rows(
        "SELECT person, words, who, theme, ending, first_year, last_year, longest, service, made"
        " FROM search WHERE id = :id",
        {"id": key},
    )
    if not rows:
        return None
    person, words, who, theme, ending, first, last, longest, service, made = rows[0]
    wanted = Wanted(
        words=words,
        person=who,
        themes=(theme,) if theme else (),
        ending=ending,
        years=Years(first, last) if first or last else None,
        longest=longest,
        services=(service,) if service else (),
    )
    return Kept(person, wanted, made)
