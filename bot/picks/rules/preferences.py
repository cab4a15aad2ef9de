"""What somebody told about themselves, for their own picks."""

from dataclasses import dataclass

from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.catalogue.vocabulary import PLAIN, SPOILER, STRONG

NOTE = "content_warning"
CLASSES = (STRONG, PLAIN, SPOILER)
"""Of content notes, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class OwnList:
    """The content notes that a person's picks keep away from, and the services they have, by their keys."""

    notes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def everything(reference: ReferenceData) -> OwnList:
    """All that can be ticked."""
    notes = tuple(note for reveals in CLASSES for note in notes_of(reference, reveals))
    return OwnList(notes, tuple(reference.services.by_key))


def notes_of(reference: ReferenceData, reveals: str) -> tuple[str, ...]:
    """The content notes of one class."""
    notes = [key for kind, key in reference.vocabulary.terms if kind == NOTE]
    return reference.vocabulary.in_categories(NOTE, notes, reveals)
