"""A database from before the columns of films, searches and picks were renamed gives the same answers."""

from functools import partial
from pathlib import Path

import pytest

from bot.core.storage.database import Database
from bot.core.text.language_choice import LanguageResolver
from bot.films.queries.saved_searches import SavedSearch, find_search
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film, FilmSummary, FilmText, Person, StreamingOffer
from bot.films.rules.finder.finder import Found
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.rules.search.years import YearRange
from bot.films.service.films import Films
from bot.ids import DeckId, FilmId, GuildId, PickId, SearchId, UserId
from bot.picks.queries import picks as pick_queries
from bot.picks.rules.pick import Pick, Requester
from bot.picks.rules.pick_filter import PickFilter
from bot.picks.rules.preferences import UserPreferences, all_preferences
from bot.picks.service.preferences import Preferences
from bot.settings.service import SettingsService
from tests.films.search_helpers import search_in
from tests.old_database import kill_migration, make_database_before, statements
from tests.picks.pick_bench import PickBench
from tests.sql import execute, select

NUMBER = 12
SERVER, SAM, NOW = GuildId(100), UserId(1), 1_800_000_000
ROWS = """
INSERT INTO film (id, server, slug, year, country, minutes, rating, ending, tears, notes_known, imdb, tmdb, retired)
VALUES (1, NULL, 'rain', 2003, 'KR', 132, '12', 'hopeful', 4, 1, 'tt0000001', 7, 0),
    (2, 100, 'ours', 2020, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, 0),
    (3, NULL, 'gone', 1999, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, 1);
INSERT INTO film_name VALUES (1, 0, 'english', 'Rain'), (1, 1, 'hangul', '비'), (2, 0, 'english', 'Ours'),
    (3, 0, 'english', 'Gone');
INSERT INTO film_person (film, work, position, name_en, name_ko, role, folded)
VALUES (1, 'director', 0, 'Lee Han', '이한', NULL, '= leehan han '),
    (1, 'cast', 0, 'Lee Han', '이한', 'A clerk', '= leehan han '),
    (1, 'cast', 1, 'Kim Bo-ra', NULL, NULL, '= kimbora bora '),
    (2, 'director', 0, 'Kim Bo-ra', NULL, NULL, '= kimbora bora ');
INSERT INTO film_term VALUES (1, 'genre', 0, 'drama'), (1, 'theme', 0, 'first-love'),
    (1, 'content_warning', 0, 'suicide');
INSERT INTO film_text VALUES (1, 'en', 'It rains.', 'Rain again.');
INSERT INTO film_stream VALUES (1, 0, 'Rakuten Viki', 'US', NULL, NULL, '2026-01-01', 'viki.com'),
    (1, 1, 'Elsewhere', NULL, NULL, NULL, NULL, NULL);
INSERT INTO film_search VALUES (1, ' rain', '= leehan han = kimbora bora ', ' rain rains', ' 비'),
    (2, ' ours', '= kimbora bora ', ' ours', '');
INSERT INTO search (id, person, server, made, wanted)
VALUES (7, 1, 100, 1800000000,
    '{"person": "lee", "years": {"first": 2000, "last": null}, "longest": 140, "services": ["viki"]}'),
    (8, 1, NULL, 1800000001, '{}');
INSERT INTO deck (id, server, person, newest, fresh) VALUES (1, 100, NULL, 3, 0), (2, NULL, 1, 2, 1);
INSERT INTO deck_card (deck, film, place, drawn, times) VALUES (1, 1, NULL, 5, 1), (1, 2, 2, NULL, 0),
    (1, 3, 1, NULL, 0), (2, 1, 1, 4, 3);
INSERT INTO pick (id, deck, server, person, film, times, instead_of, put_back, mood, ending, service, on_mine, longest,
    first_year, last_year, tears, calm, made)
VALUES (4, 2, NULL, 1, 1, 2, NULL, 1, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, 1800000000),
    (5, 1, 100, 1, 1, 0, 3, 0, 'comfort', 'hopeful', 'viki', 1, 140, NULL, 2010, 0, 1, 1800000001),
    (6, 1, 100, 1, NULL, 0, 5, 0, NULL, NULL, NULL, 0, NULL, 1990, 2010, NULL, 0, 1800000002);
INSERT INTO avoidance VALUES (1, 'suicide');
INSERT INTO own_service VALUES (1, 'viki');
"""
RAIN_ID, OURS_ID = FilmId(1), FilmId(2)
RAIN = Film(
    FilmSummary(RAIN_ID, "Rain", "비", 2003, "KR"),
    132,
    "12",
    "hopeful",
    4,
    "tt0000001",
    7,
    (Person("Lee Han", "이한"),),
    (Person("Lee Han", "이한", "A clerk"), Person("Kim Bo-ra")),
    ("drama",),
    ("first-love",),
    ("suicide",),
    {"en": FilmText("It rains.", "Rain again.")},
    (StreamingOffer("viki", "US", None, None, "2026-01-01", "viki.com"), StreamingOffer("Elsewhere")),
)
HERE, ALONE = Requester(SAM, SERVER), Requester(SAM, None)
EVERY_OPTION = PickFilter("comfort", "hopeful", "viki", True, 140, YearRange(None, 2010), 0, True)  # noqa: FBT003  # the fields in order
PICKS = (
    Pick(PickId(4), DeckId(2), ALONE, RAIN_ID, 2, PickFilter(), is_put_back=True, created_at=NOW),
    Pick(PickId(5), DeckId(1), HERE, RAIN_ID, 0, EVERY_OPTION, is_put_back=False, created_at=NOW + 1),
    Pick(
        PickId(6),
        DeckId(1),
        HERE,
        None,
        0,
        PickFilter(years=YearRange(1990, 2010)),
        is_put_back=False,
        created_at=NOW + 2,
    ),
)


