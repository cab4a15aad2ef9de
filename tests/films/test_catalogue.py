"""The film catalogue: its content, how it is loaded, and what is reported when a films file is broken."""

import copy
import json
import shutil
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from bot import app
from bot.__main__ import main
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.database import Database
from bot.films import catalogue, feature
from bot.films.queries import catalogue_writer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Catalogue, CatalogueEntry, Film, FilmSummary, FilmTitle
from bot.films.service.films import Films
from bot.ids import NO_FILM, FilmId, GuildId
from bot.transport.client import NunmulClient
from tests.sql import select

OURS, THEIRS = GuildId(5), GuildId(6)
FOUNDING = {
    "A Moment to Remember": (2004, {"Son Ye-jin", "Jung Woo-sung"}, "prime-video"),
    "Miracle in Cell No. 7": (2013, {"Ryu Seung-ryong", "Kal So-won"}, "netflix"),
    "Hope": (2013, {"Lee Re", "Sol Kyung-gu", "Uhm Ji-won"}, "netflix"),
    "Be With You": (2018, {"Son Ye-jin", "So Ji-sub"}, "viki"),
    "Harmony": (2010, {"Kim Yunjin", "Na Moon-hee"}, "viki"),
    "The Classic": (2003, {"Son Ye-jin", "Cho Seung-woo", "Zo In-sung"}, "netflix"),
    "You Are My Sunshine": (2005, {"Hwang Jung-min", "Jeon Do-yeon"}, "prime-video"),
}
PEOPLE = "(SELECT film_id, job, position, name_en, role FROM film_person JOIN person ON id = person_id) AS people"
TABLES = ("film", "film_name", PEOPLE, "film_term", "film_text", "film_stream", "catalogue")


async def dump(database: Database) -> list[Any]:
    """Return every row of the film tables, with the row of the table `catalogue` last."""
    return [row for table in TABLES for row in sorted(await select(database, f"SELECT * FROM {table}"), key=repr)]


def read_films() -> list[dict[str, Any]]:
    films: list[dict[str, Any]] = json.loads(app.CATALOGUE_FILE.read_text(encoding="utf-8"))
    return films


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a data folder whose films file has a mistake in one film."""
    data_dir = Path(shutil.copytree(app.DATA_DIR, tmp_path / "data", ignore=shutil.ignore_patterns("*.db*")))
    films = read_films()
    films[3]["year"] = "nineteen"
    (data_dir / "films.json").write_text(json.dumps(films), encoding="utf-8")
    return data_dir


@pytest.mark.parametrize("title", FOUNDING)
async def test_the_founding_films_match_the_founding_list(films: Films, title: str) -> None:
    """Each of the seven films is stored with the year, actors and streaming service of the list."""
    year, people, service = FOUNDING[title]
    (found,) = [film for film in await films.suggest(title, None) if film.title_en == title]
    film = await films.film(found.id, None)
    assert film.summary.year == year
    assert people <= {person.name_en for person in film.cast}
    assert [stream.service for stream in film.streaming_offers] == [service]


async def test_every_film_is_read_back_as_it_is_in_the_file(films: Films, our_catalogue: Catalogue) -> None:
    """All 118 films are read back unchanged."""
    assert len(our_catalogue.entries) == 118
    for number, entry in enumerate(our_catalogue.entries, start=1):
        key = FilmId(number)
        film = await films.film(key, None)
        assert film == replace(entry.film, summary=replace(entry.film.summary, id=key))


async def test_loading_twice_changes_nothing(database: Database, films: Films, our_catalogue: Catalogue) -> None:
    """A catalogue that is already loaded is left alone."""
    before = await dump(database)
    assert await films.load_catalogue(our_catalogue) is False
    assert await dump(database) == before


@pytest.mark.postgres_soak
async def test_loading_a_changed_file_keeps_every_films_id(
    database: Database, films: Films, our_catalogue: Catalogue
) -> None:
    """Under a new digest, the same films keep their ids and all other values."""
    before = await dump(database)
    assert await films.load_catalogue(Catalogue("changed", our_catalogue.entries)) is True
    assert (await dump(database))[:-1] == before[:-1]


@pytest.mark.postgres_soak
async def test_a_film_that_leaves_the_file_is_retired_and_can_come_back(
    database: Database, films: Films, our_catalogue: Catalogue
) -> None:
    """A retired film is hidden, and its row stays. Once the film is in the file again, it has its old id."""
    (hope,) = [film for film in await films.suggest("hope 2013", None) if film.title_en == "Hope"]
    without = tuple(entry for entry in our_catalogue.entries if entry.slug != "hope")
    await films.load_catalogue(Catalogue("without", without))
    assert await films.summaries([hope.id], None) == ()
    assert len(await select(database, "SELECT id FROM film WHERE slug = 'hope'")) == 1
    await films.load_catalogue(our_catalogue)
    assert await films.summaries([hope.id], None) == (hope,)


@pytest.mark.postgres_soak
async def test_loading_does_not_change_a_servers_own_films(
    database: Database, films: Films, our_catalogue: Catalogue
) -> None:
    """A server's own film stays, even if it has the slug of one of ours. Only that server sees the film."""
    own = CatalogueEntry(
        "hope", Film(FilmSummary(NO_FILM, "Our Hope", None, 1999, None)), (FilmTitle("english", "Our Hope"),)
    )
    key = await database.write(lambda writer: catalogue_writer.save_film(writer, own, OURS))
    await films.load_catalogue(Catalogue("anew", our_catalogue.entries[:3]))
    assert [film.title_en for film in await films.summaries([key], OURS)] == ["Our Hope"]
    assert await films.summaries([key], THEIRS) == await films.summaries([key], None) == ()


