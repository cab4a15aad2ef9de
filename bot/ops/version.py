"""Reads Nunmul's version."""

import tomllib
from functools import cache
from pathlib import Path

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


@cache
def version(pyproject: Path = PYPROJECT) -> str:
    """Return the version in pyproject.toml, or "unknown" if it cannot be read."""
    try:
        return str(tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError):
        return "unknown"
