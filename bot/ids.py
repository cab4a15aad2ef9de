"""The types of ids, so that a film's id is never mistaken for a poll's; at run time they are plain integers.

An id gets its type where it enters the program: in a row of a query, an interaction, a gateway event or a custom id. An
id that may be either a person's or a server's is an `int`.
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
RatingId = NewType("RatingId", int)
QuestionId = NewType("QuestionId", int)
RoleId = NewType("RoleId", int)

NO_ID = 0
NO_FILM = FilmId(NO_ID)
NO_GUILD = GuildId(NO_ID)
NO_USER = UserId(NO_ID)
NO_CHANNEL = ChannelId(NO_ID)
NO_POLL = PollId(NO_ID)
NO_OPTION = OptionId(NO_ID)
NO_PICK = PickId(NO_ID)
"""Placeholders for missing ids; nothing has the id 0."""

Id = TypeVar("Id", bound=int)
MAX_ID_DIGITS = 18
"""The most digits in an id of ours; every number with so many digits fits into the database."""


def parse_id(text: str, kind: Callable[[int], Id]) -> Id:
    """Return the id in the text of a button or a suggestion, or NO_ID if it is invalid."""
    return kind(int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_ID_DIGITS else NO_ID)