async def test_a_broken_file_changes_nothing_and_its_mistake_is_located(database_file: Path, broken: Path) -> None:
    """The start fails and names file, film and field. The tables stay as they were."""
    database = await Database.open(database_file)
    before = await dump(database)
    async with app.open_client(database_file, data_dir=broken) as client:
        with pytest.raises(StartupError) as refused:
            await _start_films(client)
    assert refused.value.exit_code == ExitCode.DATA_BROKEN
    assert "films.json: il-mare: year: must be a year from 1880 to 2200, not 'nineteen'" in str(refused.value)
    assert await dump(database) == before
    await database.close()


async def test_an_unchanged_file_is_not_read_again_until_the_reference_data_changes(
    database_file: Path, tmp_path: Path
) -> None:
    """A start skips a file that is already loaded. After the list of services has changed, one start loads it again."""
    data = shutil.copytree(app.DATA_DIR, tmp_path / "data", ignore=shutil.ignore_patterns("fonts"))
    async with app.open_client(database_file, data_dir=data) as client:
        with patch.object(feature, "load_catalogue", side_effect=AssertionError("read again")):
            await _start_films(client)
        services = data / "services.json"
        services.write_text(services.read_text(encoding="utf-8") + " ", encoding="utf-8")
        with patch.object(feature, "load_catalogue", wraps=catalogue.load_catalogue) as load:
            await _start_films(client)
            await _start_films(client)
        assert load.call_count == 1


async def test_a_file_that_changes_while_it_is_read_is_read_again(database_file: Path, tmp_path: Path) -> None:
    """The next start loads the catalogue again, because it may have missed a change; the one after does not."""
    data = shutil.copytree(app.DATA_DIR, tmp_path / "data", ignore=shutil.ignore_patterns("fonts"))
    services, find_issues = data / "services.json", catalogue.find_issues

    def change_and_find_issues(path: Path, reference: ReferenceData, *, strict: bool) -> list[catalogue.CatalogueIssue]:
        services.write_text(services.read_text(encoding="utf-8") + " ", encoding="utf-8")
        return find_issues(path, reference, strict=strict)

    async with app.open_client(database_file, data_dir=data) as client:
        services.write_text(services.read_text(encoding="utf-8") + " ", encoding="utf-8")
        with patch.object(catalogue, "find_issues", change_and_find_issues):
            await _start_films(client)
        with patch.object(feature, "load_catalogue", wraps=catalogue.load_catalogue) as load_again:
            await _start_films(client)
            await _start_films(client)
        assert load_again.call_count == 1


async def _start_films(client: NunmulClient) -> None:
    (start,) = [one.on_startup for one in client.features if one.name == "films"]
    assert start
    await start()


FAULTS = {
    "slug": ("Not A Slug", "lower-case"),
    "title_en": ("", "a text"),
    "title_ko": (7, "a text or null"),
    "aka": ("Wish", "a list of texts"),
    "year": (1066, "a year from"),
    "country": ("Korea", "two capital letters"),
    "runtime_min": (0, "minutes"),
    "directors": ([{"en": "Somebody"}], "each with en and ko"),
    "cast": ([{"en": "Somebody", "ko": None, "role": 3}], "en, ko and role"),
    "genres": (["weepie"], "'weepie' is not a known genre"),
    "themes": (["grief", "grief"], "used twice"),
    "content_warnings": (["sadness"], "'sadness' is not a known content_warning"),
    "ending": ("happy", "'happy' is not a known ending"),
    "tears": (6, "a number from 1 to 5"),
    "kmrb_rating": ("18", "'18' is not a known kmrb_rating"),
    "imdb_id": ("0108192", "tt and seven digits"),
    "tmdb_id": ("1", "a number or null"),
    "streaming": ([{"provider": "Netflix"}], "provider, region, kind"),
    "synopsis": ({"fr": "Non"}, "a text in en and ko"),
    "hook": (None, "a text in en and ko"),
    "sources": ([None], "a list of texts"),
    "unverified_fields": ({}, "a list of fields"),
}


