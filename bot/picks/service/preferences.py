"""What people tell about themselves, for their own picks."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.storage.database import Database
from bot.picks.queries import preferences
from bot.picks.rules.preferences import UserPreferences


@dataclass(frozen=True, slots=True)
class Preferences:
    """Each person's own list; `known` is everything that can be ticked."""

    database: Database
    available: UserPreferences

    async def find(self, user_id: int) -> UserPreferences:
        """What a person ticked."""
        return await preferences.find_preferences(self.database.reader, user_id)

    async def set_avoided_notes(self, user_id: int, notes: Sequence[str]) -> UserPreferences:
        """Let a person's picks keep away from these notes and no others."""
        known = [note for note in self.available.notes if note in notes]
        async with self.database.transaction() as writer:
            await preferences.set_notes(writer, user_id, known)
            return await preferences.find_preferences(writer, user_id)

    async def set_services(self, user_id: int, services: Sequence[str]) -> UserPreferences:
        """Let a person have these services and no others."""
        known = [service for service in self.available.services if service in services]
        async with self.database.transaction() as writer:
            await preferences.set_services(writer, user_id, known)
            return await preferences.find_preferences(writer, user_id)

    async def clear(self, user_id: int) -> UserPreferences:
        """Let go of everything that a person ticked."""
        async with self.database.transaction() as writer:
            await preferences.set_notes(writer, user_id, ())
            await preferences.set_services(writer, user_id, ())
        return UserPreferences()
