"""Checks that every key in the code has a text, every text is used, and every placeholder gets a value."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.architecture.source import sources, strings, walk
from tests.messages.message_files import Texts, all_texts, placeholders

KEY_CALLS = frozenset({"localize", "user_text", "guild_text", "reply_error", "command_text", "locale_str", "UserError"})
"""Functions and methods whose first argument is a key."""

FORMATTING_CALLS = frozenset({"localize", "user_text", "guild_text", "UserError"})
"""Those of KEY_CALLS whose keyword arguments fill the text's placeholders."""

KEY_BEGINS = re.compile(r"[a-z][a-z0-9_-]*\.[a-z0-9_.-]*")


class KeyUse(NamedTuple):
    """A use of a key, or of its beginning unless `is_whole`. `values` names the values it gets, None if unknown."""

    where: str
    key: str
    is_whole: bool
    values: frozenset[str] | None


def keys_used(bot: Path) -> list[KeyUse]:
    """Return each key that is passed to one of KEY_CALLS; of an f-string, only its literal prefix."""
    return [use for source in sources(bot) for use in _key_uses(source.path, source.tree)]


def _key_uses(path: str, tree: ast.Module) -> Iterator[KeyUse]:
    for call in walk(tree):
        if isinstance(call, ast.Call) and call.args and called_name(call) in KEY_CALLS:
            values = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
            known = called_name(call) in FORMATTING_CALLS and all(keyword.arg for keyword in call.keywords)
            for key, is_whole in _possible_keys(call.args[0]):
                yield KeyUse(f"{path}:{call.lineno}", key, is_whole, values if known else None)


def called_name(call: ast.Call) -> str:
    """Return the last part of the name that is called: `c` for `a.b.c()`."""
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _possible_keys(node: ast.expr) -> Iterator[tuple[str, bool]]:
    """Yield the literals that an expression can become, and whether each is a whole key."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, True
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield str(node.values[0].value), False
    elif isinstance(node, ast.IfExp):
        yield from (*_possible_keys(node.body), *_possible_keys(node.orelse))


def key_faults(bot: Path) -> list[str]:
    """Return keys without a text, texts whose placeholders are not all filled, and unused texts."""
    known = all_texts(bot)
    faults = [fault for use in keys_used(bot) for fault in _use_faults(use, known)]
    return faults + [f"{key}: never used" for key in sorted(known.keys() - set(_mentioned_keys(bot, known)))]


def _use_faults(use: KeyUse, known: Texts) -> Iterator[str]:
    if use.is_whole and use.key not in known:
        yield f"{use.where}: no text has the key {use.key}"
    elif use.is_whole and use.values is not None:
        names = {re.split(r"[.\[]", name)[0] for name, _ in placeholders(known[use.key]) or ()}
        if missing := names - use.values:
            yield f"{use.where}: {use.key} is used without {', '.join(sorted(missing))}"
    elif not use.is_whole and not any(key.startswith(use.key) for key in known):
        yield f"{use.where}: no text has a key that begins with {use.key}"


def _mentioned_keys(bot: Path, known: Texts) -> Iterator[str]:
    """Yield every string in the code, and every key that begins like one of its f-strings."""
    for source in sources(bot):
        yield from strings(source.tree)
        for node in walk(source.tree):
            beginnings = _possible_keys(node) if isinstance(node, ast.JoinedStr) else ()
            for beginning, _ in beginnings:
                if KEY_BEGINS.fullmatch(beginning):
                    yield from (key for key in known if key.startswith(beginning))
