"""Checks for module-level state: nothing is run or read at import, and module-level values cannot change."""

import ast
import re
from collections.abc import Iterator, Sequence

from tests.architecture.source import Source, walk

MUTABLE_CALLS = frozenset({"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"})
READ_ONLY_TYPES = frozenset({"Final", "Mapping", "Sequence", "Collection", "AbstractSet"})
READS = frozenset({"open", "read_text", "read_bytes", "load", "loads", "connect"})
RUNS = (ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.AugAssign, ast.Delete)
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
CONSTANT = r"_*[A-Z]\w*$|__\w+__$"
"""Names of constants and types, and names such as `__all__`. Any other name is a variable, unless it is a logger."""


def state_faults(source: Source) -> Iterator[str]:
    """Yield what a module runs or reads at import, values that can change, `global`, and a filled `__init__.py`."""
    for node in at_import(source.tree.body):
        yield from _statement_faults(node)
    for inner in walk(source.tree):
        if isinstance(inner, ast.Global):
            yield f"global {', '.join(inner.names)}"
    if source.path.endswith("/__init__.py") and source.text:
        yield "an __init__.py stays empty"


def at_import(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run at import, including those in `if` and `try`, except under `if __name__ == …`."""
    for node in body:
        if isinstance(node, ast.If):
            if "__name__" not in ast.unparse(node.test):
                yield from at_import([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            handled = [line for handler in node.handlers for line in handler.body]
            yield from at_import([*node.body, *handled, *node.orelse, *node.finalbody])
        else:
            yield node


def _statement_faults(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, RUNS) or (isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)):
        yield f"`{ast.unparse(node).splitlines()[0]}` runs at import"
    elif isinstance(node, ast.Assign):
        yield from _binding_faults(node.targets, node.value, None)
    elif isinstance(node, ast.AnnAssign) and node.value:
        yield from _binding_faults([node.target], node.value, node.annotation)


def _binding_faults(targets: list[ast.expr], value: ast.expr, annotation: ast.expr | None) -> Iterator[str]:
    names = [node.id for target in targets for node in walk(target) if isinstance(node, ast.Name)]
    called = {_last_name(node.func) for node in walk(value) if isinstance(node, ast.Call)}
    for name in names:
        if not re.match(CONSTANT, name) and "getLogger" not in called:
            yield f"{name} is a variable of the module"
        elif _is_mutable(value) and name != "__all__" and not _is_read_only(annotation):
            yield f"{name} can be changed: annotate it as one of {', '.join(sorted(READ_ONLY_TYPES))}, or freeze it"
        if called & READS:
            yield f"{name} is read at import"


def _is_mutable(value: ast.expr) -> bool:
    return isinstance(value, MUTABLE) or (isinstance(value, ast.Call) and _last_name(value.func) in MUTABLE_CALLS)


def _is_read_only(annotation: ast.expr | None) -> bool:
    """Return whether the outermost type promises that the value never changes: `Mapping[str, int]`, `Final`."""
    return _last_name(annotation.value if isinstance(annotation, ast.Subscript) else annotation) in READ_ONLY_TYPES


def _last_name(node: ast.expr | None) -> str:
    """Return the last part of a dotted name (`c` of `a.b.c`), or "" for anything else."""
    return str(getattr(node, "attr", getattr(node, "id", "")))
