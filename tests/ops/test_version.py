"""`python -m bot --version` prints the version in pyproject.toml."""

import tomllib
from collections.abc import Callable
from pathlib import Path

from bot.ops.version import version
from tests.ops.helpers import ROOT, CommandResult


def test_the_version_is_that_of_the_project(run_in_process: Callable[..., CommandResult]) -> None:
    """The command prints the version in pyproject.toml from any working directory."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert run_in_process("--version") == CommandResult(0, f"Nunmul {project['version']}\n", "")


def test_without_its_file_the_version_is_unknown(tmp_path: Path) -> None:
    """A missing file is not an error."""
    assert version(tmp_path / "pyproject.toml") == "unknown"
