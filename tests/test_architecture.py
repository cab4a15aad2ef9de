"""HOUSE.md, held: `tests/architecture` has its rules as tables and the acts against them; here they are played."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.breaks import ALLOWED, BREAKS, Line
from tests.architecture.habits import medians
from tests.architecture.house import faults, tree
from tests.architecture.source import place_of, sources
from tests.architecture.tables import BELOW, KIT, MEDIAN_FILE, MEDIAN_FUNCTION, ONLY, OWN, TOP

BOT = Path(__file__).parent.parent / "bot"
FILES = dict(tree(BOT))
WITHOUT_DISCORD = frozenset({"rules", "queries", "service", "catalogue", "pictures"})


def test_the_bot_keeps_the_rules_of_the_house() -> None:
    """Every import, name, module variable and length in the bot is one that HOUSE.md allows."""
    assert not ours(), "\n" + "\n".join(ours())


def test_files_and_functions_are_short_in_the_middle() -> None:
    """Half of the files have 100 lines or fewer, half of the functions 8."""
    file, function = medians(BOT)
    assert (file <= MEDIAN_FILE, function <= MEDIAN_FUNCTION) == (True, True), (file, function)


def test_every_drawer_has_its_rows() -> None:
    """No drawer is in one table and missing in another, so that none goes unchecked."""
    assert OWN.keys() == KIT.keys()
    assert OWN["feature"] == OWN.keys() - {"feature"}
    assert all(below <= BELOW.keys() for below in BELOW.values())


def test_every_rule_is_broken_once() -> None:
    """No drawer, no file beside the rooms and no habit is without an act against it here."""
    drawers = {place_of(f"bot/{line.file}".removesuffix(".py").replace("/", ".")).names for line in BREAKS}
    assert set().union(*drawers) >= OWN.keys() | TOP.keys()
    assert all(any(only.habit in line.said for line in BREAKS) for only in ONLY)


@pytest.mark.parametrize("line", BREAKS, ids=lambda line: f"{line.file}: {line.code[:40]!r} {line.said[:20]}")
def test_one_broken_rule_is_found(line: Line) -> None:
    """Whoever breaks a rule of the house in a single line is told the file and the rule, and nothing of other files."""
    broken = FILES | {f"bot/{line.file}": f"{FILES.get(f'bot/{line.file}', '')}\n{line.code}\n"}
    found = [fault for fault in faults(broken) if fault.startswith(f"bot/{line.file}: ")]
    assert any(line.said in fault for fault in found), found
    assert set(new_faults(broken)) <= set(found)


@pytest.mark.parametrize("line", ALLOWED, ids=lambda line: f"{line.file}: {line.code[:40]!r}")
def test_what_the_house_allows_is_not_blamed(line: Line) -> None:
    """A file of lines that look like a fault, and are none, passes."""
    assert not new_faults(FILES | {f"bot/{line.file}": f"{line.code}\n"})


def new_faults(files: Mapping[str, str]) -> list[str]:
    """What a tree is blamed for and the bot's own is not."""
    return [fault for fault in faults(files) if fault not in ours()]


@cache
def ours() -> Sequence[str]:
    """What the bot's own tree is blamed for."""
    return faults(FILES)


def write(path: Path, code: str) -> None:
    """Make a file, in a new room if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{code}\n", encoding="utf-8")


def test_what_knows_no_discord_loads_none() -> None:
    """Rules, queries and services can be imported, used and tested where discord.py is not even loaded."""
    assert loads_discord(BOT) == "False"


def test_a_hidden_import_of_discord_is_found(tmp_path: Path) -> None:
    """An import that no table can see, inside a call, is found by loading the module."""
    write(tmp_path / "bot/films/service.py", "__import__('discord')")
    assert loads_discord(tmp_path / "bot") == "True"


def loads_discord(bot: Path) -> str:
    """Import every drawer that knows no Discord in a fresh interpreter: whether `discord` was loaded, or the error."""
    modules = [path.removesuffix(".py").replace("/", ".") for path, _ in sources(bot)]
    plain = [module for module in modules if WITHOUT_DISCORD & {place_of(module).drawer}]
    code = f"import sys, importlib\nfor name in {plain}: importlib.import_module(name)\nprint('discord' in sys.modules)"
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", code]
    run = subprocess.run(command, cwd=bot.parent, capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    return run.stdout.strip() or run.stderr.strip().rpartition("\n")[-1]
