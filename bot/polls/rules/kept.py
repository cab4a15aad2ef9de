"""What polls keep of people and servers, and what becomes of it when somebody is forgotten."""

from bot.core.personal_data import Keeps
from bot.polls.rules.poll import MOST_KEPT

KEEPS = (
    Keeps(
        "poll_draft",
        text="polls.kept.draft",
        person="person",
        server="server",
        since="touched",
        days=1,
        parts=(("poll_draft_option", "draft"),),
    ),
    Keeps(
        "poll",
        text="polls.kept.hosted",
        person="host",
        server="server",
        stays_nameless=True,
        server_text="polls.kept.polls",
        parts=(("poll_option", "poll"),),
        not_copied=(
            ("ballot", "poll", "each person's copy has their own ballots"),
            ("ballot_choice", "option", "each person's copy has what is on their own ballots"),
            ("poll_seed", "poll", "nobody may know it before the close, and then the poll's message tells it to all"),
        ),
        most=MOST_KEPT,
    ),
    Keeps(
        "ballot",
        text="polls.kept.ballot",
        person="person",
        stays_nameless=True,
        nameless_where=("closed", 1),
        parts=(("ballot_choice", "ballot"), ("vote_press", "ballot")),
        named=(("ballot", "poll", "poll", "question"), ("ballot_choice", "option", "poll_option", "label")),
    ),
)
"""Options, seeds and what is on ballots go with the rows that they belong to, and name nobody."""
