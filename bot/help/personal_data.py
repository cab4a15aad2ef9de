"""Declares what reports and greetings store about people and servers."""

from bot.core.personal_data import PersonalDataTable
from bot.help.rules.report import MAX_PER_DAY, RETENTION_DAYS

PERSONAL_DATA = (
    PersonalDataTable(
        "report",
        user_text_key="help.kept.report",
        user_column="user_id",
        guild_column="guild_id",
        created_column="created_at",
        retention_days=RETENTION_DAYS,
        guild_text_key="help.kept.report-here",
        label_columns=(("report", "film_id", "film", "slug"),),
        max_rows=MAX_PER_DAY * RETENTION_DAYS,
    ),
    PersonalDataTable("greeting", guild_column="guild_id", guild_text_key="help.kept.greeting"),
)
