"""Declares what films and searches store about people and servers."""

from bot.core.personal_data import PersonalDataTable
from bot.films.service.search import MAX_SAVED_SEARCHES, RETENTION_DAYS

PERSONAL_DATA = (
    PersonalDataTable("film", guild_column="guild_id", guild_text_key="films.kept"),
    PersonalDataTable(
        "search",
        user_text_key="films.search.kept",
        user_column="user_id",
        guild_column="guild_id",
        created_column="created_at",
        retention_days=RETENTION_DAYS,
        max_rows=MAX_SAVED_SEARCHES,
    ),
)
