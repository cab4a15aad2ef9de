"""Which Nunmul this is."""

import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def version(pyproject: Path = PYPROJECT) -> str:
    """The version that pyproject.toml beside the bot's folder names, or "unknown" where the file is not there."""
    try:
        return str(tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError):
        return "unknown"
