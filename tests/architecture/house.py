"""All the rules of the house over one tree."""

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.architecture.habits import empty_faults, only_faults, size_faults, sql_faults
from tests.architecture.imports import import_faults, room_faults
from tests.architecture.source import Source, sources
from tests.architecture.state import state_faults

CHECKS: tuple[Callable[[Source], Iterator[str]], ...] = (
    import_faults,
    only_faults,
    sql_faults,
    empty_faults,
    state_faults,
    size_faults,
)


def tree(bot: Path) -> Mapping[str, str]:
    """The path of every file of the tree at `bot`, with the text of those that are Python."""
    entries = (f"bot/{path.relative_to(bot).as_posix()}" for path in sorted(bot.rglob("*")) if _counts(path))
    return dict.fromkeys(entries, "") | dict(sources(bot))


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def faults(files: Mapping[str, str]) -> list[str]:
    """Every fault of a tree, as "bot/films/cards.py: what is wrong (HOUSE: which rule)"."""
    found = list(room_faults(iter(files)))
    for path, text in files.items():
        found += [f"{path}: {fault}" for fault in (faults_of(path, text) if path.endswith(".py") else ())]
    return list(dict.fromkeys(found))


@cache
def faults_of(path: str, text: str) -> tuple[str, ...]:
    """The faults of one file; remembered, since the trees of the tests differ in one file each."""
    source = Source(path, text, ast.parse(text))
    return tuple(fault for check in CHECKS for fault in check(source))
