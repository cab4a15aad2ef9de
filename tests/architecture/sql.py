"""Checks where SQL is used, and that features name only their own tables in it."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.architecture.source import FEATURES, Function, Source, functions, string_nodes, strings, walk

STATEMENT = re.compile(
    r"\s*((SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|CREATE|ALTER|DROP|PRAGMA|ATTACH|SAVEPOINT|RELEASE|EXPLAIN)\s"
    r"|(BEGIN|COMMIT|ROLLBACK|VACUUM)(\s|;|$))"
)
SQLITE_ONLY = re.compile(
    r"\b(?:printf|unixepoch|strftime|iif|json\w*|group_concat|hex|randomblob|total)\("
    r"|\b(?:max|min)\([^()]*,|\b(?:LIKE|GLOB|REGEXP|MATCH|rowid|NOCASE)\b|\bpragma_?|\bsqlite_"
    r"|\b(?:INSERT|UPDATE) OR \w+|\bREPLACE INTO\b|\bIS (?:NOT )?:",
    re.IGNORECASE,
)
"""SQL that other databases lack or interpret differently. LIKE, for example, ignores case in SQLite."""
CREATED = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)")
USED = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)")

OWNERS: Mapping[str, str] = {
    "catalogue": "films",
    "film": "films",
    "person": "films",
    "search": "films",
    "avoidance": "picks",
    "deck": "picks",
    "own_service": "settings",
    "pick": "picks",
    "ballot": "polls",
    "poll": "polls",
    "vote_press": "polls",
    "veto": "polls",
    "person_setting": "settings",
    "server_setting": "settings",
    "tear": "tears",
    "tmdb": "tmdb",
    "greeting": "help",
    "report": "help",
    "departure": "privacy",
    "handled_interaction": "core",
    "memo": "core",
    "migration": "core",
}
"""The feature, or core, that owns the tables whose names begin with a prefix. The longest prefix wins."""


def sql_faults(source: Source) -> Iterator[str]:
    """Yield SQL statements outside a feature's queries and core's storage."""
    if source.layer == "queries" or source.path.startswith("bot/core/storage/"):
        return
    for text in strings(source.tree):
        if STATEMENT.match(text):
            yield f"SQL outside queries: {text.strip()[:30]!r}"


def sqlite_faults(source: Source) -> Iterator[str]:
    """Yield SQL in a feature's queries that only SQLite understands, except in functions whose docstring says so."""
    if source.layer != "queries":
        return
    exempt = {
        id(node) for function in functions(source.tree) if _is_marked_sqlite_only(function) for node in walk(function)
    }
    for node in string_nodes(source.tree):
        if id(node) not in exempt and (found := SQLITE_ONLY.search(str(node.value))):
            yield f"{found[0]!r} is for SQLite only: put it into a function whose docstring says so"


def _is_marked_sqlite_only(function: Function) -> bool:
    return "(SQLite only)" in (ast.get_docstring(function) or "")


def ownership_faults(source: Source, tables: frozenset[str]) -> Iterator[str]:
    """Yield tables that a feature's statements name although another feature owns them."""
    if source.package not in FEATURES or source.layer != "queries":
        return
    named = {table for text in strings(source.tree) for table in USED.findall(text)} & tables
    for table in sorted(table for table in named if owner(table) != source.package):
        yield f"the table {table} belongs to {owner(table)}: ask its service"


def owner(table: str) -> str:
    """Return the feature that owns a table; raise ValueError for a table without an owner."""
    beginnings = [name for name in OWNERS if table == name or table.startswith(f"{name}_")]
    return OWNERS[max(beginnings, key=len)]


def created_tables(schema: Path) -> frozenset[str]:
    """Return the names of all tables that a schema file creates."""
    return frozenset(CREATED.findall(schema.read_text(encoding="utf-8")))
