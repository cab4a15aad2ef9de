"""Every SQL statement about settings."""

from collections.abc import Mapping

from bot.core.storage.sql import Reader, Writer
from bot.settings.rules.guild_settings import NO_SETTINGS, GuildSettings

SELECT_GUILDS = "SELECT server, language, region, zone FROM server_setting"
SELECT_GUILD = "SELECT language, region, zone FROM server_setting WHERE server = :server"
UPSERT_GUILD = """
    INSERT INTO server_setting (server, language, region, zone) VALUES (:server, :language, :region, :zone)
    ON CONFLICT (server) DO UPDATE SET language = :language, region = :region, zone = :zone
"""
DELETE_GUILD = "DELETE FROM server_setting WHERE server = :server"
SELECT_USERS = "SELECT person, language FROM person_setting"
UPSERT_USER = """
    INSERT INTO person_setting (person, language) VALUES (:person, :language)
    ON CONFLICT (person) DO UPDATE SET language = :language
"""
DELETE_USER = "DELETE FROM person_setting WHERE person = :person"


async def all_guild_settings(reader: Reader) -> Mapping[int, GuildSettings]:
    """What every server chose."""
    return {guild_id: GuildSettings(*settings) for guild_id, *settings in await reader.execute(SELECT_GUILDS)}


async def guild_settings(reader: Reader, guild_id: int) -> GuildSettings:
    """What one server chose."""
    rows = await reader.execute(SELECT_GUILD, {"server": guild_id})
    return GuildSettings(*rows[0]) if rows else NO_SETTINGS


async def save_guild_settings(writer: Writer, guild_id: int, settings: GuildSettings) -> None:
    """Keep what a server chose; one that chose nothing has no row."""
    values = {"server": guild_id, "language": settings.language, "region": settings.region, "zone": settings.time_zone}
    await (
        writer.execute(DELETE_GUILD, {"server": guild_id})
        if settings == NO_SETTINGS
        else writer.execute(UPSERT_GUILD, values)
    )


async def all_user_languages(reader: Reader) -> Mapping[int, str]:
    """The language that each person chose."""
    return {user_id: str(language) for user_id, language in await reader.execute(SELECT_USERS)}


async def save_user_language(writer: Writer, user_id: int, language: str | None) -> None:
    """Keep the language that a person chose; one that chose none has no row."""
    if language is None:
        await writer.execute(DELETE_USER, {"person": user_id})
    else:
        await writer.execute(UPSERT_USER, {"person": user_id, "language": language})
