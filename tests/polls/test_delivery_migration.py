"""A database of the version before the outbox answers alike afterwards."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest

from bot.core.storage.database import MIGRATIONS, Database
from bot.polls.rules.poll import UNDO_SECONDS
from bot.polls.rules.retry_policy import Attempt
from tests.polls.booth import NOW, SERVER, polls_in

LAST_BEFORE = 11
POLL = (
    "INSERT INTO poll (id, draft, server, channel, host, question, method, tie, shows_counts, secret, opened, {})"
    " VALUES (:id, :id, 100, 7, 1, 'Which?', 'single', 'earliest', 1, 0, 1, {})"
)
CLOSED = {"state": "closed", "closed": NOW, "why": "host"}
POLLS: tuple[dict[str, object], ...] = (
    {"id": 1, "message": 70, "revision": 5, "shown": 4, "show_after": NOW + 60},
    {"id": 2},
    {"id": 3, "message": 72, "revision": 3, "shown": 3, **CLOSED, "announced": NOW, "result": 73, "settled": 1},
    {"id": 4, "message": 74, "revision": 2, "shown": 1, **CLOSED, "tried": 1, "announce_after": NOW + 9},
    {"id": 5, "message": 75, "revision": 2, "shown": 1, **CLOSED},
    {"id": 6, "message": 76, "revision": 2, "shown": 1, **CLOSED, "lost": "channel"},
    {"id": 7, "message": 77, "revision": 2, "shown": 2, "state": "cancelled", "cancelled": NOW},
)


def write_old_database(file: Path, folder: Path) -> Path:
    """Run the scripts before the outbox and fill every table of polls; return the folder of those scripts."""
    folder.mkdir()
    for script in sorted(MIGRATIONS.glob("*.sql"))[:LAST_BEFORE]:
        copy(script, folder)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"
        )
        for script in sorted(folder.glob("*.sql")):
            connection.executescript(script.read_text(encoding="utf-8"))
        for poll in POLLS:
            names = [name for name in poll if name != "id"] or ["closes"]
            values = {"closes": None, **poll}
            connection.execute(POLL.format(", ".join(names), ", ".join(f":{name}" for name in names)), values)
        connection.executescript(
            "INSERT INTO poll_option (id, poll, position, label, won) VALUES (1, 1, 1, 'A', 0), (2, 3, 1, 'B', 1);"
            "INSERT INTO poll_seed (poll, seed) VALUES (1, printf('%064d', 1));"
            "INSERT INTO ballot (id, poll, person) VALUES (1, 1, 9);"
            "INSERT INTO ballot_choice (ballot, place, poll, option) VALUES (1, 1, 1, 1);"
            "INSERT INTO vote_press (ballot, option, interaction, change) VALUES (1, 1, 5, 'cast');"
            "INSERT INTO poll_draft (id, server, person, channel, question, method, tie, shows_counts, secret, touched)"
            " VALUES (99, 100, 1, 7, 'Next?', 'single', 'earliest', 1, 0, 1);"
            "INSERT INTO poll_draft_option (draft, label) VALUES (99, 'C');"
        )
        connection.commit()
    return folder


async def test_what_was_to_be_delivered_is_still(tmp_path: Path) -> None:
    """Messages, results, deferrals, attempts and what is given up are in the outbox, and no ballot is touched."""
    file = tmp_path / "old.db"
    write_old_database(file, tmp_path / "before")
    database = await Database.open(file)
    try:
        polls = polls_in(database)
        seen = {key: (await polls.views.get(SERVER, key)).poll for key in range(1, 8)}
        assert [poll.message_id for poll in seen.values()] == [70, None, 72, 74, 75, 76, 77]
        assert [poll.result_message_id for poll in seen.values()] == [None, None, 73, None, None, None, None]
        shown = [(poll.revision, poll.shown_revision) for poll in seen.values()]
        assert shown == [(6, 4), (1, 0), (3, 3), (2, 1), (2, 1), (2, 1), (2, 2)]
        assert [key.poll_id for key in await polls.delivery.list_results(NOW)] == [5]
        assert await polls.delivery.next_result_at(NOW) == NOW + 9
        assert await polls.delivery.find_result_attempt(4) == Attempt(may_be_posted=True)
        assert [poll.id for poll in await polls.delivery.list_stale(NOW)] == [4, 5]
        assert await polls.delivery.next_refresh_at(NOW) == NOW + 60
        assert [poll.id for poll in await polls.delivery.list_unposted(NOW)] == [2]
        assert await polls.lifecycle.settle_due(NOW + UNDO_SECONDS + 1) == 4
        view = await polls.views.get(SERVER, 1)
        assert (view.voter_count, view.poll.commitment is not None) == (1, True)
    finally:
        await database.close()


@pytest.mark.parametrize("statement", range(1, 18))
async def test_a_migration_that_is_cut_off_changes_nothing(tmp_path: Path, statement: int) -> None:
    """Stopped after any of its statements, the next start does all of it."""
    file = tmp_path / "old.db"
    write_old_database(file, tmp_path / "before")
    script = next(MIGRATIONS.glob("0013_*.sql")).read_text(encoding="utf-8")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for done in script.split(";\n")[:statement]:
            if "TRIGGER ballot_choice_" in done and "CREATE" in done:
                break
            connection.execute(done.partition("COMMIT")[0])
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT max(version) FROM migration").fetchall() == [(LAST_BEFORE,)]
        assert connection.execute("SELECT count(message) FROM poll").fetchall() == [(6,)]
    database = await Database.open(file)
    await database.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM poll_delivery").fetchall() == [(11,)]
