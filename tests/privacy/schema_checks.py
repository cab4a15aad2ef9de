"""Checks that the schema, the features and PRIVACY.md agree. Tests also run the checks on altered copies."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.feature import Feature
from bot.core.personal_data import PersonalDataTable
from bot.core.storage.sql import Reader
from bot.privacy.rules import GRACE_DAYS

ROW = re.compile(r"^\| `([a-z_]+\.[a-z_]+)` \|(.*)$", re.MULTILINE)
COLUMNS = """
    SELECT listed.name || '.' || info.name
    FROM pragma_table_list AS listed, pragma_table_xinfo(listed.name) AS info
    WHERE listed.schema = 'main' AND listed.name NOT LIKE 'sqlite_%'
"""

REFERENCES = """
    SELECT listed.name, refers."from", refers."table", refers.on_delete
    FROM pragma_table_list AS listed, pragma_foreign_key_list(listed.name) AS refers
    WHERE listed.schema = 'main' AND refers.seq = 0
"""
"""Every foreign key, with only the first of its columns, which is the id."""
UNIQUE = """
    SELECT 1 FROM pragma_index_list(:table) AS listed, pragma_index_info(listed.name) AS info
    WHERE listed."unique" AND info.name = :column
    UNION ALL SELECT 1 FROM pragma_table_info(:table) WHERE pk = 1 AND name = :column
"""
"""Whether a column is part of a unique key, which limits how many rows a person has."""


def declarations_of(features: Iterable[Feature]) -> Sequence[PersonalDataTable]:
    """Return the personal data tables of all features."""
    return [data for feature in features for data in feature.personal_data]


async def columns(reader: Reader) -> set[str]:
    """Return every column of every table, as "film.guild_id"."""
    return {row[0] for row in await reader.execute(COLUMNS)}


def declared_columns(features: Iterable[Feature]) -> Mapping[str, PersonalDataTable]:
    """Return each column that a feature declares as an id of a person or a server, with its declaration."""
    each = [
        (data, column)
        for data in declarations_of(features)
        for column in (data.user_column, data.guild_column)
        if column
    ]
    return {f"{data.table}.{column}": data for data, column in each}


async def schema_faults(reader: Reader, features: Iterable[Feature], no_ids: Mapping[str, str]) -> list[str]:
    """Return columns that are neither declared nor listed as free of ids, that are both, or that do not exist."""
    found, ids = await columns(reader), declared_columns(features).keys()
    harmless = {f"{table}.{column}" for table, names in no_ids.items() for column in names.split()}
    return [
        *(
            f"{column} is new: if it can contain an id of a person or a server, let its feature declare it "
            "(PersonalDataTable), so that it is shown, copied and erased, and give it a row in PRIVACY.md; "
            "if none can, add it to ID_FREE_COLUMNS"
            for column in sorted(found - ids - harmless)
        ),
        *(f"{column} is declared or listed, but is not in the database" for column in sorted((ids | harmless) - found)),
        *(
            f"{column} is in ID_FREE_COLUMNS, though a feature says that it holds ids"
            for column in sorted(ids & harmless)
        ),
    ]


async def export_faults(reader: Reader, features: Iterable[Feature]) -> list[str]:
    """Return undeclared references to a person's rows, and wrong declarations of exported or excluded tables."""
    edges = {(child, column, parent): cascade for child, column, parent, cascade in await reader.execute(REFERENCES)}
    return [fault for data in declarations_of(features) if data.user_column for fault in _export_faults(data, edges)]


def _export_faults(data: PersonalDataTable, edges: Mapping[tuple[str, str, str], str]) -> Iterator[str]:
    exported, left_out = set(data.child_tables), {(child, column) for child, column, _ in data.excluded_children}
    tables = {data.table, *(child for child, _ in exported)}
    referring = {(child, column) for child, column, parent in edges if parent in tables}
    for child, column in sorted(referring - exported - left_out):
        yield (
            f"{child}.{column} refers to a person's row: add it to the child_tables of {data.table}, or say in "
            "excluded_children why an export is without it"
        )
    for child, column in sorted((exported | left_out) - referring):
        yield f"{child}.{column} is declared by {data.table}, but does not refer to it"
    for child, column in sorted(exported):
        if edges.get((child, column, data.table)) != "CASCADE":
            yield f"{child}.{column} is not deleted with its row of {data.table}"
    yield from (f"{child} is excluded without a reason" for child, _, reason in data.excluded_children if not reason)


async def bound_faults(reader: Reader, features: Iterable[Feature]) -> list[str]:
    """Return tables in which one person can have any number of rows."""
    unbound = [data for data in declarations_of(features) if data.user_column and not data.max_rows]
    rows = [(data, await reader.execute(UNIQUE, {"table": data.table, "column": data.user_column})) for data in unbound]
    return [f"{data.table} has no limit on the rows of one {data.user_column}" for data, found in rows if not found]


def page_faults(features: Iterable[Feature], page: str) -> Iterator[str]:
    """Yield the rows that PRIVACY.md lacks or should not have, and the days and maximum numbers that it omits."""
    ids, rows = declared_columns(features), dict(ROW.findall(page))
    yield from (f"{column} has no row in PRIVACY.md" for column in sorted(ids.keys() - rows.keys()))
    yield from (f"PRIVACY.md has a row for {column}, which holds no id" for column in sorted(rows.keys() - ids.keys()))
    for column in sorted(ids.keys() & rows.keys()):
        data = ids[column]
        for days in filter(
            None, (data.retention_days, GRACE_DAYS if column == f"{data.table}.{data.guild_column}" else None)
        ):
            if _days(days) not in rows[column]:
                yield f"PRIVACY.md does not say of {column} that it is deleted after {_days(days)}"
        if (
            data.max_rows
            and column == f"{data.table}.{data.user_column}"
            and not re.search(rf"\b{data.max_rows}\b", rows[column])
        ):
            yield f"PRIVACY.md does not say of {column} that {data.max_rows} are kept at most"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
