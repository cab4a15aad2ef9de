"""The files in deploy/ match the code; they are only read, because no container engine is available here."""

import re
import tomllib
from pathlib import Path

from bot.core.exit_codes import ExitCode

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = (DEPLOY / "requirements.txt").read_text(encoding="utf-8")
CHANGES_BY_ITSELF = frozenset(
    {ExitCode.BROKEN, ExitCode.DATABASE_UNUSABLE, ExitCode.DATABASE_IN_USE, ExitCode.CLOSED_FOR_GOOD, ExitCode.SILENCE}
)
"""Reasons why a start may fail now and succeed in a moment."""
OF_OTHER_COMMANDS = frozenset(
    {ExitCode.DEMO_UNAVAILABLE, ExitCode.PORT_TAKEN, ExitCode.OPS_REFUSED, ExitCode.TMDB_NOT_ASKED}
)


def test_the_image_installs_the_tested_versions_by_their_hashes() -> None:
    """Every requirement is pinned as in pyproject.toml and has hashes; none names an index."""
    pinned = set(PROJECT["tool"]["uv"]["constraint-dependencies"])
    wanted = {line.split(" ")[0] for line in REQUIREMENTS.splitlines() if "==" in line}
    assert wanted <= pinned
    assert {re.split("[=.]", name)[0] for name in wanted} >= {"aiosqlite", "discord-py", "python-dotenv", "rapidfuzz"}
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", REQUIREMENTS.strip()))
    assert "://" not in REQUIREMENTS


def test_the_service_is_not_restarted_if_only_the_operator_can_help() -> None:
    """systemd gives up at once where a retry changes nothing, and retries where it may."""
    unit = (DEPLOY / "nunmul.service").read_text(encoding="utf-8")
    final = {int(code) for code in unit.split("RestartPreventExitStatus=")[1].splitlines()[0].split()}
    assert final == set(ExitCode) - CHANGES_BY_ITSELF - OF_OTHER_COMMANDS


def test_the_container_runs_without_root_and_has_a_health_check() -> None:
    """The image runs as its own user, has a health check, and copies only files that exist."""
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert image.index("USER nunmul") < image.index("\nCMD ")
    assert 'CMD ["python", "-m", "bot", "health"]' in image
    assert "--require-hashes" in image
    for copied in re.findall(r"^COPY (\S+)", image, re.MULTILINE):
        assert list(ROOT.glob(copied)), copied


def test_stopping_is_given_longer_than_the_bot_takes() -> None:
    """Neither systemd nor the container engine kills the bot before it has stopped by itself."""
    assert "TimeoutStopSec=10s" in (DEPLOY / "nunmul.service").read_text(encoding="utf-8")
    assert "stop_grace_period: 10s" in (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
