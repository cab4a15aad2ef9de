"""A database from before the outbox works the same after the migration."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from bot.core.storage.database import Database
from bot.ids import DraftId, OptionId, PollId, UserId
from bot.polls.queries.ballots import list_choices
from bot.polls.rules.option import Option
from bot.polls.rules.permissions import Actor
from bot.polls.rules.poll import UNDO_SECONDS
from bot.polls.rules.retry_policy import Attempt
from bot.polls.rules.settings import CloseAfter, PollSettings, TieBreak
from tests.old_database import make_database_before
from tests.polls.booth import NOW, SERVER, polls_in

FIRST_MISSING = 12
"""The first migration that the old database lacks; 13 adds the outbox, and 14 renames the columns of polls."""
CLOSED = {"state": "closed", "closed": NOW, "why": "host"}
POLLS: tuple[Mapping[str, object], ...] = (
    {"id": 1, "message": 70, "revision": 5, "shown": 4, "show_after": NOW + 60},
    {"id": 2},
    {"id": 3, "message": 72, "revision": 3, "shown": 3, **CLOSED, "announced": NOW, "result": 73, "settled": 1},
    {"id": 4, "message": 74, "revision": 2, "shown": 1, **CLOSED, "tried": 1, "announce_after": NOW + 9},
    {"id": 5, "message": 75, "revision": 2, "shown": 1, **CLOSED},
    {"id": 6, "message": 76, "revision": 2, "shown": 1, **CLOSED, "lost": "channel"},
    {"id": 7, "message": 77, "revision": 2, "shown": 2, "state": "cancelled", "cancelled": NOW},
)


def insert_statement(poll: Mapping[str, object]) -> str:
    """Return the statement that inserts a poll into the old table."""
    values = ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in poll.values())
    return (
        f"INSERT INTO poll ({', '.join(poll)}, draft, server, channel, host, question, method, tie, shows_counts,"
        f" secret, opened) VALUES ({values}, {poll['id']}, 100, 7, 1, 'Which?', 'single', 'earliest', 1, 0, 1);\n"
    )


ROWS = f"""
    {"".join(map(insert_statement, POLLS))}
    INSERT INTO poll_option (id, poll, position, label, won) VALUES (1, 1, 1, 'A', 0), (2, 3, 1, 'B', 1);
    INSERT INTO poll_seed (poll, seed) VALUES (1, printf('%064d', 1));
    INSERT INTO ballot (id, poll, person) VALUES (1, 1, 9);
    INSERT INTO ballot_choice (ballot, place, poll, option) VALUES (1, 1, 1, 1);
    INSERT INTO vote_press (ballot, option, interaction, change) VALUES (1, 1, 5, 'cast');
    INSERT INTO poll_draft (id, server, person, channel, question, method, tie, shows_counts, secret, lasts, touched)
    VALUES (99, 100, 1, 7, 'Next?', 'single', 'draw', 1, 0, 3600, 1);
    INSERT INTO poll_draft_option (draft, label, hangul, year) VALUES (99, 'C', '다', 2001);
"""
"""Rows for every table of polls."""


async def test_pending_deliveries_survive_the_migration(tmp_path: Path) -> None:
    """The outbox has all messages, results, attempts and retries. Ballots and drafts are unchanged."""
    database = await Database.open(await make_database_before(tmp_path / "old.db", FIRST_MISSING, ROWS))
    try:
        polls = polls_in(database)
        seen = {key: (await polls.views.get(SERVER, key)).poll for key in map(PollId, range(1, 8))}
        assert [poll.message_id for poll in seen.values()] == [70, None, 72, 74, 75, 76, 77]
        assert [poll.result_message_id for poll in seen.values()] == [None, None, 73, None, None, None, None]
        shown = [(poll.revision, poll.shown_revision) for poll in seen.values()]
        assert shown == [(6, 4), (1, 0), (3, 3), (2, 1), (2, 1), (2, 1), (2, 2)]
        assert [key.poll_id for key in await polls.delivery.list_results(NOW)] == [5]
        assert await polls.delivery.next_result_at(NOW) == NOW + 9
        assert await polls.delivery.find_result_attempt(PollId(4)) == Attempt(may_be_posted=True)
        assert [poll.id for poll in await polls.delivery.list_stale(NOW)] == [4, 5]
        assert await polls.delivery.next_refresh_at(NOW) == NOW + 60
        assert [poll.id for poll in await polls.delivery.list_unposted(NOW)] == [2]
        assert await polls.lifecycle.settle_due(NOW + UNDO_SECONDS + 1) == 4
        view = await polls.views.get(SERVER, PollId(1))
        assert (view.voter_count, view.poll.commitment is not None) == (1, True)
        assert [
            option.label for option in await database.read(partial(list_choices, poll_id=PollId(1), user_id=UserId(9)))
        ] == ["A"]
        draft = await polls.drafts.get(Actor(SERVER, UserId(1)), DraftId(99))
        assert draft.settings == PollSettings(
            "Next?", tie_break=TieBreak.DRAW, is_secret=False, deadline=CloseAfter(3600)
        )
        assert draft.options == (Option("C", None, "다", 2001, OptionId(1), 1),)
    finally:
        await database.close()
