"""What somebody told about themselves, for their own picks."""

from dataclasses import dataclass

from bot.films.rules.catalogue.reference_data import Reference
from bot.films.rules.catalogue.vocabulary import PLAIN, STRONG, TELLING

NOTE = "content_warning"
CLASSES = (STRONG, PLAIN, TELLING)
"""Of content notes, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class OwnList:
    """The content notes that a person's picks keep away from, and the services they have, by their keys."""

    notes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def everything(reference: Reference) -> OwnList:
    """All that can be ticked."""
    notes = tuple(note for reveals in CLASSES for note in notes_of(reference, reveals))
    return OwnList(notes, tuple(reference.services.by_key))


def notes_of(reference: Reference, reveals: str) -> tuple[str, ...]:
    """The content notes of one class."""
    notes = [key for kind, key in reference.vocabulary.terms if kind == NOTE]
    return reference.vocabulary.only(NOTE, notes, reveals)
