"""No column that can hold an id of a person or a server is overlooked, in the code or in PRIVACY.md."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copytree

import pytest
from msgspec.structs import replace

from bot import app
from bot.core.feature import Feature
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.database import Database
from bot.core.storage.migration_scripts import SQLITE_MIGRATIONS
from tests.privacy.id_free_columns import ID_FREE_COLUMNS
from tests.privacy.schema_checks import bound_faults, declarations_of, export_faults, page_faults, schema_faults

PAGE = (Path(__file__).parents[2] / "PRIVACY.md").read_text(encoding="utf-8")
OWNED = "CREATE TABLE pet (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL) STRICT;"


@pytest.fixture
async def features(database_file: Path) -> Sequence[Feature]:
    async with app.open_client(database_file) as client:
        return client.features


@asynccontextmanager
async def migrated_database(folder: Path, extra_sql: str = "") -> AsyncIterator[Database]:
    """Yield a new database with all of our migrations and, if there is extra SQL, one more."""
    file = folder / "fresh.db"
    await (await Database.open(file)).close()
    opened = await Database.open(file, migrations_with(extra_sql, folder) if extra_sql else SQLITE_MIGRATIONS)
    try:
        yield opened
    finally:
        await opened.close()


def migrations_with(extra_sql: str, folder: Path) -> Path:
    copy = Path(copytree(SQLITE_MIGRATIONS, folder / "migrations"))
    number = len(list(copy.glob("*.sql"))) + 1
    (copy / f"{number:04}_more.sql").write_text(extra_sql, encoding="utf-8")
    return copy


async def test_every_column_is_known_to_contain_ids_or_not(tmp_path: Path, features: Sequence[Feature]) -> None:
    """Every column is either declared by a feature or listed as free of ids."""
    async with migrated_database(tmp_path) as database:
        assert await database.read(lambda reader: schema_faults(reader, features, ID_FREE_COLUMNS)) == []


async def new_faults(
    folder: Path,
    features: Sequence[Feature],
    extra_sql: str = "",
    pets: str = "",
    no_ids: Mapping[str, str] = ID_FREE_COLUMNS,
) -> list[str]:
    """Return the faults that an extra migration, feature or list adds to those of the real schema."""
    declared = [
        *features,
        *([Feature("pets", personal_data=[PersonalDataTable("pet", user_column=pets)])] if pets else []),
    ]
    async with migrated_database(folder / "ours") as ours, migrated_database(folder / "copy", extra_sql) as copy:
        before = await ours.read(lambda reader: schema_faults(reader, features, ID_FREE_COLUMNS))
        return [
            fault
            for fault in await copy.read(lambda reader: schema_faults(reader, declared, no_ids))
            if fault not in before
        ]


async def test_an_undeclared_column_is_found(tmp_path: Path, features: Sequence[Feature]) -> None:
    """Each column of a new table is reported, with what to do about it, until it is declared."""
    found = await new_faults(tmp_path, features, OWNED)
    assert [fault.split(" is new: ")[0] for fault in found] == ["pet.id", "pet.owner"]
    assert "let its feature declare it" in found[1]
    done = await new_faults(tmp_path / "done", features, OWNED, pets="owner", no_ids={**ID_FREE_COLUMNS, "pet": "id"})
    assert done == []


async def test_a_new_column_of_an_old_table_is_found(tmp_path: Path, features: Sequence[Feature]) -> None:
    """A column added to an existing table is reported too."""
    (fault,) = await new_faults(tmp_path, features, "ALTER TABLE memo ADD COLUMN owner INTEGER;")
    assert fault.startswith("memo.owner is new")


async def test_declarations_of_missing_columns_are_found(tmp_path: Path, features: Sequence[Feature]) -> None:
    """A missing column that is declared or listed is reported, and so is a column that is both."""
    wrong = {**ID_FREE_COLUMNS, "cat": "id", "departure": "departed_at guild_id"}
    assert await new_faults(tmp_path, features, pets="owner", no_ids=wrong) == [
        "cat.id is declared or listed, but is not in the database",
        "pet.owner is declared or listed, but is not in the database",
        "departure.guild_id is in ID_FREE_COLUMNS, though a feature says that it holds ids",
    ]


async def test_every_child_of_a_persons_rows_is_exported_or_excluded_with_a_reason(
    tmp_path: Path, features: Sequence[Feature]
) -> None:
    """Every foreign key that refers to a person's row, or to a row of its child tables, is declared."""
    async with migrated_database(tmp_path) as database:
        assert await database.read(lambda reader: export_faults(reader, features)) == []


