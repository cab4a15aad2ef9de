"""Imports discord.py without the library that it needs only for voice."""

import sys
from types import ModuleType


def import_discord() -> None:
    """Import discord.py without PyNaCl, which takes 0.015 s and 1 MB; later, PyNaCl can be imported as usual."""
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # with None, an import fails
    is_blocked = modules.setdefault("nacl", None) is None
    import discord  # noqa: F401, PLC0415  # see above

    if is_blocked:
        del modules["nacl"]
