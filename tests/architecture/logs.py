"""Checks that log lines do not say who did something, as PRIVACY.md promises."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Source, walk

PERSONAL = re.compile(
    r"(?:.*\.)?(?:(?:user|host|person|voter|owner|erased|changed|interaction)_id|(?:display|global)_name)"
    r"|(?:.*\.)?(?:user|author|member|person|actor|interaction)\.id"
)
"""The id or name of a person, an id that can be a person's, or the id of an interaction, which is stored beside one."""


def log_faults(source: Source) -> Iterator[str]:
    """Yield every expression in a log call that is an id or name of a person, or the id of an interaction."""
    for call in walk(source.tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("log."):
            for argument in call.args:
                yield from (f"the log may not say {said}" for said in _said(argument) if PERSONAL.fullmatch(said))


def _said(argument: ast.expr) -> Iterator[str]:
    """Yield each name and attribute in an argument, written out."""
    return (ast.unparse(node) for node in walk(argument) if isinstance(node, ast.Name | ast.Attribute))
