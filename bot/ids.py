"""The kinds of ids, so that a film's is never taken for a poll's; they are plain integers when the code runs.

An id gets its kind where it enters: a row that a query reads, an interaction, an event of the gateway, a custom id.
One that may be a person's or a server's stays an `int`.
"""

from collections.abc import Callable
from typing import NewType, TypeVar

GuildId = NewType("GuildId", int)
UserId = NewType("UserId", int)
ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)
FilmId = NewType("FilmId", int)
PollId = NewType("PollId", int)
DraftId = NewType("DraftId", int)
OptionId = NewType("OptionId", int)
DeckId = NewType("DeckId", int)
PickId = NewType("PickId", int)
SearchId = NewType("SearchId", int)

NO_ID = 0
NO_FILM = FilmId(NO_ID)
NO_GUILD = GuildId(NO_ID)
NO_USER = UserId(NO_ID)
NO_CHANNEL = ChannelId(NO_ID)
NO_POLL = PollId(NO_ID)
NO_OPTION = OptionId(NO_ID)
NO_PICK = PickId(NO_ID)
"""What nothing has: where there is no such id, or none yet."""

Id = TypeVar("Id", bound=int)
MAX_ID_DIGITS = 18
"""Digits; a longer number is nothing that the database could hold."""


def parse_id(text: str, kind: Callable[[int], Id]) -> Id:
    """Return the id that a button or a suggestion carries; NO_ID for anything else."""
    return kind(int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_ID_DIGITS else NO_ID)
