"""What people tell about themselves, for their own picks."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.storage.database import Database
from bot.picks.queries import preferences
from bot.picks.rules.preferences import UserPreferences


@dataclass(frozen=True, slots=True)
class Avoiding:
    """Each person's own list; `known` is everything that can be ticked."""

    database: Database
    known: UserPreferences

    async def of(self, person: int) -> UserPreferences:
        """What a person ticked."""
        return await preferences.own_list(self.database.reader, person)

    async def avoid(self, person: int, notes: Sequence[str]) -> UserPreferences:
        """Let a person's picks keep away from these notes and no others."""
        known = [note for note in self.known.notes if note in notes]
        async with self.database.transaction() as writer:
            await preferences.set_notes(writer, person, known)
            return await preferences.own_list(writer, person)

    async def have(self, person: int, services: Sequence[str]) -> UserPreferences:
        """Let a person have these services and no others."""
        known = [service for service in self.known.services if service in services]
        async with self.database.transaction() as writer:
            await preferences.set_services(writer, person, known)
            return await preferences.own_list(writer, person)

    async def clear(self, person: int) -> UserPreferences:
        """Let go of everything that a person ticked."""
        async with self.database.transaction() as writer:
            await preferences.set_notes(writer, person, ())
            await preferences.set_services(writer, person, ())
        return UserPreferences()
