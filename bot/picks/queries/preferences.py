"""What people avoid, and the services they have."""

from collections.abc import Iterable

from bot.core.storage.sql import Reader, Writer
from bot.picks.rules.preferences import UserPreferences


async def own_list(reader: Reader, person: int) -> UserPreferences:
    """Everything that a person ticked."""
    rows = await reader.execute(
        "SELECT 1, note FROM avoidance WHERE person = :person UNION ALL"
        " SELECT 0, service FROM own_service WHERE person = :person ORDER BY 2",
        {"person": person},
    )
    notes = tuple(key for is_note, key in rows if is_note)
    return UserPreferences(notes, tuple(key for is_note, key in rows if not is_note))


async def own_services(reader: Reader, person: int) -> tuple[str, ...]:
    """The services that a person has."""
    sql = "SELECT service FROM own_service WHERE person = :person ORDER BY service"
    return tuple(row[0] for row in await reader.execute(sql, {"person": person}))


async def set_notes(writer: Writer, person: int, notes: Iterable[str]) -> None:
    """Let a person avoid these notes and no others."""
    await writer.execute("DELETE FROM avoidance WHERE person = :person", {"person": person})
    rows = [{"person": person, "note": note} for note in notes]
    await writer.execute_many("INSERT INTO avoidance (person, note) VALUES (:person, :note)", rows)


async def set_services(writer: Writer, person: int, services: Iterable[str]) -> None:
    """Let a person have these services and no others."""
    await writer.execute("DELETE FROM own_service WHERE person = :person", {"person": person})
    rows = [{"person": person, "service": service} for service in services]
    await writer.execute_many("INSERT INTO own_service (person, service) VALUES (:person, :service)", rows)
