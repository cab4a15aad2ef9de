"""The SQL statements for settings."""

from collections.abc import Mapping

from msgspec.structs import replace

from bot.core.storage.sql import Reader, SqlFragment, Writer
from bot.ids import GuildId, UserId
from bot.settings.rules.settings import NO_SETTINGS, NO_USER_SETTINGS, GuildSettings, UserSettings

SELECT_GUILDS = "SELECT guild_id, language, region, time_zone, covers FROM server_setting"
SELECT_GUILD = "SELECT language, region, time_zone, covers FROM server_setting WHERE guild_id = :guild_id"
UPSERT_GUILD = """
    INSERT INTO server_setting (guild_id, language, region, time_zone, covers)
    VALUES (:guild_id, :language, :region, :time_zone, :covers)
    ON CONFLICT (guild_id)
    DO UPDATE SET language = :language, region = :region, time_zone = :time_zone, covers = :covers
"""
DELETE_GUILD = "DELETE FROM server_setting WHERE guild_id = :guild_id"
SELECT_USER_LANGUAGES = "SELECT user_id, language FROM person_setting WHERE language IS NOT NULL"
SELECT_USER = "SELECT language, country, country_asked_at FROM person_setting WHERE user_id = :user_id"
SELECT_PEOPLE = "SELECT user_id FROM person_setting UNION SELECT user_id FROM own_service LIMIT :limit"
UPSERT_USER = """
    INSERT INTO person_setting (user_id, language, country, country_asked_at)
    VALUES (:user_id, :language, :country, :country_asked_at)
    ON CONFLICT (user_id)
    DO UPDATE SET language = :language, country = :country, country_asked_at = :country_asked_at
"""
DELETE_USER = "DELETE FROM person_setting WHERE user_id = :user_id"
SELECT_SERVICES = "SELECT service FROM own_service WHERE user_id = :user_id ORDER BY service"
SELECT_USERS_WITH_SERVICES = """
    SELECT own_service.user_id, country, service FROM own_service
    LEFT JOIN person_setting ON person_setting.user_id = own_service.user_id WHERE own_service.user_id
"""
DELETE_SERVICES = "DELETE FROM own_service WHERE user_id = :user_id"
INSERT_SERVICE = "INSERT INTO own_service (user_id, service) VALUES (:user_id, :service)"


async def list_guild_settings(reader: Reader) -> Mapping[GuildId, GuildSettings]:
    """Return the settings of every server that has any, by the server's id."""
    return dict(await reader.select(_guild_entry, SELECT_GUILDS))


def _guild_entry(guild_id: GuildId, **columns: str | None) -> tuple[GuildId, GuildSettings]:
    return guild_id, GuildSettings(**columns)


async def find_guild_settings(reader: Reader, guild_id: GuildId) -> GuildSettings:
    """Return a server's settings, or NO_SETTINGS if it has none."""
    rows = await reader.select(GuildSettings, SELECT_GUILD, {"guild_id": guild_id})
    return rows[0] if rows else NO_SETTINGS


async def save_guild_settings(writer: Writer, guild_id: GuildId, settings: GuildSettings) -> None:
    """Replace a server's settings; a server without any has no row."""
    values = {
        "guild_id": guild_id,
        "language": settings.language,
        "region": settings.region,
        "time_zone": settings.time_zone,
        "covers": settings.covers,
    }
    if settings == NO_SETTINGS:
        await writer.execute(DELETE_GUILD, {"guild_id": guild_id})
    else:
        await writer.execute(UPSERT_GUILD, values)


async def list_user_languages(reader: Reader) -> Mapping[UserId, str]:
    """Return the language of every person who chose one, by the person's id."""
    return dict(await reader.select(_user_entry, SELECT_USER_LANGUAGES))


def _user_entry(user_id: UserId, language: str) -> tuple[UserId, str]:
    return user_id, language


async def list_people_with_settings(reader: Reader, limit: int) -> frozenset[UserId]:
    """Return the ids of people who have any settings, at most `limit`."""
    return frozenset(UserId(user_id) for (user_id,) in await reader.execute(SELECT_PEOPLE, {"limit": limit}))


async def find_user_settings(reader: Reader, user_id: UserId) -> UserSettings:
    """Return a person's settings, or NO_USER_SETTINGS if they have none."""
    values = {"user_id": user_id}
    rows = await reader.select(UserSettings, SELECT_USER, values)
    services = tuple(service for (service,) in await reader.execute(SELECT_SERVICES, values))
    return replace(rows[0] if rows else NO_USER_SETTINGS, services=services)


async def list_users_with_services(reader: Reader, users: SqlFragment) -> Mapping[UserId, UserSettings]:
    """Return the country and services of each person in `users`, an SQL selection of ids, who has any services."""
    rows = await reader.execute(f"{SELECT_USERS_WITH_SERVICES} IN ({users.sql}) ORDER BY service", users.values)
    found: dict[UserId, UserSettings] = {}
    for user_id, country, service in rows:
        services = found.get(user_id, NO_USER_SETTINGS).services
        found[user_id] = UserSettings(country=country, services=(*services, service))
    return found


async def save_user_settings(writer: Writer, user_id: UserId, settings: UserSettings) -> None:
    """Replace a person's settings; a person without any has no rows."""
    values = {
        "user_id": user_id,
        "language": settings.language,
        "country": settings.country,
        "country_asked_at": settings.country_asked_at,
    }
    is_empty = replace(settings, services=()) == NO_USER_SETTINGS
    if is_empty:
        await writer.execute(DELETE_USER, {"user_id": user_id})
    else:
        await writer.execute(UPSERT_USER, values)
    await writer.execute(DELETE_SERVICES, {"user_id": user_id})
    services = [{"user_id": user_id, "service": service} for service in settings.services]
    await writer.execute_many(INSERT_SERVICE, services)
