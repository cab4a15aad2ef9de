"""The use cases of people's preferences for picks."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.storage.database import Database
from bot.core.storage.sql import Reader
from bot.ids import UserId
from bot.picks.queries import preferences
from bot.picks.rules.preferences import UserPreferences
from bot.settings.service import SettingsService, read_user_settings


class Preferences(Struct, frozen=True):
    """Reads and stores preferences; `available` holds all that can be selected.

    The services are stored by `settings`.
    """

    database: Database
    settings: SettingsService
    available: UserPreferences

    async def find(self, user_id: UserId) -> UserPreferences:
        """Return what a person selected."""
        return await self.database.read(lambda reader: read_preferences(reader, user_id))

    async def set_avoided_notes(self, user_id: UserId, notes: Sequence[str]) -> UserPreferences:
        """Replace the notes that a person avoids, ignoring unknown ones; return all of their preferences."""
        known = [note for note in self.available.notes if note in notes]
        await self.database.write(lambda writer: preferences.set_notes(writer, user_id, known), ("person", user_id))
        return await self.find(user_id)

    async def set_services(self, user_id: UserId, services: Sequence[str]) -> UserPreferences:
        """Replace the services that a person has, ignoring unknown ones; return all of their preferences."""
        await self.settings.set_services(user_id, {*self.available.services} & {*services})
        return await self.find(user_id)

    async def clear(self, user_id: UserId) -> UserPreferences:
        """Clear the notes and the services that a person selected; return their preferences."""
        await self.set_avoided_notes(user_id, ())
        return await self.set_services(user_id, ())


async def avoided_notes(reader: Reader, user_id: UserId) -> tuple[str, ...]:
    """Return the keys of the content notes that a person avoids; other features call this in their units of work."""
    return await preferences.avoided_notes(reader, user_id)


async def read_preferences(reader: Reader, user_id: UserId) -> UserPreferences:
    """Return what a person selected, within a unit of work."""
    notes = await preferences.avoided_notes(reader, user_id)
    settings = await read_user_settings(reader, user_id)
    return UserPreferences(notes, settings.services, settings.country)
