"""Checks that docstrings name only exceptions that exist."""

import ast
import builtins
import re
from collections.abc import Iterator, Sequence

from tests.architecture.source import Source, walk

RAISES = re.compile(r"\braises? ([A-Z]\w+)")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def exception_faults(tree: Sequence[Source]) -> Iterator[str]:
    """Yield docstrings that say "raises X" where X is neither a class in the bot, nor a builtin, nor imported there."""
    classes = {node.name for source in tree for node in walk(source.tree) if isinstance(node, ast.ClassDef)}
    for source in tree:
        known = classes | set(dir(builtins)) | _imported_names(source.tree)
        for node in walk(source.tree):
            text = (ast.get_docstring(node) or "") if isinstance(node, DOCUMENTED) else ""
            yield from (f"{source.path}: raises {name}" for name in RAISES.findall(text) if name not in known)


def _imported_names(tree: ast.Module) -> set[str]:
    imports = (node for node in walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {alias.asname or alias.name for node in imports for alias in node.names}
