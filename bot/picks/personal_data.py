"""Declares what random picks store about people and servers."""

from bot.core.personal_data import PersonalDataTable
from bot.picks.rules.pick import MAX_SAVED_PICKS, RETENTION_DAYS

PERSONAL_DATA = (
    PersonalDataTable(
        "deck",
        user_text_key="picks.kept.deck",
        user_column="user_id",
        guild_column="guild_id",
        guild_text_key="picks.kept.deck-here",
        child_tables=(("deck_card", "deck_id"),),
        excluded_children=(("pick", "deck_id", "a pick has a user_id of its own, by which it is exported"),),
        label_columns=(("deck_card", "film_id", "film", "slug"),),
    ),
    PersonalDataTable(
        "pick",
        user_text_key="picks.kept.pick",
        user_column="user_id",
        guild_column="guild_id",
        created_column="created_at",
        retention_days=RETENTION_DAYS,
        guild_text_key="picks.kept.pick-here",
        label_columns=(("pick", "film_id", "film", "slug"),),
        max_rows=MAX_SAVED_PICKS,
    ),
    PersonalDataTable("avoidance", user_text_key="picks.kept.avoidance", user_column="user_id"),
)
