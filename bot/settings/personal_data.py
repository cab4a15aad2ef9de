"""Declares what settings store about people and servers."""

from bot.core.personal_data import PersonalDataTable

PERSONAL_DATA = (
    PersonalDataTable("person_setting", user_text_key="settings.kept.person", user_column="user_id"),
    PersonalDataTable("own_service", user_text_key="settings.kept.own-service", user_column="user_id"),
    PersonalDataTable("server_setting", guild_column="guild_id", guild_text_key="settings.kept.server"),
)
