"""The bot's Python files, parsed, and helpers to search their syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

Function = ast.FunctionDef | ast.AsyncFunctionDef

FEATURES = frozenset(
    {"settings", "tmdb", "films", "watched", "tears", "picks", "polls", "suggestions", "help", "privacy"}
)


@dataclass(frozen=True)
class Source:
    """A parsed file; `path` begins at the bot's own folder: `bot/films/cards/film_parts.py`."""

    path: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """The folder or file below `bot/`: `films`, `core`, `app`."""
        return PurePosixPath(self.path).with_suffix("").parts[1]

    @property
    def layer(self) -> str:
        """The module or package with a fixed name inside a feature (`cards`); elsewhere the second part of the path."""
        return [*PurePosixPath(self.path).with_suffix("").parts, "", ""][2]


def sources(bot: Path) -> Iterator[Source]:
    """Yield every Python file of a tree, sorted by path."""
    for path in sorted(bot.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        yield Source(f"bot/{path.relative_to(bot).as_posix()}", text, ast.parse(text))


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield every string and part of an f-string, except docstrings."""
    yield from (str(node.value) for node in string_nodes(tree))


def string_nodes(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the nodes of these strings."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function and method, nested ones too."""
    yield from (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Return the lines from `def` to the last one."""
    return (function.end_lineno or function.lineno) - function.lineno + 1
