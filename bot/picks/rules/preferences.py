"""What somebody told about themselves, for their own picks."""

from dataclasses import dataclass

from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.catalogue.vocabulary import PLAIN, SPOILER, STRONG

CONTENT_NOTE_KIND = "content_warning"
NOTE_CATEGORIES = (STRONG, PLAIN, SPOILER)
"""Of content notes, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class UserPreferences:
    """The content notes that a person's picks keep away from, and the services they have, by their keys."""

    notes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def all_preferences(reference: ReferenceData) -> UserPreferences:
    """All that can be ticked."""
    notes = tuple(note for category in NOTE_CATEGORIES for note in notes_in_category(reference, category))
    return UserPreferences(notes, tuple(reference.services.by_key))


def notes_in_category(reference: ReferenceData, category: str) -> tuple[str, ...]:
    """The content notes of one class."""
    notes = [key for kind, key in reference.vocabulary.terms if kind == CONTENT_NOTE_KIND]
    return reference.vocabulary.in_categories(CONTENT_NOTE_KIND, notes, category)
