"""README and .env.example say what is, and nothing else."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from discord import app_commands

from bot import app, config
from bot.__main__ import build_parser

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def first_column(heading: str) -> list[str]:
    """What stands in the first column of the tables under a heading."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [row.split("|")[1].strip() for row in section.splitlines() if row.startswith("| ")]


def commands(tree: app_commands.CommandTree[Any]) -> Iterator[app_commands.Command[Any, ..., Any]]:
    return (command for command in tree.walk_commands() if isinstance(command, app_commands.Command))


async def test_every_command_is_in_the_readme_and_the_reverse(database_file: Path) -> None:
    """The commands table has a row for each slash command with its options, and none besides."""
    async with app.open_client(database_file) as client:
        built = {" ".join((f"/{c.qualified_name}", *(p.name for p in c.parameters))) for c in commands(client.tree)}
    told = {cell.strip("`") for cell in first_column("Commands") if cell.startswith("`/")}
    assert told == built


async def test_every_description_of_a_command_is_a_text_of_ours(database_file: Path) -> None:
    """No command, group or option is left with a description that is not in the words files."""
    async with app.open_client(database_file) as client:
        described = [command._locale_description for command in client.tree.walk_commands()]  # noqa: SLF001  # no public way
        described += [p._Parameter__parent.description for c in commands(client.tree) for p in c.parameters]  # type: ignore[attr-defined]  # noqa: SLF001  # see above
    assert all(isinstance(text, app_commands.locale_str) and text.extras.get("key") for text in described)


def test_every_setting_is_in_the_example_and_in_the_readme_and_the_reverse() -> None:
    """An operator finds each setting in .env.example and in the table, and no other."""
    read = set(config.DEFAULTS)
    assert set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE)) == read
    assert {cell.strip("`") for cell in first_column("Settings")[2:]} == read


def test_every_dependency_has_its_line_and_the_reverse() -> None:
    """Each dependency earns its line in the table."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {*project["project"]["dependencies"], *project["dependency-groups"]["dev"]}
    told = {name.strip() for cell in first_column("Dependencies")[2:] for name in cell.split("*")[-1].split(",")}
    assert told == {re.split(r"\[", name)[0] for name in wanted}


def test_every_word_of_the_command_line_is_in_the_readme() -> None:
    """python -m bot … has a row for each of its words."""
    words = {cell.strip("`").split()[0] for cell in first_column("Commands") if not cell.startswith(("`/", "`python"))}
    (choices,) = [action.choices for action in build_parser()._subparsers._group_actions]  # type: ignore[union-attr]  # noqa: SLF001  # argparse has no public way
    assert set(choices or ()) == words - {"command", "---"}


@pytest.mark.parametrize("place", re.findall(r"`((?:bot|tests|data|docs)/[\w./]*)`", README))
def test_every_place_that_the_readme_names_is_there(place: str) -> None:
    """No path in the README leads nowhere."""
    assert (ROOT / place).exists()
