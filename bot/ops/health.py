"""The pulse: a small file beside the database in which the running bot says how it is, for whoever watches it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

STALE_SECONDS = 30
LOST = "the database file was deleted, moved or replaced while Nunmul runs, and nothing is saved any more"
HEARTBEAT_SECONDS = 90
"""Two heartbeats of Discord's 41 s, and a little."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One connection to Discord; the age counts from connecting until its first heartbeat is answered."""

    id: int
    connected: bool
    last_heartbeat_ack_age_s: float


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the bot was at `at` (UTC epoch seconds)."""

    pid: int
    at: int
    shards: Sequence[Shard]
    database_answers: bool
    database_in_place: bool = True


def file_of(database: Path) -> Path:
    """Where the pulse of the bot on `database` is."""
    return database.with_name(f"{database.name}.health")


def write(path: Path, pulse: Pulse) -> None:
    """Replace the pulse at once, so that nobody reads half of it; OSError when the disk says no."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(asdict(pulse)), encoding="utf-8")
    part.replace(path)


def read(path: Path) -> Pulse | None:
    """The last pulse, None when there is none or it cannot be understood."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        shards = tuple(
            Shard(int(one["id"]), bool(one["connected"]), float(one["last_heartbeat_ack_age_s"]))
            for one in said["shards"]
        )
        database = bool(said["database_answers"]), bool(said["database_in_place"])
        return Pulse(int(said["pid"]), int(said["at"]), shards, *database)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def judge(pulse: Pulse | None, now: int, held_by: int | None) -> tuple[bool, str]:
    """Whether the bot is healthy at `now` (UTC epoch seconds), and a sentence that says so or why not.

    `held_by` is the process that holds the database's lock: 0 when it cannot be told which, None when there is none.
    A pulse of another process is that of a bot that is gone.
    """
    if pulse and pulse.database_in_place and held_by is None:
        return False, f"Unhealthy: process {pulse.pid} is gone, and no other runs on this database."
    if pulse is None or held_by not in {0, None, pulse.pid}:
        who = f"process {held_by} runs, but has left no" if held_by else "no bot has left a"
        return False, f"Unhealthy: {who} sign of life beside the database."
    passed = now - pulse.at
    if abs(passed) > STALE_SECONDS:  # one from the future is as old: the clock was set back
        when = f"{passed} s old" if passed > 0 else "from a clock that was ahead"
        return False, f"Unhealthy: the last sign of life of process {pulse.pid} is {when}."
    if fault := _fault(pulse, passed):
        return False, f"Unhealthy: {fault} (process {pulse.pid})."
    many = f"{len(pulse.shards)} shard{'s' * (len(pulse.shards) > 1)}"
    return True, f"Healthy: {many} connected, the database answers (process {pulse.pid})."


def _fault(pulse: Pulse, passed: int) -> str | None:
    if not pulse.database_in_place:
        return LOST
    for shard in pulse.shards:
        if not shard.connected:
            return f"shard {shard.id} is not connected to Discord"
        age = shard.last_heartbeat_ack_age_s + passed
        if not age <= HEARTBEAT_SECONDS:  # so that no number at all counts as too old
            return f"Discord has answered no heartbeat of shard {shard.id} for {age:.0f} s"
    if not pulse.shards:
        return "it is not connected to Discord"
    return None if pulse.database_answers else "the database does not answer"
