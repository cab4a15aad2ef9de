"""Reads and writes the health file beside the database, in which the running bot reports its state."""

import json
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, to_builtins

STALE_SECONDS = 30
DATABASE_LOST = "the database file was deleted, moved or replaced while Nunmul was running: nothing is saved any more"
MAX_HEARTBEAT_AGE_SECONDS = 90
"""A little more than two of Discord's heartbeat intervals of 41 s."""


class ShardHealth(Struct, frozen=True):
    """The connection of a shard.

    Until the first heartbeat is answered, `last_heartbeat_ack_age_s` counts from the connection.
    """

    id: int
    connected: bool
    last_heartbeat_ack_age_s: float


class HealthSnapshot(Struct, frozen=True):
    """The state of the bot at `at`, in UTC epoch seconds."""

    pid: int
    at: int
    shards: Sequence[ShardHealth]
    database_answers: bool
    database_in_place: bool = True
    serves_http: bool = False


def health_file(database: Path) -> Path:
    """Return the path of the health file that belongs to a database."""
    return database.with_name(f"{database.name}.health")


def write(path: Path, snapshot: HealthSnapshot) -> None:
    """Replace the health file atomically; raise OSError if the disk fails."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(to_builtins(snapshot)), encoding="utf-8")
    part.replace(path)


def read(path: Path) -> HealthSnapshot | None:
    """Return the last snapshot, or None if there is none or it cannot be parsed."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        shards = tuple(
            ShardHealth(int(shard["id"]), bool(shard["connected"]), float(shard["last_heartbeat_ack_age_s"]))
            for shard in data["shards"]
        )
        database = bool(data["database_answers"]), bool(data["database_in_place"])
        return HealthSnapshot(int(data["pid"]), int(data["at"]), shards, *database, bool(data.get("serves_http")))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def evaluate(snapshot: HealthSnapshot | None, now: int, lock_holder: int | None) -> tuple[bool, str]:
    """Return whether the bot is healthy at `now`, and a sentence that says so or explains why not.

    `lock_holder` is the id of the process that holds the database's lock, 0 if its id is unknown, or None if no process
    holds the lock. A snapshot by any other process is from a bot that has ended.
    """
    if snapshot and snapshot.database_in_place and lock_holder is None:
        return False, f"Unhealthy: process {snapshot.pid} is gone, and no other is using this database."
    if snapshot is None or lock_holder not in {0, None, snapshot.pid}:
        reason = f"process {lock_holder} is running, but has left no" if lock_holder else "no bot has left a"
        return False, f"Unhealthy: {reason} sign of life beside the database."
    age_seconds = now - snapshot.at
    if abs(age_seconds) > STALE_SECONDS:  # a snapshot from the future means that the clock was set back
        age_text = f"{age_seconds} s old" if age_seconds > 0 else "from a clock that was ahead"
        return False, f"Unhealthy: the last sign of life of process {snapshot.pid} is {age_text}."
    if fault := _problem(snapshot, age_seconds):
        return False, f"Unhealthy: {fault} (process {snapshot.pid})."
    shard_count = f"{len(snapshot.shards)} shard{'s' * (len(snapshot.shards) > 1)} connected"
    connection = "it serves HTTP" if snapshot.serves_http else shard_count
    return True, f"Healthy: {connection}, the database answers (process {snapshot.pid})."


def _problem(snapshot: HealthSnapshot, snapshot_age_seconds: int) -> str | None:
    if not snapshot.database_in_place:
        return DATABASE_LOST
    for shard in snapshot.shards:
        if not shard.connected:
            return f"shard {shard.id} is not connected to Discord"
        age = shard.last_heartbeat_ack_age_s + snapshot_age_seconds
        if not age <= MAX_HEARTBEAT_AGE_SECONDS:  # written so that NaN counts as too old
            return f"Discord has not answered shard {shard.id}'s heartbeats for {age:.0f} s"
    if not snapshot.shards and not snapshot.serves_http:
        return "it is not connected to Discord"
    return None if snapshot.database_answers else "the database does not answer"
