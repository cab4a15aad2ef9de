"""Checks the sizes of files, functions and folders, what cards import, and that class names are unique."""

import ast
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from tests.architecture.source import Source, functions, length, walk

LONGEST_FILE, LONGEST_FUNCTION, LARGEST_FOLDER = 300, 50, 8
MEDIAN_FILE, MEDIAN_FUNCTION = 100, 8
CARD_IMPORTS = frozenset({"Embed", "Colour"})
"""What a card may import from discord.py. import-linter cannot check this, because it sees modules, not names."""


def size_faults(source: Source) -> Iterator[str]:
    """Yield files and functions that are too long."""
    if (lines := len(source.text.splitlines())) > LONGEST_FILE:
        yield f"{lines} lines, over {LONGEST_FILE}"
    for function in functions(source.tree):
        if (lines := length(function)) > LONGEST_FUNCTION:
            yield f"{function.name} has {lines} lines, over {LONGEST_FUNCTION}"


def card_faults(source: Source) -> Iterator[str]:
    """Yield what a card imports from discord.py other than Embed and Colour."""
    if source.layer != "cards":
        return
    for node in walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "discord":
            yield from (f"a card imports {name.name}" for name in node.names if name.name not in CARD_IMPORTS)
        elif isinstance(node, ast.Import) and any(name.name.partition(".")[0] == "discord" for name in node.names):
            yield "a card imports all of discord"


def folder_faults(tree: Sequence[Source]) -> Iterator[str]:
    """Yield folders with more than eight modules."""
    modules = Counter(str(PurePosixPath(source.path).parent) for source in tree if "__init__" not in source.path)
    yield from (f"{folder} has {count} modules" for folder, count in modules.items() if count > LARGEST_FOLDER)


def class_faults(tree: Sequence[Source]) -> Iterator[str]:
    """Yield class names that occur more than once in the tree."""
    classes = [
        (node.name, source.path) for source in tree for node in walk(source.tree) if isinstance(node, ast.ClassDef)
    ]
    counts = Counter(name for name, _ in classes)
    for name in sorted(name for name, count in counts.items() if count > 1):
        yield f"{name} is defined in {', '.join(path for other, path in classes if other == name)}"


def medians(tree: Sequence[Source]) -> tuple[float, float]:
    """Return the median number of lines of a file that is not empty, and of a function."""
    lengths = [length(function) for source in tree for function in functions(source.tree)]
    lines = [len(source.text.splitlines()) for source in tree if source.text]
    return statistics.median(lines), statistics.median(lengths)
