"""What the schema, the features and PRIVACY.md must agree on; made to be run on copies too."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.kit.feature import Feature
from bot.kit.keeps import Keeps
from bot.kit.sql import Reader
from bot.privacy.rules import GRACE_DAYS

ROW = re.compile(r"^\| `([a-z_]+\.[a-z_]+)` \|(.*)$", re.MULTILINE)
COLUMNS = """
    SELECT listed.name || '.' || info.name
    FROM pragma_table_list AS listed, pragma_table_xinfo(listed.name) AS info
    WHERE listed.schema = 'main' AND listed.name NOT LIKE 'sqlite_%'
"""


def keeps_of(features: Iterable[Feature]) -> Sequence[Keeps]:
    """What all the features keep."""
    return [keeps for feature in features for keeps in feature.keeps]


async def columns(reader: Reader) -> set[str]:
    """Every column of every table, as "film.server"."""
    return {row[0] for row in await reader.rows(COLUMNS)}


def told(features: Iterable[Feature]) -> Mapping[str, Keeps]:
    """Every column that a feature says holds an id of a person or a server."""
    each = [(keeps, column) for keeps in keeps_of(features) for column in (keeps.person, keeps.server) if column]
    return {f"{keeps.table}.{column}": keeps for keeps, column in each}


async def schema_faults(reader: Reader, features: Iterable[Feature], no_ids: Mapping[str, str]) -> list[str]:
    """Columns of which nobody has said whether they hold an id, and what is said of columns that are not there."""
    found, ids = await columns(reader), told(features).keys()
    harmless = {f"{table}.{column}" for table, names in no_ids.items() for column in names.split()}
    return [
        *(
            f"{column} is new: if an id of a person or a server can stand there, let its feature tell of it (Keeps), "
            "so that it is shown, copied and erased, and give it a row in PRIVACY.md; if none can, add it to NO_IDS"
            for column in sorted(found - ids - harmless)
        ),
        *(f"{column} is told of, and is not in the database" for column in sorted((ids | harmless) - found)),
        *(f"{column} is in NO_IDS, though a feature says that it holds ids" for column in sorted(ids & harmless)),
    ]


def page_faults(features: Iterable[Feature], page: str) -> Iterator[str]:
    """What the table in PRIVACY.md leaves out, invents, or says of how long something is kept, against the features."""
    ids, rows = told(features), dict(ROW.findall(page))
    yield from (f"{column} has no row in PRIVACY.md" for column in sorted(ids.keys() - rows.keys()))
    yield from (f"PRIVACY.md has a row for {column}, which holds no id" for column in sorted(rows.keys() - ids.keys()))
    for column in sorted(ids.keys() & rows.keys()):
        keeps = ids[column]
        for days in filter(None, (keeps.days, GRACE_DAYS if column == f"{keeps.table}.{keeps.server}" else None)):
            if _days(days) not in rows[column]:
                yield f"PRIVACY.md does not say of {column} that it goes after {_days(days)}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