@pytest.mark.parametrize("table", ["avoidance", "poll", "ballot_choice", "deck_card", "poll_draft_option"])
async def test_an_undeclared_child_table_is_found(tmp_path: Path, features: Sequence[Feature], table: str) -> None:
    """A new table that refers to a person's row is reported, and so is one that refers to a row of its child tables."""
    column = "note" if table == "avoidance" else "ballot_id" if table == "ballot_choice" else "id"
    column = "deck_id" if table == "deck_card" else column
    extra_sql = f"CREATE TABLE bead (id INTEGER PRIMARY KEY, of INTEGER REFERENCES {table} ({column})) STRICT;"
    async with migrated_database(tmp_path, extra_sql) as database:
        found = await database.read(lambda reader: export_faults(reader, features))
    assert found
    assert all(fault.startswith("bead.of refers to a person's row") for fault in found)


async def test_a_wrong_declaration_of_child_tables_is_found(tmp_path: Path) -> None:
    """A column that is no reference, rows that a deletion would leave behind, and an empty reason are all reported."""
    extra_sql = (
        "CREATE TABLE pet (id INTEGER PRIMARY KEY, owner INTEGER) STRICT;"
        "CREATE TABLE toy (pet INTEGER REFERENCES pet (id), place INTEGER) STRICT;"
        "CREATE TABLE vet (pet INTEGER REFERENCES pet (id)) STRICT;"
    )
    declaration = PersonalDataTable(
        "pet",
        user_column="owner",
        child_tables=(("toy", "pet"), ("toy", "place")),
        excluded_children=(("vet", "pet", ""),),
    )
    async with migrated_database(tmp_path, extra_sql) as database:
        assert await database.read(
            lambda reader: export_faults(reader, [Feature("pets", personal_data=[declaration])])
        ) == [
            "toy.place is declared by pet, but does not refer to it",
            "toy.pet is not deleted with its row of pet",
            "toy.place is not deleted with its row of pet",
            "vet is excluded without a reason",
        ]


async def test_every_table_with_a_persons_id_is_bounded(tmp_path: Path, features: Sequence[Feature]) -> None:
    """A unique key or a declared maximum limits a person's rows. A table without either is reported."""
    async with migrated_database(tmp_path, OWNED) as database:
        assert await database.read(lambda reader: bound_faults(reader, features)) == []
        pets = Feature("pets", personal_data=[PersonalDataTable("pet", user_column="owner")])
        assert await database.read(lambda reader: bound_faults(reader, [pets])) == [
            "pet has no limit on the rows of one owner"
        ]


async def test_the_page_has_a_row_for_each_id_and_for_nothing_else(features: Sequence[Feature]) -> None:
    """PRIVACY.md also says after how long rows expire, and how many are kept at most."""
    assert list(page_faults(features, PAGE)) == []


async def test_a_page_that_says_too_little_or_too_much_is_found(features: Sequence[Feature]) -> None:
    """A missing row, an extra row and a row without the days are reported."""
    row = next(line for line in PAGE.splitlines() if line.startswith("| `departure.guild_id`"))
    assert list(page_faults(features, PAGE.replace(f"{row}\n", ""))) == ["departure.guild_id has no row in PRIVACY.md"]
    assert list(page_faults(features, f"{PAGE}\n{row.replace('guild_id`', 'owner`')}\n")) == [
        "PRIVACY.md has a row for departure.owner, which holds no id"
    ]
    assert list(page_faults(features, PAGE.replace(row, row.replace("30 days", "a while")))) == [
        "PRIVACY.md does not say of departure.guild_id that it is deleted after 30 days"
    ]


async def test_a_page_with_the_wrong_number_of_days_is_found(features: Sequence[Feature]) -> None:
    """A feature that stores its rows longer than PRIVACY.md says is reported."""
    longer = [
        replace(feature, personal_data=[_kept_longer(data) for data in feature.personal_data]) for feature in features
    ]
    wrong = [data for data in declarations_of(features) if data.retention_days]
    assert len(list(page_faults(longer, PAGE))) >= len(wrong)


def _kept_longer(data: PersonalDataTable) -> PersonalDataTable:
    return replace(data, retention_days=data.retention_days + 1000) if data.retention_days else data


async def test_everything_a_feature_stores_has_a_text(features: Sequence[Feature]) -> None:
    """What is stored about a person, or only about a server, has a text in every language."""
    translations = app.load_translations()
    for data in declarations_of(features):
        assert data.user_text_key if data.user_column else data.user_text_key or data.guild_text_key, (
            f"{data.table} has no text"
        )
        for language in translations.texts:
            for key in filter(None, (data.user_text_key, data.guild_text_key)):
                assert translations.localizer(language)(key, count=7), (
                    f"{data.table} needs more than a number for {key}"
                )
