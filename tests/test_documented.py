"""Checks the documentation's tables against the code, and its paths and links against the repository."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from discord import app_commands

from bot import app, config
from bot.__main__ import EXAMPLES, build_parser
from bot.core.exit_codes import ExitCode
from bot.demo.run import INTRODUCTION

ROOT = Path(__file__).parents[1]
DOCS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))
PAGES = ["README.md", "README.ko.md", "SECURITY.md", "CONTRIBUTING.md", "PRIVACY.md", *DOCS]
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
PATH = re.compile(r"(?<![\w./-])(?:bot|tests|data|docs|deploy)/[\w./@-]*")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def rows(page: str, heading: str) -> list[list[str]]:
    """Return the cells of every table row under a heading, without the header rows."""
    section = read(page).split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = section.splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split(" |")] for line in lines]
    is_head = [following.startswith("| ---") for following in (*lines[1:], "")]
    return [
        row
        for line, row, head in zip(lines, cells, is_head, strict=True)
        if line.startswith("| ") and not head and not line.startswith("| ---")
    ]


def first_column(page: str, heading: str) -> list[str]:
    return [row[0].strip("`") for row in rows(page, heading)]


def commands(tree: app_commands.CommandTree[Any]) -> Iterator[app_commands.Command[Any, ..., Any]]:
    return (command for command in tree.walk_commands() if isinstance(command, app_commands.Command))


async def test_the_readme_lists_exactly_the_commands(database_file: Path) -> None:
    """The commands table has a row for each slash command with its options, and no others."""
    async with app.open_client(database_file) as client:
        built = [" ".join((f"/{c.qualified_name}", *(p.name for p in c.parameters))) for c in commands(client.tree)]
    listed = [cell for cell in first_column("README.md", "Commands") if cell.startswith("/")]
    assert sorted(listed) == sorted(built)


async def test_the_demo_suggests_six_existing_commands_starting_with_a_draw_and_a_poll(database_file: Path) -> None:
    """Every suggested command exists under the name that is printed."""
    suggested = re.findall(r"^  \d\. /([a-z]+(?: [a-z]+)?)", INTRODUCTION, re.MULTILINE)
    async with app.open_client(database_file) as client:
        assert set(suggested) <= {command.qualified_name for command in commands(client.tree)}
    assert len(suggested) == 6
    assert suggested[:2] == ["tearjerker", "poll start"]


async def test_every_description_of_a_command_is_in_the_message_files(database_file: Path) -> None:
    """Each description of a command or an option comes from the message files."""
    async with app.open_client(database_file) as client:
        described = [command._locale_description for command in client.tree.walk_commands()]  # noqa: SLF001  # no public API for this
        described += [p._Parameter__parent.description for c in commands(client.tree) for p in c.parameters]  # type: ignore[attr-defined]  # noqa: SLF001  # see above
    assert all(isinstance(text, app_commands.locale_str) and text.extras.get("key") for text in described)


def test_the_docs_list_exactly_the_command_line() -> None:
    """The operator's page has a row for each word that can follow `python -m bot`."""
    (choices,) = [action.choices for action in build_parser()._subparsers._group_actions]  # type: ignore[union-attr]  # noqa: SLF001  # argparse has no public API for this
    listed = [cell.split()[0] for cell in first_column("docs/operations.md", "Command line")]
    assert sorted(listed) == sorted(choices or ())


def test_the_film_in_the_readme_can_be_added(tmp_path: Path) -> None:
    """The example is complete and valid."""
    example = json.loads(read("README.md").split("```json")[1].split("```")[0])
    (tmp_path / "films.json").write_text(json.dumps([example]), encoding="utf-8")
    assert app.check_catalogue(tmp_path / "films.json") == []


def test_the_readme_and_its_descriptions_of_commands_are_short() -> None:
    """Fewer than 120 lines come before the folded part, and no command's description has more than twelve words."""
    assert len(read("README.md").split("<details>")[0].splitlines()) < 120
    assert [row for row in rows("README.md", "Commands") if len(row[1].split()) > 12] == []


def test_the_docs_and_the_example_list_exactly_the_settings() -> None:
    """.env.example has exactly our settings, and the table has exactly these with their defaults."""
    assert set(re.findall(r"^(\w+)=", read(".env.example"), re.MULTILINE)) == set(config.DEFAULTS)
    listed = {row[0].strip("`"): row[1].strip("`") for row in rows("docs/operations.md", "Settings")}
    assert listed == config.DEFAULTS


def test_the_docs_list_exactly_the_exit_codes() -> None:
    """The table has each code once, with its cause and what to do."""
    listed = rows("docs/operations.md", "Exit codes")
    assert [int(row[0]) for row in listed] == sorted(ExitCode)
    assert all(len(cell) > 5 for row in listed for cell in row[1:3])


def test_the_docs_list_exactly_the_dependencies() -> None:
    """The table names every dependency of the bot, including those in the dependency groups, and no others."""
    project = tomllib.loads(read("pyproject.toml"))
    grouped = [name for group in project["dependency-groups"].values() for name in group if isinstance(name, str)]
    required = [*project["project"]["dependencies"], *grouped]
    cells = first_column("CONTRIBUTING.md", "Dependencies")
    listed = [name.strip() for cell in cells for name in re.sub(r"^\*\w+:\*", "", cell).split(",")]
    assert sorted(listed) == sorted(re.split(r"\[", name)[0] for name in required)


def test_the_docs_list_exactly_the_folders_of_tests() -> None:
    """The table has a row for each folder, and no others."""
    folders = {path.parent.relative_to(ROOT).parts[1] for path in (ROOT / "tests").glob("*/*.py")}
    listed = [cell for cell in first_column("CONTRIBUTING.md", "Run the tests") if cell.startswith("tests/")]
    assert sorted(listed) == sorted(f"tests/{folder}/" for folder in folders)


def named_paths(page: str) -> set[str]:
    return {path for code in CODE.findall(read(page)) for path in PATH.findall(code)}


@pytest.mark.parametrize("page", PAGES)
def test_every_path_on_a_page_exists(page: str) -> None:
    """Code in backticks names only files and folders of this repository."""
    assert [path for path in sorted(named_paths(page)) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_on_a_page_works(page: str) -> None:
    """Each link to another page or file leads to one that exists."""
    folder = (ROOT / page).parent
    assert [link for link in LINK.findall(read(page)) if not (folder / link).exists()] == []


def test_the_help_has_examples_that_parse_and_names_every_exit_code() -> None:
    """The examples in `--help` can be typed, and no code is missing."""
    examples = [shlex.split(line[:40])[3:] for line in EXAMPLES.splitlines() if line.startswith("  python -m bot")]
    assert len([build_parser().parse_args(words) for words in examples]) == 5
    named = re.findall(r"^  (\d[\d, to]*?) {2,}", EXAMPLES, re.MULTILINE)
    ranges = [[int(number) for number in re.findall(r"\d+", part)] for text in named for part in text.split(",")]
    assert {code for ends in ranges for code in range(ends[0], ends[-1] + 1)} == {0, 2, *ExitCode}
