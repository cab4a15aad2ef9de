"""Texts that reach Discord from outside the message files, found by tracing literals to Discord's text fields.

A text is a literal with Hangul, or with a word and a space. It is traced through f-strings, joins, local names and
what functions of the same file return. In a card's file, every literal counts.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.architecture.source import Function, Source, sources, strings, walk
from tests.architecture.state import at_import
from tests.messages.keys import called_name
from tests.messages.message_files import HANGUL

FIELDS = frozenset({"title", "description", "name", "value", "label", "placeholder", "text", "content", "default"})
"""Keyword arguments and attributes that Discord shows to people."""

VISIBLE_CALLS = frozenset(
    {"send", "send_message", "reply", "TextDisplay", "describe", "rename", "locale_str"}
    | {"button", "select", "link_button", "CardField", "label", "escape_markdown", "truncate"}
    | {"localize", "user_text", "guild_text", "reply_error", "UserError"}
)
"""Calls that show everything they are given: discord.py's first, then core's."""

INVISIBLE_CALLS = frozenset({"ArgumentParser", "add_parser", "add_subparsers", "add_argument", "create_task", "Thread"})
"""Calls with a keyword of `FIELDS` whose value never reaches Discord, such as argparse's and the names of tasks."""

OPERATOR_FILES = frozenset({"__main__", "config"})
"""Files whose sentences only an operator reads, in a terminal."""

CARDS = frozenset({"cards", "pictures"})
MARKUP = re.compile(r"</[\w -]+:?|<t:|:[tTdDfFR]>|https?://\S*")
MUTATING_METHODS = frozenset({"append", "extend", "insert"})
IGNORED_FIELDS: Mapping[type[ast.AST], tuple[str, ...]] = {
    ast.Compare: ("left", "comparators"),
    ast.FormattedValue: ("format_spec",),
    ast.IfExp: ("test",),
    ast.Lambda: ("body",),
    ast.Subscript: ("slice",),
    ast.comprehension: ("ifs",),
}
WORD = re.compile(r"[^\W\d_]{2,}")


Step = tuple[ast.AST, Function | None]
"""A node, and the innermost function around it."""


def is_text(literal: str) -> bool:
    """Return whether a literal has Hangul, or words with a space. Markup, addresses and keys are not words."""
    words = MARKUP.sub("", literal)
    return bool(HANGUL.search(words) or (WORD.search(words) and re.search(r"\s", words)))


def literal_faults(bot: Path) -> list[str]:
    """Return a line for every text outside the message files that reaches people, with its file."""
    found = ((file.path, text) for file in sources(bot) for text in _literals_of(file))
    return [f"{path}: {text!r} reaches Discord from outside the message files" for path, text in found]


def _literals_of(source: Source) -> Iterator[str]:
    # Queries never reach Discord, and `select` there is SQL.
    if source.package in OPERATOR_FILES or source.layer == "queries":
        return
    tracer = LiteralTracer(source.tree)
    literals = set(strings(source.tree)) if source.layer in CARDS else set()
    for node, inside in _with_function(source.tree, None):
        for shown in _shown_expressions(node):
            literals |= set(tracer.literals(shown, inside))
    yield from sorted(filter(is_text, literals))


def _with_function(node: ast.AST, inside: Function | None) -> Iterator[Step]:
    """Yield every node with the innermost function around it."""
    for child in ast.iter_child_nodes(node):
        yield child, inside
        yield from _with_function(child, child if isinstance(child, Function) else inside)


def _shown_expressions(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions whose values this node, without its children, passes to Discord to show."""
    if isinstance(node, ast.Call) and called_name(node) not in INVISIBLE_CALLS:
        shows_all = called_name(node) in VISIBLE_CALLS
        yield from node.args if shows_all else ()
        yield from (keyword.value for keyword in node.keywords if shows_all or keyword.arg in FIELDS)
    elif isinstance(node, ast.ClassDef):
        yield from (keyword.value for keyword in node.keywords if keyword.arg in FIELDS)
    elif isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(target, ast.Attribute) and target.attr in FIELDS for target in targets):
            yield node.value


class LiteralTracer:
    """Follows an expression of one file back to the literals that it is made of."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = list(at_import(tree.body))
        self.functions = {node.name: node for node in walk(tree) if isinstance(node, Function)}

    def literals(self, shown: ast.expr, inside: Function | None) -> Iterator[str]:
        """Yield every literal that can be part of the value of `shown`, an expression in the function `inside`."""
        waiting: list[Step] = [(shown, inside)]
        seen: set[ast.AST] = set()
        while waiting:
            node, where = waiting.pop()
            if node not in seen:
                seen.add(node)
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
                waiting += [(part, where) for part in _value_parts(node)]
                waiting += self._sources_of(node, where)

    def _sources_of(self, node: ast.AST, where: Function | None) -> Iterator[Step]:
        """Yield what a name was bound to, and what a function of the file returns."""
        if isinstance(node, ast.Name):
            yield from ((value, where) for value in _assigned_values(node.id, walk(where) if where else ()))
            yield from ((value, None) for value in _assigned_values(node.id, self.module))
        elif isinstance(node, ast.Call) and (function := self.functions.get(called_name(node))):
            for inner in walk(function):
                if isinstance(inner, ast.Return | ast.Yield | ast.YieldFrom) and inner.value:
                    yield inner.value, function


def _value_parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the children that contribute to the node's value: no conditions, keys or number formats."""
    ignored = IGNORED_FIELDS.get(type(node), ())
    for field in node._fields:
        value = getattr(node, field)
        if field not in ignored:
            yield from (part for part in (value if isinstance(value, list) else [value]) if isinstance(part, ast.AST))


def _assigned_values(name: str, nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """Yield every value that these nodes bind to a name, or add to what is bound to it."""
    for node in nodes:
        if isinstance(node, ast.Assign) and name in _bound_names(*node.targets):
            yield node.value
        elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value:
            yield from [node.value] if name in _bound_names(node.target) else []
        elif isinstance(node, ast.For | ast.comprehension) and name in _bound_names(node.target):
            yield node.iter
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and called_name(node) in MUTATING_METHODS
        ):
            yield from node.args if name in _bound_names(node.func.value) else []


def _bound_names(*targets: ast.expr) -> set[str]:
    return {node.id for target in targets for node in walk(target) if isinstance(node, ast.Name)}
