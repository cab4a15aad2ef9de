"""Libraries that a start does not load, because the bot needs them later or never."""

import sys
from importlib import import_module
from types import ModuleType

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode

LATE_LIBRARIES = ("PIL.Image", "nacl.signing", "rapidfuzz")
"""The libraries that are imported only once they are needed, so that a start would not notice a broken one."""


def import_discord() -> None:
    """Import discord.py without PyNaCl, which it needs only for voice; this saves 0.015 s and 1 MB.

    Later, PyNaCl can be imported as usual.
    """
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # with None, an import fails
    is_blocked = modules.setdefault("nacl", None) is None
    import_module("discord")
    if is_blocked:
        del modules["nacl"]


def check_late_libraries() -> None:
    """Import the libraries that the bot needs later; raise StartupError if one of them is broken."""
    for name in LATE_LIBRARIES:
        try:
            import_module(name)
        except (ImportError, OSError) as error:
            raise StartupError(
                f"The library {name.partition('.')[0]} cannot be imported: uv sync installs it again.",
                ExitCode.LIBRARY_CHANGED,
            ) from error
