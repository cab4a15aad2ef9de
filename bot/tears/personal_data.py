"""Declares what the tears feature stores about people and servers."""

from bot.core.personal_data import PersonalDataTable
from bot.tears.rules.question import RETENTION_DAYS

PERSONAL_DATA = (
    PersonalDataTable(
        "tear_rating",
        user_text_key="tears.kept.rating",
        user_column="user_id",
        guild_column="guild_id",
        guild_text_key="tears.kept.rating-here",
        label_columns=(("tear_rating", "film_id", "film", "slug"),),
    ),
    PersonalDataTable(
        "tear_question",
        user_text_key="tears.kept.question",
        user_column="user_id",
        guild_column="guild_id",
        created_column="due_at",
        retention_days=RETENTION_DAYS,
        guild_text_key="tears.kept.question-here",
        label_columns=(("tear_question", "film_id", "film", "slug"),),
    ),
    PersonalDataTable("tear_year_post", guild_column="guild_id", guild_text_key="tears.kept.year-post"),
)
