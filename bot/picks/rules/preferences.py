"""A person's preferences for their own picks."""

from msgspec import Struct

from bot.films.rules.catalogue.reference_data import PLAIN, SPOILER, STRONG, ReferenceData

CONTENT_NOTE_KIND = "content_warning"
NOTE_CATEGORIES = (STRONG, PLAIN, SPOILER)
"""Categories of content notes, in menu order."""


class UserPreferences(Struct, frozen=True):
    """The content notes that a person avoids and the services that they have, by key.

    `country` is where they watch, their own choice or the server's; None if neither is set.
    """

    notes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    country: str | None = None


def all_preferences(reference: ReferenceData) -> UserPreferences:
    """Return every content note and service that can be selected."""
    notes = tuple(note for category in NOTE_CATEGORIES for note in notes_in_category(reference, category))
    return UserPreferences(notes, tuple(reference.services.by_key))


def notes_in_category(reference: ReferenceData, category: str) -> tuple[str, ...]:
    """Return the keys of the content notes in one category."""
    notes = [key for kind, key in reference.vocabulary.terms if kind == CONTENT_NOTE_KIND]
    return reference.vocabulary.in_categories(CONTENT_NOTE_KIND, notes, category)
