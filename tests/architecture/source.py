"""One source file as the architecture tests see it: where it stands, and every name it reaches for."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from tests.architecture.tables import BELOW, TOP


@dataclass(frozen=True)
class Place:
    """A room (a feature, kit, or a file beside them) and the drawer in it, empty for a file beside the rooms."""

    room: str
    drawer: str

    @property
    def names(self) -> frozenset[str]:
        """What the tables may call it: a feature's drawer by its own name too, anything by its full one."""
        full = f"{self.room}.{self.drawer}" if self.drawer else self.room
        return frozenset({full, self.drawer}) if self.room in BELOW else frozenset({full})


@dataclass(frozen=True)
class Source:
    """A parsed file; `path` begins at the bot's own folder: `bot/films/cards.py`."""

    path: str
    text: str
    tree: ast.Module

    @property
    def place(self) -> Place:
        """The room and drawer that it belongs to."""
        return place_of(".".join(PurePosixPath(self.path).with_suffix("").parts))


def sources(bot: Path) -> Iterator[tuple[str, str]]:
    """The path and text of every Python file of a tree, in order."""
    for path in sorted(bot.rglob("*.py")):
        yield f"bot/{path.relative_to(bot).as_posix()}", path.read_text(encoding="utf-8")


def place_of(dotted: str) -> Place:
    """`bot.films.rules.normalization.hangul` stands in the drawer `rules` of the room `films`."""
    _, room, drawer, *_ = [*dotted.split("."), "", ""]
    return Place(room, "" if room in TOP else drawer)


@cache
def reached(source: Source) -> frozenset[str]:
    """Every dotted name that a file imports or uses through an import; one that is called ends in `()`."""
    known = dict(_bindings(source))
    return frozenset({full for _, full in _imports(source)} | set(_uses(source.tree, known)))


def _imports(source: Source) -> Iterator[tuple[ast.alias, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((alias, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias, f"{_origin(source, node)}.{alias.name}") for alias in node.names)


def _origin(source: Source, node: ast.ImportFrom) -> str:
    above = PurePosixPath(source.path).parts[: -node.level] if node.level else ()
    return ".".join([*above, *([node.module] if node.module else [])])


def _bindings(source: Source) -> Iterator[tuple[str, str]]:
    for alias, full in _imports(source):
        if alias.asname:
            yield alias.asname, full
        elif alias.name == full:  # `import a.b` binds only `a`
            yield full.split(".")[0], full.split(".")[0]
        else:
            yield alias.name, full


def _uses(node: ast.AST, known: Mapping[str, str]) -> Iterator[str]:
    """The longest dotted names below `node` that begin with an imported one."""
    called = isinstance(node, ast.Call)
    whole = dotted(node.func if isinstance(node, ast.Call) else node, known)
    if whole:
        yield f"{whole}()" if called else whole
    for child in ast.iter_child_nodes(node):
        if not whole or (isinstance(node, ast.Call) and child is not node.func):
            yield from _uses(child, known)


def dotted(node: ast.AST, known: Mapping[str, str]) -> str | None:
    """The full name that `a.b.c` stands for, where `a` was imported."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and (before := dotted(node.value, known)):
        return f"{before}.{node.attr}"
    return None
