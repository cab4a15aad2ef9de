"""Declares what polls store about people and servers, and what happens to it when someone's data is deleted."""

from bot.core.personal_data import PersonalDataTable
from bot.polls.rules.poll import MAX_ENDED_KEPT

PERSONAL_DATA = (
    PersonalDataTable("poll_policy", guild_column="guild_id", guild_text_key="polls.kept.policy"),
    PersonalDataTable("poll_starter_role", guild_column="guild_id", guild_text_key="polls.kept.starter-roles"),
    PersonalDataTable(
        "poll_suggestion",
        user_text_key="polls.kept.suggestions",
        user_column="user_id",
        label_columns=(("poll_suggestion", "option_id", "poll_option", "label"),),
    ),
    PersonalDataTable(
        "poll_draft",
        user_text_key="polls.kept.draft",
        user_column="host_id",
        guild_column="guild_id",
        created_column="updated_at",
        retention_days=1,
        child_tables=(("poll_draft_option", "draft_id"),),
    ),
    PersonalDataTable(
        "poll",
        user_text_key="polls.kept.hosted",
        user_column="host_id",
        guild_column="guild_id",
        anonymize=True,
        guild_text_key="polls.kept.polls",
        child_tables=(("poll_option", "poll_id"),),
        excluded_children=(
            ("ballot", "poll_id", "each person's copy has their own ballots"),
            ("ballot_choice", "option_id", "each person's copy has what is on their own ballots"),
            ("poll_suggestion", "poll_id", "each person's copy has what they suggested"),
            ("poll_suggestion", "option_id", "each person's copy has what they suggested"),
            ("veto", "option_id", "each person's copy has their own vetoes"),
            ("poll", "tied_poll_id", "a run-off is a poll of its own"),
            ("poll_delivery", "poll_id", "it says where the poll's messages are and when they are tried again"),
            (
                "poll_seed",
                "poll_id",
                "secret until the close, then public under the result",
            ),
        ),
        max_rows=MAX_ENDED_KEPT,
    ),
    PersonalDataTable(
        "ballot",
        user_text_key="polls.kept.ballot",
        user_column="user_id",
        anonymize=True,
        anonymize_where=("is_closed", 1),
        child_tables=(("ballot_choice", "ballot_id"), ("vote_press", "ballot_id")),
        label_columns=(
            ("ballot", "poll_id", "poll", "question"),
            ("ballot_choice", "option_id", "poll_option", "label"),
        ),
    ),
    PersonalDataTable(
        "veto",
        user_text_key="polls.kept.veto",
        user_column="user_id",
        anonymize=True,
        anonymize_where=("is_closed", 1),
        label_columns=(("veto", "poll_id", "poll", "question"), ("veto", "option_id", "poll_option", "label")),
    ),
)
"""Options, seeds and ballot choices contain no ids of people, and are deleted with the rows that they belong to."""
