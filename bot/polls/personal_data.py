"""What polls keep of people and servers, and what becomes of it when somebody is forgotten."""

from bot.core.personal_data import PersonalDataTable
from bot.polls.rules.poll import MAX_ENDED_KEPT

PERSONAL_DATA = (
    PersonalDataTable(
        "poll_draft",
        user_text="polls.kept.draft",
        user_column="person",
        guild_column="server",
        created_column="touched",
        retention_days=1,
        child_tables=(("poll_draft_option", "draft"),),
    ),
    PersonalDataTable(
        "poll",
        user_text="polls.kept.hosted",
        user_column="host",
        guild_column="server",
        anonymize=True,
        guild_text="polls.kept.polls",
        child_tables=(("poll_option", "poll"),),
        excluded_children=(
            ("ballot", "poll", "each person's copy has their own ballots"),
            ("ballot_choice", "option", "each person's copy has what is on their own ballots"),
            ("poll_delivery", "poll_id", "it says where the poll's messages are and when they are tried again"),
            ("poll_seed", "poll", "nobody may know it before the close, and then anybody may read it under the result"),
        ),
        max_rows=MAX_ENDED_KEPT,
    ),
    PersonalDataTable(
        "ballot",
        user_text="polls.kept.ballot",
        user_column="person",
        anonymize=True,
        anonymize_where=("closed", 1),
        child_tables=(("ballot_choice", "ballot"), ("vote_press", "ballot")),
        label_columns=(("ballot", "poll", "poll", "question"), ("ballot_choice", "option", "poll_option", "label")),
    ),
)
"""Options, seeds and what is on ballots go with the rows that they belong to, and name nobody."""
