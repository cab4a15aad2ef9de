"""The health file tells a working bot from one that only seems to run."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.core.storage.sqlite.process_lock import hold
from bot.ops.health import HealthSnapshot, ShardHealth, evaluate, health_file, read, write
from tests.ops.helpers import NOW, CommandResult


def shard(number: int, age: float, *, connected: bool = True) -> ShardHealth:
    return ShardHealth(number, connected, age)


HEALTHY = HealthSnapshot(7, NOW, (shard(0, 41.5), shard(1, 3.0)), database_answers=True)


def test_a_working_bot_is_healthy() -> None:
    """If all shards are connected and the database answers, one sentence says so."""
    assert evaluate(HEALTHY, NOW + 30, 7) == (True, "Healthy: 2 shards connected, the database answers (process 7).")


@pytest.mark.parametrize(
    ("snapshot", "after", "expected"),
    [
        (None, 0, "no bot has left a sign of life"),
        (HEALTHY, 31, "is 31 s old"),
        (HEALTHY, -3600, "from a clock that was ahead"),
        (replace(HEALTHY, shards=(HEALTHY.shards[0], shard(1, 3.0, connected=False))), 0, "shard 1 is not connected"),
        (replace(HEALTHY, shards=(shard(0, 90.5),)), 0, "not answered shard 0's heartbeats for 90 s"),
        (replace(HEALTHY, shards=(shard(0, 70.0),)), 29, "not answered shard 0's heartbeats for 99 s"),
        (replace(HEALTHY, shards=(shard(0, float("nan")),)), 0, "not answered shard 0's heartbeats"),
        (replace(HEALTHY, shards=()), 0, "not connected to Discord"),
        (replace(HEALTHY, database_answers=False), 0, "the database does not answer"),
        (replace(HEALTHY, database_in_place=False), 0, "deleted, moved or replaced"),
    ],
)
def test_a_failing_bot_is_unhealthy(snapshot: HealthSnapshot | None, after: int, expected: str) -> None:
    """Each possible problem is named in a sentence."""
    healthy, sentence = evaluate(snapshot, NOW + after, 7 if snapshot else None)
    assert (healthy, expected in sentence, sentence.startswith("Unhealthy: ")) == (False, True, True), sentence


@pytest.mark.parametrize(
    ("snapshot", "held_by", "expected"),
    [
        (HEALTHY, None, "process 7 is gone"),
        (HEALTHY, 8, "process 8 is running, but has left no sign of life"),
        (None, 8, "process 8 is running, but has left no sign of life"),
        (replace(HEALTHY, database_in_place=False), None, "deleted, moved or replaced"),
    ],
)
def test_a_health_file_counts_only_while_its_process_holds_the_lock(
    snapshot: HealthSnapshot | None, held_by: int | None, expected: str
) -> None:
    """A killed process is unhealthy at once, and so is a new one that has written nothing yet."""
    healthy, sentence = evaluate(snapshot, NOW, held_by)
    assert (healthy, expected in sentence) == (False, True), sentence


def test_a_process_with_an_unknown_id_is_judged_by_its_health_file() -> None:
    """The lock holder's id is 0 if it is unknown, for example because the lock file was deleted."""
    assert evaluate(HEALTHY, NOW, 0)[0]


def test_a_health_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    """The second write replaces the first, and leaves nothing else behind."""
    path = health_file(tmp_path / "nunmul.db")
    write(path, replace(HEALTHY, at=1))
    write(path, HEALTHY)
    assert read(path) == HEALTHY
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"pid": 1}', '{"shards": [1]}', "\ufeff{}"])
def test_an_unreadable_health_file_counts_as_none(tmp_path: Path, text: str) -> None:
    """A file that does not contain a snapshot counts as missing."""
    (tmp_path / "x.health").write_text(text, encoding="utf-8")
    assert read(tmp_path / "x.health") is None


def test_the_exit_code_says_whether_the_bot_is_healthy(
    database_path: Path, run_command: Callable[..., CommandResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is 0 for a healthy bot and otherwise 1, because container health checks know no other codes."""
    monkeypatch.setattr("bot.ops.cli.wall_clock", lambda: NOW)
    assert run_command("health").exit_code == 1
    write(health_file(database_path), replace(HEALTHY, pid=os.getpid()))
    assert run_command("health").exit_code == 1
    with hold(database_path):
        assert run_command("health").exit_code == 0
    monkeypatch.setenv("LOG_FORMAT", "xml")
    wrong = run_command("health")
    assert (wrong.exit_code, wrong.err) == (1, "")
    assert wrong.out.startswith("Unhealthy: LOG_FORMAT")
    Path(".env").write_bytes(b"\xff")
    assert run_command("health").exit_code == 1


def test_the_health_check_is_quick(run_in_process: Callable[..., CommandResult]) -> None:
    """`health` imports neither discord.py nor the database driver, because it runs twice a minute for years."""
    code = (
        "import sys; from bot.__main__ import main; main(['health']); print({'discord', 'aiosqlite'} & {*sys.modules})"
    )
    assert run_in_process(python=("-c", code)).out.endswith("\nset()\n")
