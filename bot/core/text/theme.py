"""The colours and fields of cards, and Discord's limits on lengths of texts and numbers of choices."""

from typing import Final

from msgspec import Struct

BLUE: Final = 0x5E8FC7
"""The usual colour of a card."""
PALE_BLUE: Final = 0x8FA9C4
"""The colour of less important messages."""
GOLD: Final = 0xD9A94A
"""The colour of a winner."""
GREY: Final = 0x80868F
"""The colour of anything that has ended."""
RED: Final = 0xC0605A
"""The colour of anything that was cancelled."""

TEARS: Final = (0xC3D4E8, 0xA9C3E1, 0x86ABD6, 0x5E8FC7, 0x3F73B0, 0x27568F)
"""Deeper blues for films that make people cry harder, from 0 to 5 tissues."""

TITLE_LIMIT: Final = 256
DESCRIPTION_LIMIT: Final = 4096
FIELD_NAME_LIMIT: Final = 256
LABEL_LIMIT: Final = 80
CHOICE_LIMIT: Final = 100
SELECT_OPTIONS_LIMIT: Final = 25
MODAL_TITLE_LIMIT: Final = 45
AUTOCOMPLETE_LIMIT: Final = 25


class CardField(Struct, frozen=True):
    """A field that a feature adds to a film's card: its name and value, as markdown.

    A field with `replaces` replaces the card's own field of that name ("tissues").
    """

    name: str
    value: str
    replaces: str | None = None


def tears_colour(tears: int | None) -> int:
    """Return the colour of a film's card: a deeper blue for more tears, or PALE_BLUE if there is no estimate."""
    return PALE_BLUE if tears is None else TEARS[min(max(tears, 0), len(TEARS) - 1)]
