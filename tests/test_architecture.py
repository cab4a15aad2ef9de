"""HOUSE.md, held: `tests/architecture` has its rules as tables and the acts against them; here they are played."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests.architecture.breaks import ALLOWED, BREAKS, Line
from tests.architecture.habits import medians
from tests.architecture.house import faults
from tests.architecture.source import place_of, sources
from tests.architecture.tables import BELOW, KIT, MEDIAN_FILE, MEDIAN_FUNCTION, ONLY, OWN, TOP

BOT = Path(__file__).parent.parent / "bot"
WITHOUT_DISCORD = frozenset({"rules", "queries", "service", "catalogue", "pictures"})


def test_the_bot_keeps_the_rules_of_the_house() -> None:
    """Every import, name, module variable and length in the bot is one that HOUSE.md allows."""
    assert not faults(BOT), "\n" + "\n".join(faults(BOT))


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
def test_one_broken_rule_is_found(line: Line, tmp_path: Path) -> None:
    """Whoever breaks a rule of the house in a single line is told the file and the rule, and nothing of other files."""
    broken = copied(tmp_path) / line.file
    write(broken, f"{broken.read_text(encoding='utf-8') if broken.exists() else ''}\n{line.code}")
    found = [fault for fault in faults(tmp_path / "bot") if fault.startswith(f"bot/{line.file}: ")]
    assert any(line.said in fault for fault in found), found
    assert set(new_faults(tmp_path / "bot")) <= set(found)


@pytest.mark.parametrize("line", ALLOWED, ids=lambda line: f"{line.file}: {line.code[:40]!r}")
def test_what_the_house_allows_is_not_blamed(line: Line, tmp_path: Path) -> None:
    """A file of lines that look like a fault, and are none, passes."""
    copy = copied(tmp_path)
    write(copy / line.file, line.code)
    assert not new_faults(copy)


def test_a_copy_is_as_good_as_the_bot(tmp_path: Path) -> None:
    """What is found on a copy is found because of the broken line alone."""
    assert faults(copied(tmp_path)) == faults(BOT)


def new_faults(copy: Path) -> list[str]:
    """What a copy of the bot is blamed for and the bot itself is not."""
    return [fault for fault in faults(copy) if fault not in _ours()]


@cache
def _ours() -> frozenset[str]:
    return frozenset(faults(BOT))


def copied(where: Path) -> Path:
    """The bot's tree, copied."""
    return Path(copytree(BOT, where / "bot", ignore=ignore_patterns("__pycache__")))


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