@pytest.mark.parametrize("field", FAULTS)
def test_each_broken_field_is_named_with_its_film_and_reason(
    field: str, tmp_path: Path, reference: ReferenceData
) -> None:
    """The check names file, film, field and reason."""
    film = copy.deepcopy(read_films()[0])
    value, reason = FAULTS[field]
    film[field] = value
    path = tmp_path / "mine.json"
    path.write_text(json.dumps([film]), encoding="utf-8")
    (fault,) = catalogue.find_issues(path, reference, strict=False)
    assert (fault.file, fault.field) == ("mine.json", field)
    assert fault.film == (film["slug"] if field != "slug" else "Not A Slug")
    assert reason in fault.reason


def test_every_fault_of_a_file_is_reported(tmp_path: Path, reference: ReferenceData) -> None:
    """Missing fields, unknown fields, duplicate ids, and entries that are not films are all reported."""
    first, second = copy.deepcopy(read_films()[:2])
    del first["ending"]
    first["stars"] = 5
    second["tmdb_id"] = first["tmdb_id"]
    path = tmp_path / "mine.json"
    path.write_text(json.dumps([first, second, "Hope"]), encoding="utf-8")
    found = {(fault.film, fault.field) for fault in catalogue.find_issues(path, reference, strict=False)}
    assert found == {
        ("sopyonje", "ending"),
        ("sopyonje", "stars"),
        (second["slug"], "tmdb_id"),
        ("film 3", "JSON"),
    }


def test_our_own_catalogue_has_stricter_rules(tmp_path: Path, reference: ReferenceData) -> None:
    """Our own films need a Hangul title, directors, a hook of the right length and known services. Others do not."""
    film = copy.deepcopy(read_films()[0])
    film |= {"title_ko": None, "directors": [], "hook": {"en": "Short.", "ko": film["hook"]["ko"]}}
    film["streaming"] = [
        dict.fromkeys(("provider", "region", "kind", "url", "checked_on", "source")) | {"provider": "Tape"}
    ]
    path = tmp_path / "mine.json"
    path.write_text(json.dumps([film]), encoding="utf-8")
    assert catalogue.find_issues(path, reference, strict=False) == []
    demanded = [fault.field for fault in catalogue.find_issues(path, reference, strict=True)]
    assert demanded == ["title_ko", "directors", "hook.en", "streaming"]


def test_a_link_to_another_site_is_a_fault(tmp_path: Path, reference: ReferenceData) -> None:
    """A stream's address must be on one of its service's hosts."""
    film = copy.deepcopy(read_films()[0])
    empty = dict.fromkeys(("region", "kind", "checked_on", "source"))
    film["streaming"] = [{"provider": "Netflix", **empty, "url": "https://netflix.com.evil.example/1"}]
    film["streaming"][0] = {key: film["streaming"][0][key] for key in ("provider", *empty, "url")}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps([film]), encoding="utf-8")
    (fault,) = catalogue.find_issues(path, reference, strict=False)
    assert "is not an https address of Netflix" in fault.reason


@pytest.mark.parametrize(
    ("content", "reason"), [("[{", "Expecting"), ("{}", "must be a list of films"), ("", "Expecting")]
)
def test_a_file_that_is_not_a_list_of_films_is_reported(
    content: str, reason: str, tmp_path: Path, reference: ReferenceData
) -> None:
    """A file that is not a JSON list of films is reported as one mistake, with the reason."""
    path = tmp_path / "mine.json"
    path.write_text(content, encoding="utf-8")
    (fault,) = catalogue.find_issues(path, reference, strict=False)
    assert reason in fault.reason


def test_the_command_line_prints_each_fault_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m bot catalogue check` prints each mistake and returns 1. Without mistakes, it returns 0."""
    path = tmp_path / "mine.json"
    path.write_text("[7]", encoding="utf-8")
    assert main(["catalogue", "check", str(path)]) == 1
    assert capsys.readouterr().out == "mine.json: film 1: JSON: must be an object\nmine.json: 1 mistake\n"
    assert main(["catalogue", "check"]) == 0
    assert capsys.readouterr().out == "films.json: no mistakes\n"


@pytest.mark.parametrize("name", ["vocabulary.json", "services.json"])
def test_other_broken_data_files_are_refused_too(name: str, tmp_path: Path) -> None:
    """A vocabulary or services file that is not JSON is refused with a message."""
    data_dir = Path(shutil.copytree(app.DATA_DIR, tmp_path / "data", ignore=shutil.ignore_patterns("*.db*")))
    (data_dir / name).write_text("{", encoding="utf-8")
    with pytest.raises(StartupError, match="A data file in data/ is broken"):
        catalogue.load_reference_data(data_dir)