@pytest.fixture
async def old_file(tmp_path: Path) -> Path:
    """Return a database from before the renaming, with rows in every table that the renaming changes."""
    return await make_database_before(tmp_path / "nunmul.db", NUMBER, ROWS)


async def assert_same_answers(path: Path, reference: ReferenceData) -> None:
    database = await Database.open(path)
    films, searches = Films(database), search_in(database, reference, lambda: NOW)
    bench = PickBench(database, reference, now=NOW)
    assert await films.film(RAIN_ID, None) == RAIN
    assert [await films.find(title, SERVER) for title in ("비", "tt0000001", "ours")] == [
        Found(RAIN_ID),
        Found(RAIN_ID),
        Found(OURS_ID),
    ]
    assert await searches.find_matching(FilmFilter(person="bora"), SERVER) == (1, 2)
    assert await searches.find_matching(FilmFilter("rain", "lee han", services=("viki",)), None) == (1,)
    assert await searches.suggest_people("", SERVER) == (Person("Kim Bo-ra"), Person("Lee Han", "이한"))
    film_filter = FilmFilter(person="lee", years=YearRange(2000, None), max_minutes=140, services=("viki",))
    assert await database.read(lambda reader: find_search(reader, SearchId(7))) == SavedSearch(
        SAM, SERVER, film_filter, NOW
    )
    assert await database.read(lambda reader: find_search(reader, SearchId(8))) == SavedSearch(
        SAM, None, FilmFilter(), NOW + 1
    )
    for pick in PICKS:
        assert await database.read(partial(pick_queries.find_pick, pick_id=pick.id, since=0)) == pick
    assert await database.read(lambda reader: pick_queries.find_replacement(reader, PICKS[1].id)) == PICKS[2]
    preferences = Preferences(
        database, SettingsService(database, LanguageResolver().set_language), all_preferences(reference)
    )
    assert await preferences.find(SAM) == UserPreferences(("suicide",), ("viki",))
    assert await bench.undrawn() == [3, 2]
    assert (await bench.draw(Requester(UserId(2), SERVER))).film_id == 2  # film 3 is retired
    assert await select(database, "PRAGMA foreign_key_check") == []
    assert await select(database, "SELECT id, is_fresh, newest_film_id FROM deck ORDER BY id") == [
        (1, 0, 3),
        (2, 1, 2),
    ]
    await database.close()


async def test_an_older_database_gives_the_same_answers(old_file: Path, reference: ReferenceData) -> None:
    """Films with their people and services, searches, decks, picks and preferences are unchanged."""
    await assert_same_answers(old_file, reference)


@pytest.mark.soak
@pytest.mark.parametrize("done", range(1, len(statements(NUMBER)), 50))
async def test_a_killed_migration_runs_at_the_next_start(old_file: Path, reference: ReferenceData, done: int) -> None:
    """A migration that was killed after some statements runs completely at the next start."""
    kill_migration(old_file, NUMBER, done)
    await assert_same_answers(old_file, reference)


async def test_people_are_deleted_with_their_last_film(old_file: Path) -> None:
    """People are deleted with a film, except those who are in another film."""
    database = await Database.open(old_file)
    await execute(database, "DELETE FROM film WHERE id = 1")
    rows = await select(database, "SELECT name_en FROM person")
    assert [row[0] for row in rows] == ["Kim Bo-ra"]
    await database.close()
