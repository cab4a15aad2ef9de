"""The bot's Python files, parsed, and helpers to search their syntax trees."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

Function = ast.FunctionDef | ast.AsyncFunctionDef

FEATURES = frozenset({"settings", "tmdb", "films", "tears", "picks", "polls", "help", "privacy"})


@dataclass(frozen=True)
class Source:
    """A parsed file. `path` begins at the bot's own folder, as in `bot/films/cards/film_parts.py`."""

    path: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """Return the folder or file directly below `bot/`, such as `films`, `core` or `app`."""
        return PurePosixPath(self.path).with_suffix("").parts[1]

    @property
    def layer(self) -> str:
        """Return the name two levels below `bot/`, or "" if there is none. In a feature, it is the layer (`cards`)."""
        return [*PurePosixPath(self.path).with_suffix("").parts, "", ""][2]


def sources(bot: Path) -> Iterator[Source]:
    """Yield every Python file of a tree, sorted by path."""
    for path in sorted(bot.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        yield Source(f"bot/{path.relative_to(bot).as_posix()}", text, _parse(text))


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


def walk(tree: ast.AST) -> Sequence[ast.AST]:
    """Return a tree's nodes, and cache them on the tree, because every rule looks at all of them."""
    if not hasattr(tree, "_nodes"):
        tree._nodes = tuple(ast.walk(tree))  # type: ignore[attr-defined]  # noqa: SLF001  # ast does not use this name
    nodes: Sequence[ast.AST] = tree._nodes  # type: ignore[attr-defined]  # noqa: SLF001  # as above
    return nodes


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield every string and every literal part of an f-string, except docstrings."""
    yield from (str(node.value) for node in string_nodes(tree))


def string_nodes(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the node of every string and of every literal part of an f-string, except docstrings."""
    docstrings = {id(node.value) for node in walk(tree) if isinstance(node, ast.Expr)}
    for node in walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function and method, including nested ones."""
    yield from (node for node in walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Return the number of lines from `def` to the end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1
