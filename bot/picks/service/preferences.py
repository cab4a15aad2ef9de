"""The use cases of people's preferences for their own picks."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.storage.database import Database
from bot.core.storage.sql import Writer
from bot.ids import UserId
from bot.picks.queries import preferences
from bot.picks.rules.preferences import UserPreferences


@dataclass(frozen=True, slots=True)
class Preferences:
    """Each person's own preferences; `available` is everything that can be selected."""

    database: Database
    available: UserPreferences

    async def find(self, user_id: UserId) -> UserPreferences:
        """Return what a person selected."""
        return await self.database.read(lambda reader: preferences.find_preferences(reader, user_id))

    async def set_avoided_notes(self, user_id: UserId, notes: Sequence[str]) -> UserPreferences:
        """Store that a person's picks avoid these notes and no others; return everything that is selected then."""
        known = [note for note in self.available.notes if note in notes]
        return await self.database.write(lambda writer: _set_notes(writer, user_id, known))

    async def set_services(self, user_id: UserId, services: Sequence[str]) -> UserPreferences:
        """Store that a person has these services and no others; return everything that is selected then."""
        known = [service for service in self.available.services if service in services]
        return await self.database.write(lambda writer: _set_services(writer, user_id, known))

    async def clear(self, user_id: UserId) -> UserPreferences:
        """Delete everything that a person selected."""
        await self.database.write(lambda writer: _clear(writer, user_id))
        return UserPreferences()


async def _set_notes(writer: Writer, user_id: UserId, notes: Sequence[str]) -> UserPreferences:
    await preferences.set_notes(writer, user_id, notes)
    return await preferences.find_preferences(writer, user_id)


async def _set_services(writer: Writer, user_id: UserId, services: Sequence[str]) -> UserPreferences:
    await preferences.set_services(writer, user_id, services)
    return await preferences.find_preferences(writer, user_id)


async def _clear(writer: Writer, user_id: UserId) -> None:
    await preferences.set_notes(writer, user_id, ())
    await preferences.set_services(writer, user_id, ())
