"""The habits that a single file shows: where SQL, time and chance may stand, and how long things are."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import tables
from tests.architecture.source import Source, reached, sources

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = Function | ast.ClassDef | ast.Module


def only_faults(source: Source) -> Iterator[str]:
    """Things that one place alone may do, done elsewhere."""
    names = reached(source)
    for only in tables.ONLY:
        if source.place.names & only.places:
            continue
        for name in sorted(name for name in names if re.match(only.pattern, name)):
            yield f"{name.removesuffix('()')} is used here (HOUSE: {only.habit})"


def sql_faults(source: Source) -> Iterator[str]:
    """Statements of SQL in a string, f-strings included and docstrings not, outside the drawers for it."""
    if source.place.names & tables.SQL_PLACES:
        return
    for text in strings(source.tree):
        if re.match(tables.SQL, text):
            yield f"SQL stands here: {text.strip()[:30]!r} (HOUSE: SQL is only in queries)"


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string and part of an f-string, apart from those that stand alone as a statement: docstrings."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def empty_faults(source: Source) -> Iterator[str]:
    """An `__init__.py` with anything in it."""
    if source.path.endswith("/__init__.py") and source.text:
        yield "it is not empty (HOUSE: __init__.py files are empty)"


def size_faults(source: Source) -> Iterator[str]:
    """Files, functions and commands over their length."""
    if (lines := len(source.text.splitlines())) > tables.LONGEST_FILE:
        yield f"{lines} lines, over {tables.LONGEST_FILE} (HOUSE: sizes)"
    for function in functions(source.tree):
        if (lines := length(function)) > tables.LONGEST_FUNCTION:
            yield f"{function.name} has {lines} lines, over {tables.LONGEST_FUNCTION} (HOUSE: sizes)"
        command = source.place.drawer == "commands" and _is_command(function)
        if command and (lines := body_length(function)) > tables.LONGEST_COMMAND:
            yield f"command {function.name} has {lines} lines, over {tables.LONGEST_COMMAND} (HOUSE: commands)"


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    yield from (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the last one."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def body_length(function: Function) -> int:
    """Lines of the body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _is_command(function: Function) -> bool:
    """Whether it is decorated as a slash command or a context menu: `@group.command(…)`."""
    calls = (decorator.func for decorator in function.decorator_list if isinstance(decorator, ast.Call))
    return any(getattr(call, "attr", getattr(call, "id", "")) in {"command", "context_menu"} for call in calls)


def medians(bot: Path) -> tuple[float, float]:
    """The median lines of a file (the empty ones left out) and of a function."""
    texts = [text for _, text in sources(bot) if text]
    lengths = [length(function) for text in texts for function in functions(ast.parse(text))]
    return statistics.median([len(text.splitlines()) for text in texts] or [0]), statistics.median(lengths or [0])
