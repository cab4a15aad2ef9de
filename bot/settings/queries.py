"""Every SQL statement about settings."""

from collections.abc import Mapping

from bot.core.storage.sql import Reader, Writer
from bot.settings.rules.guild_settings import NO_SETTINGS, GuildSettings

ALL_SERVERS = "SELECT server, language, region, zone FROM server_setting"
ONE_SERVER = "SELECT language, region, zone FROM server_setting WHERE server = :server"
PUT_SERVER = """
    INSERT INTO server_setting (server, language, region, zone) VALUES (:server, :language, :region, :zone)
    ON CONFLICT (server) DO UPDATE SET language = :language, region = :region, zone = :zone
"""
DROP_SERVER = "DELETE FROM server_setting WHERE server = :server"
ALL_PEOPLE = "SELECT person, language FROM person_setting"
PUT_PERSON = """
    INSERT INTO person_setting (person, language) VALUES (:person, :language)
    ON CONFLICT (person) DO UPDATE SET language = :language
"""
DROP_PERSON = "DELETE FROM person_setting WHERE person = :person"


async def all_servers(reader: Reader) -> Mapping[int, GuildSettings]:
    """What every server chose."""
    return {server: GuildSettings(*chosen) for server, *chosen in await reader.execute(ALL_SERVERS)}


async def of_server(reader: Reader, server: int) -> GuildSettings:
    """What one server chose."""
    rows = await reader.execute(ONE_SERVER, {"server": server})
    return GuildSettings(*rows[0]) if rows else NO_SETTINGS


async def put_server(writer: Writer, server: int, chosen: GuildSettings) -> None:
    """Keep what a server chose; one that chose nothing has no row."""
    values = {"server": server, "language": chosen.language, "region": chosen.region, "zone": chosen.time_zone}
    await (
        writer.execute(DROP_SERVER, {"server": server}) if chosen == NO_SETTINGS else writer.execute(PUT_SERVER, values)
    )


async def all_people(reader: Reader) -> Mapping[int, str]:
    """The language that each person chose."""
    return {person: str(language) for person, language in await reader.execute(ALL_PEOPLE)}


async def put_person(writer: Writer, person: int, language: str | None) -> None:
    """Keep the language that a person chose; one that chose none has no row."""
    if language is None:
        await writer.execute(DROP_PERSON, {"person": person})
    else:
        await writer.execute(PUT_PERSON, {"person": person, "language": language})
