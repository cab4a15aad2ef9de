"""Enforces docs/architecture.md with import-linter, ruff and our own checks, and shows that they find violations."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.breaks import BANNED, BROKEN_CONTRACTS, BROKEN_FILES
from tests.architecture.ids import id_faults
from tests.architecture.logs import log_faults
from tests.architecture.prose import exception_faults
from tests.architecture.sizes import (
    MEDIAN_FILE,
    MEDIAN_FUNCTION,
    card_faults,
    class_faults,
    folder_faults,
    medians,
    size_faults,
)
from tests.architecture.source import Source, sources
from tests.architecture.sql import created_tables, owner, ownership_faults, sql_faults, sqlite_faults
from tests.architecture.state import state_faults

ROOT = Path(__file__).parent.parent
BOT = ROOT / "bot"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACT_NAMES = [contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]]
TABLES = created_tables(BOT / "core" / "storage" / "migrations" / "sqlite.sql")


@cache
def tree() -> Sequence[Source]:
    """Return the bot's files, parsed once, when a test first needs them."""
    return tuple(sources(BOT))


def faults(source: Source) -> Iterator[str]:
    """Yield every fault of one file that neither import-linter nor ruff can see."""
    yield from sql_faults(source)
    yield from ownership_faults(source, TABLES)
    yield from sqlite_faults(source)
    yield from state_faults(source)
    yield from size_faults(source)
    yield from card_faults(source)
    yield from id_faults(source)
    yield from log_faults(source)


def test_imports_follow_every_contract() -> None:
    """Modules import only what their layer may import."""
    assert lint_imports(ROOT) == ("", 0)


def test_every_contract_catches_a_violation(tmp_path: Path) -> None:
    """Each contract in pyproject.toml is reported as broken by an import that is added for it."""
    copy = copy_project(tmp_path)
    for path, code in BROKEN_CONTRACTS:
        with (copy / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{code}\n")
    report, _ = lint_imports(copy)
    assert [name for name in CONTRACT_NAMES if f"{name} BROKEN" not in report] == []


def test_no_file_has_a_fault() -> None:
    """SQL, tables, module-level state, lengths, cards and log lines follow docs/architecture.md."""
    found = [f"{source.path}: {fault}" for source in tree() for fault in faults(source)]
    assert not found, "\n".join(found)


def test_no_folder_is_crowded_and_no_class_name_is_repeated() -> None:
    """A folder has at most eight modules, and a class can be found by its name alone."""
    assert [*folder_faults(tree()), *class_faults(tree())] == []


def test_docstrings_name_exceptions_that_exist(tmp_path: Path) -> None:
    """Our docstrings name no unknown exception, and one that does is reported."""
    assert [*exception_faults(tree())] == []
    (tmp_path / "old.py").write_text('"""Open it; raises CannotStart."""\n', encoding="utf-8")
    assert [*exception_faults([*sources(tmp_path)])] == ["bot/old.py: raises CannotStart"]


def test_the_median_file_and_function_are_short() -> None:
    """Half of the files have at most 100 lines, and half of the functions at most 8."""
    file, function = medians(tree())
    assert (file <= MEDIAN_FILE, function <= MEDIAN_FUNCTION) == (True, True), (file, function)


def test_every_table_has_an_owner() -> None:
    """Every table belongs to a feature or to core."""
    assert {table: owner(table) for table in TABLES}


@pytest.mark.parametrize(("path", "code", "fault"), BROKEN_FILES)
def test_a_broken_rule_is_found(path: str, code: str, fault: str, tmp_path: Path) -> None:
    """A file that breaks a rule is reported with its fault."""
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(code, encoding="utf-8")
    (source,) = sources(tmp_path / "bot")
    found = [*faults(source), *class_faults([source])]
    assert any(fault in line for line in found), found


@pytest.mark.parametrize("code", BANNED)
def test_a_banned_call_is_found(code: str, tmp_path: Path) -> None:
    """Ruff reports calls that are allowed in one place only, such as those for the time and the environment."""
    found = ruff(code, tmp_path, "bot/films/service/films.py")
    assert "TID251" in found, found


def lint_imports(root: Path) -> tuple[str, int]:
    """Run import-linter on a tree. Return its report, which is empty if every contract is kept, and its exit code."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    run = subprocess.run([*command, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    return (run.stdout + run.stderr if run.returncode else "", run.returncode)


def copy_project(folder: Path) -> Path:
    """Copy the bot and its configuration."""
    shutil.copytree(BOT, folder / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def ruff(code: str, folder: Path, path: str) -> str:
    """Lint a few lines as if they were at `path`."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", str(folder / path), "-"]
    run = subprocess.run(command, cwd=folder, input=code, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    return run.stdout


WITHOUT_DISCORD = frozenset({"rules", "queries", "service", "catalogue", "pictures"})


def test_rules_and_services_do_not_load_discord() -> None:
    """Rules, queries and services can be imported and used without loading discord.py."""
    paths = [source.path for source in tree() if source.layer in WITHOUT_DISCORD]
    modules = [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in paths]
    load = f"for name in {modules}: importlib.import_module(name)"
    code = f"import sys, importlib\n{load}\nprint('discord' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  # our own code
    assert run.stdout.strip() == "False"


AFTER_A_START = """
import sys
from bot.libraries import import_discord
import_discord()
import bot.app, bot.transport.lifecycle
print([name for name in ("PIL", "nacl", "rapidfuzz") if name in sys.modules])
import nacl.signing
"""


def test_a_start_loads_no_library_that_it_does_not_need_yet() -> None:
    """Importing the bot loads neither Pillow, PyNaCl nor rapidfuzz; PyNaCl can be imported later."""
    run = subprocess.run([sys.executable, "-c", AFTER_A_START], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  # our own code
    assert run.stdout.strip() == "[]"
