"""Which Nunmul this is."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def version(project: Path = PROJECT) -> str:
    """The version that pyproject.toml beside the bot's folder names, or "unknown" where the file is not there."""
    try:
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError):
        return "unknown"
