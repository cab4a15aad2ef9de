"""The files in deploy/ match the code. They are only read, because no container engine is available here."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from bot.__main__ import build_parser
from bot.config import Address
from bot.core.exit_codes import ExitCode
from bot.transport.http.listen import IDLE_SECONDS
from bot.transport.http.server import PATH, Limits

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = (DEPLOY / "requirements.txt").read_text(encoding="utf-8")
CHANGES_BY_ITSELF = frozenset(
    {
        ExitCode.BROKEN,
        ExitCode.DATABASE_UNUSABLE,
        ExitCode.DATABASE_IN_USE,
        ExitCode.CLOSED_FOR_GOOD,
        ExitCode.DISCORD_UNREACHABLE,
    }
)
"""Reasons why a start can fail now and succeed in a moment."""
OF_OTHER_COMMANDS = frozenset(
    {ExitCode.DEMO_UNAVAILABLE, ExitCode.PORT_TAKEN, ExitCode.OPS_REFUSED, ExitCode.TMDB_NOT_ASKED}
)


def test_the_image_installs_the_tested_versions_by_their_hashes() -> None:
    """Every requirement is pinned as in pyproject.toml and has hashes, and none names an index."""
    pinned = set(PROJECT["tool"]["uv"]["constraint-dependencies"])
    required = {line.split(" ")[0] for line in REQUIREMENTS.splitlines() if "==" in line}
    assert required <= pinned
    assert {re.split("[=.]", name)[0] for name in required} >= {"aiosqlite", "discord-py", "python-dotenv", "rapidfuzz"}
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", REQUIREMENTS.strip()))
    assert "://" not in REQUIREMENTS


@pytest.mark.parametrize("file", ["nunmul.service", "nunmul-serve@.service"])
def test_the_service_is_not_restarted_if_only_the_operator_can_help(file: str) -> None:
    """systemd gives up at once where a retry changes nothing, and retries where one can help."""
    unit = (DEPLOY / file).read_text(encoding="utf-8")
    final = {int(code) for code in unit.split("RestartPreventExitStatus=")[1].splitlines()[0].split()}
    assert final == set(ExitCode) - CHANGES_BY_ITSELF - OF_OTHER_COMMANDS
    (started,) = re.findall(r"^ExecStart=\S+ -m bot (.*)", unit, re.MULTILINE)
    build_parser().parse_args(started.replace("%i", "8081").split())


def test_the_container_runs_without_root_and_has_a_health_check() -> None:
    """The image runs as its own user, has a health check, and copies only files that exist."""
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert image.index("USER nunmul") < image.index("\nCMD ")
    assert 'CMD ["python", "-m", "bot", "health"]' in image
    assert "--require-hashes" in image
    for copied in re.findall(r"^COPY (\S+)", image, re.MULTILINE):
        assert list(ROOT.glob(copied)), copied


def test_stopping_is_given_longer_than_the_bot_takes() -> None:
    """systemd and the container engine wait ten seconds before they kill the bot."""
    assert "TimeoutStopSec=10s" in (DEPLOY / "nunmul.service").read_text(encoding="utf-8")
    assert "stop_grace_period: 10s" in (DEPLOY / "compose.yaml").read_text(encoding="utf-8")


def test_the_replicas_are_started_as_the_command_line_says() -> None:
    """Every command parses, nginx knows every replica and the path of interactions, and all use one database."""
    compose = (DEPLOY / "compose.scale.yaml").read_text(encoding="utf-8")
    started = [json.loads(line) for line in re.findall(r"command: (\[.*\])", compose)]
    options = [build_parser().parse_args(words[3:]) for words in started]
    listening = [parsed.listen for parsed in options if hasattr(parsed, "listen")]
    replicas = re.findall(r"^  (replica-\d):", compose, re.MULTILINE)
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert (len(started), len(listening), len(replicas)) == (3, 2, 2)
    assert re.findall(r"server (\S+) max_fails", nginx) == [f"{name}:{listening[0].port}" for name in replicas]
    assert f"location = {PATH} {{" in nginx
    assert compose.count("DATABASE_URL: postgresql://") == 1


def test_nginx_keeps_connections_shorter_than_a_replica_does() -> None:
    """nginx closes an idle connection before a replica does, and both accept bodies of up to 1 MB."""
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    (seconds,) = re.findall(r"keepalive_timeout (\d+)s;", nginx)
    assert int(seconds) < IDLE_SECONDS
    assert "client_max_body_size 1m;" in nginx
    assert Limits().body_bytes == 1024 * 1024


def test_the_docs_list_exactly_the_alerts() -> None:
    """Each alert has a row in the docs, in the same order."""
    alerts = re.findall(r"- alert: (\w+)", (DEPLOY / "alerts.yml").read_text(encoding="utf-8"))
    listed = re.findall(
        r"^\| `(Nunmul\w+)` \|", (ROOT / "docs/operations.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert listed == alerts


def test_each_process_on_a_machine_serves_its_metrics_at_its_own_address() -> None:
    """A replica's metrics port depends on its own port, and the docs name the metrics address of one replica."""
    unit = (DEPLOY / "nunmul-serve@.service").read_text(encoding="utf-8")
    (listening,) = re.findall(r"^Environment=METRICS_LISTEN=(\S+)", unit, re.MULTILINE)
    assert Address.parse(listening.replace("%i", "8081")) == Address("127.0.0.1", 18081)
    assert "http://127.0.0.1:18081/readyz" in (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def test_compose_starts_nginx_again_with_new_replicas_and_waits_for_the_final_server() -> None:
    """nginx looks up names only at its start, and PostgreSQL answers at its socket before its database exists."""
    compose = (DEPLOY / "compose.scale.yaml").read_text(encoding="utf-8")
    nginx = compose.split("\n  nginx:")[1].split("\n\n")[0]
    assert nginx.count("restart: true") == compose.count("\n  replica-")
    assert '"pg_isready", "-h", "127.0.0.1"' in compose
