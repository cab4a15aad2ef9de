"""A database from before ranked polls works the same after the migration."""

from pathlib import Path

from bot.core.storage.database import Database
from bot.ids import DraftId, PollId, UserId
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import CloseAfter, PollSettings, TieBreak, VotingMethod
from tests.old_database import make_database_before
from tests.polls.booth import NOW, SERVER, polls_in

RANKED = 18
ROWS = f"""
    INSERT INTO poll (id, draft_id, guild_id, channel_id, host_id, question, method, tie_break, shows_counts, is_secret,
        opened_at, closes_at)
    VALUES (1, 1, {SERVER}, 7, 1, 'Which?', 'approval', 'draw', 1, 0, {NOW}, {NOW + 60}),
        (2, 2, {SERVER}, 7, 1, 'And?', 'single', 'earliest', 0, 1, {NOW}, NULL);
    INSERT INTO poll_option (id, poll_id, position, label) VALUES (1, 1, 1, 'A'), (2, 1, 2, 'B'), (3, 2, 1, 'C');
    INSERT INTO poll_seed (poll_id, seed) VALUES (1, printf('%064d', 1));
    INSERT INTO poll_delivery (poll_id, kind, state, message_id) VALUES (1, 'message', 'posted', 70),
        (2, 'message', 'posted', 71);
    INSERT INTO ballot (id, poll_id, user_id) VALUES (1, 1, 9);
    INSERT INTO ballot_choice (ballot_id, place, poll_id, option_id) VALUES (1, 1, 1, 1), (1, 2, 1, 2);
    INSERT INTO poll_draft (id, guild_id, host_id, channel_id, question, method, tie_break, shows_counts, is_secret,
        duration_seconds, updated_at)
    VALUES (99, {SERVER}, 1, 7, 'Next?', 'approval', 'draw', 1, 0, 3600, 1);
"""


async def test_polls_and_drafts_keep_their_rules_and_ballots(tmp_path: Path) -> None:
    """Methods, tie breaks and votes are unchanged, and the first poll has neither vetoes nor a run-off."""
    database = await Database.open(await make_database_before(tmp_path / "old.db", RANKED, ROWS))
    try:
        polls = polls_in(database)
        first, second = [await polls.views.get(SERVER, PollId(number)) for number in (1, 2)]
        assert (first.poll.method, first.poll.tie_break) == (VotingMethod.APPROVAL, TieBreak.DRAW)
        assert (second.poll.method, second.poll.tie_break) == (VotingMethod.SINGLE, TieBreak.EARLIEST)
        assert (first.counts, first.voters) == ({1: 1, 2: 1}, {1: (9,), 2: (9,)})
        assert (first.poll.veto_threshold, first.poll.is_run_off, first.run_off_id) == (None, False, None)
        draft = await polls.drafts.get(Actor(SERVER, UserId(1)), DraftId(99))
        assert draft.settings == PollSettings(
            "Next?", VotingMethod.APPROVAL, TieBreak.DRAW, is_secret=False, deadline=CloseAfter(3600)
        )
    finally:
        await database.close()
