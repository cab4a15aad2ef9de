"""SQL on what people avoid, and the services they have."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.storage.sql import Reader, Writer
from bot.ids import UserId
from bot.picks.rules.preferences import UserPreferences


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """A note that a person avoids, or a service that they have."""

    is_note: int
    preference: str


async def find_preferences(reader: Reader, user_id: UserId) -> UserPreferences:
    """Return everything that a person selected."""
    rows = await reader.select(
        PreferenceRow,
        "SELECT 1 AS is_note, note AS preference FROM avoidance WHERE user_id = :user_id UNION ALL"
        " SELECT 0 AS is_note, service AS preference FROM own_service WHERE user_id = :user_id ORDER BY preference",
        {"user_id": user_id},
    )
    notes = tuple(row.preference for row in rows if row.is_note)
    return UserPreferences(notes, tuple(row.preference for row in rows if not row.is_note))


async def set_notes(writer: Writer, user_id: UserId, notes: Iterable[str]) -> None:
    """Store that a person avoids these notes and no others."""
    await writer.execute("DELETE FROM avoidance WHERE user_id = :user_id", {"user_id": user_id})
    rows = [{"user_id": user_id, "note": note} for note in notes]
    await writer.execute_many("INSERT INTO avoidance (user_id, note) VALUES (:user_id, :note)", rows)


async def set_services(writer: Writer, user_id: UserId, services: Iterable[str]) -> None:
    """Store that a person has these services and no others."""
    await writer.execute("DELETE FROM own_service WHERE user_id = :user_id", {"user_id": user_id})
    rows = [{"user_id": user_id, "service": service} for service in services]
    await writer.execute_many("INSERT INTO own_service (user_id, service) VALUES (:user_id, :service)", rows)
