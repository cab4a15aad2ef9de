"""No column that can hold an id of a person or a server is overlooked, in the code or in PRIVACY.md."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from bot import app
from bot.kit.database import MIGRATIONS, Database
from bot.kit.feature import Feature
from bot.kit.keeps import Keeps
from tests.privacy.checks import keeps_of, page_faults, schema_faults
from tests.privacy.no_ids import NO_IDS

PAGE = (Path(__file__).parents[2] / "PRIVACY.md").read_text(encoding="utf-8")
OWNED = "CREATE TABLE pet (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL) STRICT;"


@pytest.fixture
async def features(database_file: Path) -> Sequence[Feature]:
    async with app.opened(database_file) as client:
        return client.features


@asynccontextmanager
async def migrated(folder: Path, more: str = "") -> AsyncIterator[Database]:
    """A fresh database, by a copy of the migrations with one more."""
    opened = await Database.open(folder / "fresh.db", migrations_with(more, folder))
    try:
        yield opened
    finally:
        await opened.close()


def migrations_with(more: str, folder: Path) -> Path:
    copy = Path(copytree(MIGRATIONS, folder / "migrations"))
    number = len(list(copy.glob("*.sql"))) + 1
    script = f"BEGIN IMMEDIATE; {more} INSERT INTO migration VALUES ({number}, 'more'); COMMIT;"
    (copy / f"{number:04}_more.sql").write_text(script, encoding="utf-8")
    return copy


async def test_every_column_is_known_to_hold_an_id_or_to_hold_none(tmp_path: Path, features: Sequence[Feature]) -> None:
    """Whoever adds a column is asked whose id it may hold; what a feature tells of is then shown, copied, erased."""
    async with migrated(tmp_path) as database:
        assert await schema_faults(database.reader, features, NO_IDS) == []


async def new_faults(
    folder: Path, features: Sequence[Feature], more: str = "", pets: str = "", no_ids: Mapping[str, str] = NO_IDS
) -> list[str]:
    """What is found on a copy with one more migration, one more feature or another list, and is not found on ours."""
    told = [*features, *([Feature("pets", keeps=[Keeps("pet", person=pets)])] if pets else [])]
    async with migrated(folder / "ours") as ours, migrated(folder / "copy", more) as copy:
        before = await schema_faults(ours.reader, features, NO_IDS)
        return [fault for fault in await schema_faults(copy.reader, told, no_ids) if fault not in before]


async def test_a_column_that_nobody_named_is_found(tmp_path: Path, features: Sequence[Feature]) -> None:
    """A new table with an owner is reported, column by column, with what to do; doing it is enough."""
    found = await new_faults(tmp_path, features, OWNED)
    assert [fault.split(" is new: ")[0] for fault in found] == ["pet.id", "pet.owner"]
    assert "let its feature tell of it (Keeps)" in found[1]
    done = await new_faults(tmp_path / "done", features, OWNED, pets="owner", no_ids={**NO_IDS, "pet": "id"})
    assert done == []


async def test_a_new_column_of_an_old_table_is_found(tmp_path: Path, features: Sequence[Feature]) -> None:
    """An owner that is added later is as new."""
    (fault,) = await new_faults(tmp_path, features, "ALTER TABLE memo ADD COLUMN owner INTEGER;")
    assert fault.startswith("memo.owner is new")


async def test_what_is_told_of_columns_that_are_not_there_is_found(tmp_path: Path, features: Sequence[Feature]) -> None:
    """Neither a feature nor the list of the harmless outlives its column, and no column stands in both."""
    wrong = {**NO_IDS, "cat": "id", "departure": "since server"}
    assert await new_faults(tmp_path, features, pets="owner", no_ids=wrong) == [
        "cat.id is told of, and is not in the database",
        "pet.owner is told of, and is not in the database",
        "departure.server is in NO_IDS, though a feature says that it holds ids",
    ]


async def test_the_page_has_a_row_for_each_id_and_the_reverse(features: Sequence[Feature]) -> None:
    """PRIVACY.md says of every column with an id whose it is, and, where rows go by themselves, after how long."""
    assert list(page_faults(features, PAGE)) == []


async def test_a_page_that_says_too_little_or_too_much_is_found(features: Sequence[Feature]) -> None:
    """A row that is missing, invented, or silent about the days is named."""
    row = next(line for line in PAGE.splitlines() if line.startswith("| `departure.server`"))
    assert list(page_faults(features, PAGE.replace(f"{row}\n", ""))) == ["departure.server has no row in PRIVACY.md"]
    assert list(page_faults(features, f"{PAGE}\n{row.replace('server`', 'owner`')}\n")) == [
        "PRIVACY.md has a row for departure.owner, which holds no id"
    ]
    assert list(page_faults(features, PAGE.replace(row, row.replace("30 days", "a while")))) == [
        "PRIVACY.md does not say of departure.server that it goes after 30 days"
    ]


async def test_a_page_that_lies_about_the_days_is_found(features: Sequence[Feature]) -> None:
    """When a feature keeps its rows longer than the page says, the page is wrong."""
    longer = [replace(feature, keeps=[_longer(keeps) for keeps in feature.keeps]) for feature in features]
    wrong = [keeps for keeps in keeps_of(features) if keeps.days]
    assert len(list(page_faults(longer, PAGE))) >= len(wrong)


def _longer(keeps: Keeps) -> Keeps:
    return replace(keeps, days=keeps.days + 1000) if keeps.days else keeps


async def test_every_sentence_of_a_feature_is_there(features: Sequence[Feature]) -> None:
    """What is kept of a person, or of a server alone, can be said in every language."""
    words = app.read_words()
    for keeps in keeps_of(features):
        assert keeps.text if keeps.person else keeps.text or keeps.server_text, f"{keeps.table} has no sentence"
        for language in words.texts:
            for key in filter(None, (keeps.text, keeps.server_text)):
                assert words.in_(language)(key, count=7), f"{keeps.table} wants more than a number for {key}"
