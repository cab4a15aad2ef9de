"""What people avoid, and the services they have."""

from collections.abc import Iterable

from bot.core.storage.sql import Reader, Writer
from bot.picks.rules.preferences import UserPreferences


async def find_preferences(reader: Reader, user_id: int) -> UserPreferences:
    """Everything that a person ticked."""
    rows = await reader.execute(
        "SELECT 1, note FROM avoidance WHERE person = :person UNION ALL"
        " SELECT 0, service FROM own_service WHERE person = :person ORDER BY 2",
        {"person": user_id},
    )
    notes = tuple(key for is_note, key in rows if is_note)
    return UserPreferences(notes, tuple(key for is_note, key in rows if not is_note))


async def find_services(reader: Reader, user_id: int) -> tuple[str, ...]:
    """The services that a person has."""
    sql = "SELECT service FROM own_service WHERE person = :person ORDER BY service"
    return tuple(row[0] for row in await reader.execute(sql, {"person": user_id}))


async def set_notes(writer: Writer, user_id: int, notes: Iterable[str]) -> None:
    """Let a person avoid these notes and no others."""
    await writer.execute("DELETE FROM avoidance WHERE person = :person", {"person": user_id})
    rows = [{"person": user_id, "note": note} for note in notes]
    await writer.execute_many("INSERT INTO avoidance (person, note) VALUES (:person, :note)", rows)


async def set_services(writer: Writer, user_id: int, services: Iterable[str]) -> None:
    """Let a person have these services and no others."""
    await writer.execute("DELETE FROM own_service WHERE person = :person", {"person": user_id})
    rows = [{"person": user_id, "service": service} for service in services]
    await writer.execute_many("INSERT INTO own_service (person, service) VALUES (:person, :service)", rows)
