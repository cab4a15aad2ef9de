"""What settings store about people and servers, and for how many days."""

from bot.core.personal_data import PersonalDataTable

PERSONAL_DATA = (
    PersonalDataTable("person_setting", user_text="settings.kept.language", user_column="user_id"),
    PersonalDataTable("server_setting", guild_column="guild_id", guild_text="settings.kept.server"),
)
