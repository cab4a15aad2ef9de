"""A saved search keeps every condition, even if it is from an older database."""

import json
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.core.storage.database import Database
from bot.core.storage.migration_scripts import SQLITE_MIGRATIONS, numbered_scripts
from bot.films.queries import saved_searches as kept_searches
from bot.films.rules.search.film_filter import FilmFilter, from_json, only_condition, to_json, without_conditions
from bot.films.rules.search.years import YearRange
from bot.films.service.search import FilmSearch
from bot.ids import SearchId
from tests.films.search_helpers import OURS, SAM
from tests.sql import execute

NUMBERS = st.none() | st.integers(-(2**63), 2**63 - 1)
KEYS = st.lists(st.text(), max_size=5).map(tuple)
ANY_FILTER = st.builds(
    FilmFilter,
    words=st.none() | st.text(),
    person=st.none() | st.text(),
    themes=KEYS,
    ending=st.none() | st.text(),
    years=st.none() | st.builds(YearRange, NUMBERS, NUMBERS),
    max_minutes=NUMBERS,
    services=KEYS,
    tears=NUMBERS,
    excluded_notes=KEYS,
    genres=KEYS,
)
FULL = FilmFilter(
    "the",
    "lee",
    ("war", "first-love"),
    "hopeful",
    YearRange(1990, None),
    150,
    ("netflix", "tving"),
    3,
    ("a", "b"),
    ("c",),
)


@given(ANY_FILTER)
def test_a_film_filter_survives_json(film_filter: FilmFilter) -> None:
    """Any mix of conditions, any text and any number can be restored."""
    assert from_json(to_json(film_filter), FilmFilter) == film_filter


def test_only_active_conditions_are_in_the_json() -> None:
    """Unused conditions are not stored, and unknown conditions from a later version are ignored."""
    assert json.loads(to_json(FilmFilter(themes=("war",)))) == {"themes": ["war"]}
    assert from_json('{"themes": ["war"], "sound": "loud"}', FilmFilter) == FilmFilter(themes=("war",))


def test_an_older_filter_is_read_with_its_old_names() -> None:
    """Old searches and their buttons can still use the old names, such as "longest"."""
    before = '{"words": "rain", "longest": 120, "without_notes": ["suicide"]}'
    film_filter = FilmFilter("rain", max_minutes=120, excluded_notes=("suicide",))
    assert from_json(before, FilmFilter) == film_filter
    assert without_conditions(film_filter, "longest") == FilmFilter("rain", excluded_notes=("suicide",))
    assert only_condition(film_filter, "longest") == FilmFilter(max_minutes=120)
    assert without_conditions(film_filter, "loud") == film_filter
    assert only_condition(film_filter, "loud") == FilmFilter()


@given(ANY_FILTER)
def test_a_film_filter_survives_the_database(film_filter: FilmFilter) -> None:
    """SQLite accepts the JSON and returns it unchanged."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE search (film_filter TEXT NOT NULL) STRICT")
        connection.execute("INSERT INTO search VALUES (?)", [to_json(film_filter)])
        ((text,),) = connection.execute("SELECT film_filter FROM search")
    assert from_json(text, FilmFilter) == film_filter


async def test_a_search_is_restored_as_it_was_made(searches: FilmSearch) -> None:
    """The search is read back with all its conditions."""
    search = await searches.start(FULL, SAM, OURS)
    again = await searches.open_page(search.search_id, 0, SAM, OURS)
    assert again == search
    assert again.film_filter == FULL


OLD_ROWS = {
    (None, None, None, None, None, None, None, None): FilmFilter(),
    ('a "b" 소원', None, None, None, None, None, None, None): FilmFilter(words='a "b" 소원'),
    (None, "lee", "war", "hopeful", 1990, 1999, 150, "netflix"): FilmFilter(
        None, "lee", ("war",), "hopeful", YearRange(1990, 1999), 150, ("netflix",)
    ),
    (None, None, None, None, None, 2000, None, None): FilmFilter(years=YearRange(None, 2000)),
    (None, None, None, None, 2000, None, 7, None): FilmFilter(years=YearRange(2000, None), max_minutes=7),
}
COLUMNS = "words, who, theme, ending, first_year, last_year, longest, service"


async def test_older_searches_are_kept(tmp_path: Path) -> None:
    """The migration keeps every older search, and the id of a deleted search is not used again."""
    before = tmp_path / "migrations"
    before.mkdir()
    for number, script in numbered_scripts(SQLITE_MIGRATIONS).items():
        if number < 10:
            (before / script.name).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    old = await Database.open(tmp_path / "nunmul.db", before)
    for row in OLD_ROWS:
        values = dict(zip(COLUMNS.split(", "), row, strict=True))
        names = ", ".join(f":{name}" for name in values)
        await execute(old, f"INSERT INTO search (person, server, made, {COLUMNS}) VALUES (1, 5, 7, {names})", values)
    await execute(old, "INSERT INTO search (id, person, made) VALUES (90, 1, 7)")
    await execute(old, "DELETE FROM search WHERE id = 90")
    await old.close()
    database = await Database.open(tmp_path / "nunmul.db")
    found = [
        await database.read(partial(kept_searches.find_search, search_id=SearchId(key)))
        for key in range(1, len(OLD_ROWS) + 1)
    ]
    assert [
        search and (search.user_id, search.guild_id, search.created_at, search.film_filter) for search in found
    ] == [(1, 5, 7, film_filter) for film_filter in OLD_ROWS.values()]
    assert await database.write(lambda writer: kept_searches.save_search(writer, FULL, SAM, None, 9)) == 91
    await database.close()
