"""Declares what tears store about people and servers."""

from bot.core.personal_data import PersonalDataTable

PERSONAL_DATA = (
    PersonalDataTable(
        "tear_rating",
        user_text="tears.kept.rating",
        user_column="user_id",
        guild_column="guild_id",
        guild_text="tears.kept.rating-here",
        label_columns=(("tear_rating", "film_id", "film", "slug"),),
    ),
)
