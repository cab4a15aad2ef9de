"""Checks that ids have a type from bot/ids.py. mypy keeps those apart, but accepts an id annotated as a plain int."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Source, walk

ID = re.compile(r"(?:.*_)?(?:guild|user|host|channel|message|film|poll|draft|option|deck|pick|search)_ids?")


def id_faults(source: Source) -> Iterator[str]:
    """Yield parameters and fields that have the name of an id but the type int."""
    for node in walk(source.tree):
        if isinstance(node, ast.arg) and ID.fullmatch(node.arg):
            name, annotation = node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign) and ID.fullmatch(ast.unparse(node.target)):
            name, annotation = ast.unparse(node.target), node.annotation
        else:
            continue
        if annotation and any(isinstance(part, ast.Name) and part.id == "int" for part in walk(annotation)):
            yield f"{name} is a plain int; bot/ids.py has its type"
