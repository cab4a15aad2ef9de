"""A database of films for many servers: our catalogue, and its films again under invented names."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from msgspec.structs import replace

from bot import app
from bot.core.storage.database import Database
from bot.core.storage.sqlite.connection import SyncConnection
from bot.films import catalogue
from bot.films.queries import catalogue_writer
from bot.films.rules.film import CatalogueEntry, FilmTitle
from bot.films.service.covers import Covers
from bot.films.service.films import Films
from bot.ids import GuildId
from tests.benchmarks.titles import titles

SEED = 118
OTHER_SERVERS = range(1, 61)
BATCH_SIZE = 50
"""How many invented films are stored in a row before films of other servers follow."""
COPY_COLUMNS = {"id": "copy.film", "film_id": "copy.film", "guild_id": "copy.server", "slug": "'copy-' || copy.film"}
HEADINGS = (
    "SELECT film.id, english.text, hangul.text FROM film"
    " JOIN film_name AS english ON english.film_id = film.id AND english.kind = 'english'"
    " JOIN film_name AS hangul ON hangul.film_id = film.id AND hangul.kind = 'hangul'"
    " WHERE coalesce(film.guild_id, 0) IN (0, ?) ORDER BY film.id"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A film's id, and the two names by which people look for the film."""

    film: int
    english: str
    hangul: str


async def make_film_database(path: Path, own: Mapping[int, int], films: int) -> None:
    """Make a database of `films` films: our catalogue, invented films, and copies of those on other servers.

    `own` says how many invented films each server has.
    """
    ours, database = catalogue.load_catalogue(app.CATALOGUE_FILE), await Database.open(path)
    await Films(database).load_catalogue(ours)
    await database.close()
    random, connection = Random(SEED), sqlite3.connect(path)
    made_up = list(_invent(ours.entries, own, random))
    for done in range(0, len(made_up), BATCH_SIZE):
        batch = made_up[done : done + BATCH_SIZE]
        keys = [await catalogue_writer.save_film(SyncConnection(connection), entry, server) for server, entry in batch]
        all_by_now = round(films * (done + len(batch)) / len(made_up))
        _copy(connection, keys, range(max(keys) + 1, all_by_now + 1), random)
    connection.commit()
    connection.close()


def rate_films(path: Path, server: int, ratings: int) -> None:
    """Let people in a server rate every film visible there, up to `ratings` ratings in all."""
    seen = "SELECT id FROM film WHERE coalesce(guild_id, 0) IN (0, :server) AND retired = 0"
    insert = "INSERT INTO tear_rating (guild_id, user_id, film_id, tissues, rated_at)"
    with closing(sqlite3.connect(path)) as connection, connection:
        (films,) = connection.execute(f"SELECT count(*) FROM ({seen})", {"server": server}).fetchone()
        for person in range(1, ratings // films + 1):
            values = {"server": server, "person": person}
            connection.execute(f"{insert} SELECT :server, :person, id, (id * :person) % 6, 1 FROM ({seen})", values)


async def draw_covers(path: Path) -> None:
    """Draw the covers that the bot draws after its start, and hide covers in the servers with invented films."""
    database, reference = await Database.open(path), catalogue.load_reference_data(app.DATA_DIR)
    films, covers = Films(database), Covers(path.parent / app.COVERS_DIR, reference.vocabulary)
    for film_id in await films.catalogue_ids():
        await covers.draw(await films.film(film_id, None))
    hide = "INSERT INTO server_setting (guild_id, covers) SELECT DISTINCT guild_id, 'off' FROM film WHERE guild_id > 0"
    await database.write(lambda writer: writer.execute(hide))
    await database.close()


def _invent(
    models: Sequence[CatalogueEntry], own: Mapping[int, int], random: Random
) -> Iterator[tuple[GuildId, CatalogueEntry]]:
    servers = [server for server, count in own.items() for _ in range(count)]
    random.shuffle(servers)
    for number, (server, title) in enumerate(zip(servers, titles(random), strict=False)):
        names = tuple(
            FilmTitle(kind, text) for kind, text in zip(("english", "hangul", "romanised"), title, strict=True)
        )
        yield GuildId(server), replace(random.choice(models), slug=f"made-up-{number}", titles=names)


def _copy(connection: sqlite3.Connection, models: Sequence[int], copies: Iterable[int], random: Random) -> None:
    """Create films of other servers that equal the models in everything but id, slug and server."""
    connection.execute("CREATE TEMP TABLE copy (film INTEGER PRIMARY KEY, model INTEGER, server INTEGER)")
    rows = [(copy, random.choice(models), random.choice(OTHER_SERVERS)) for copy in copies]
    connection.executemany("INSERT INTO copy VALUES (?, ?, ?)", rows)
    for (table,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'film%'"
    ).fetchall():
        columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(COPY_COLUMNS.get(column, column) for column in columns)
        connection.execute(
            f"INSERT INTO {table} SELECT {values} FROM copy JOIN {table} AS model ON model.{columns[0]} = model"
        )
    connection.execute("DROP TABLE copy")


def visible_films(path: Path, server: int) -> Sequence[Title]:
    """Return the films that a server sees."""
    connection = sqlite3.connect(path)
    seen = [Title(*row) for row in connection.execute(HEADINGS, (server,))]
    connection.close()
    return seen
