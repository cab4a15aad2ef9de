"""A question that somebody wants to be asked the next day: did this film make you cry?"""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from bot.core.text.languages import Language
from bot.ids import FilmId, GuildId, QuestionId, UserId
from bot.tears.rules.rating import RatingKey

ASK_AFTER: Final = 24 * 60 * 60
CLAIM_SECONDS: Final = 60
"""Seconds for which a claim keeps other processes from sending a question; Discord recognises a nonce for longer."""
FIRST_RETRY, MAX_ATTEMPTS = 60, 8
RETENTION_DAYS: Final = 365


class QuestionState(StrEnum):
    """The state of a question; asked and dropped are final."""

    PENDING = "pending"
    SENDING = "sending"
    ASKED = "asked"
    DROPPED = "dropped"


class Question(Struct, frozen=True):
    """Whom to ask about which film, for which server.

    `attempts` counts the earlier attempts to send the question; any of them may have succeeded.
    """

    id: QuestionId
    user_id: UserId
    guild_id: GuildId
    film_id: FilmId
    language: Language
    due_at: int
    state: QuestionState
    claimed_until: int
    attempts: int

    @property
    def key(self) -> RatingKey:
        """The key of the rating that an answer stores."""
        return RatingKey(self.guild_id, self.user_id, self.film_id)

    @property
    def nonce(self) -> str:
        """The nonce by which Discord recognises the message if it is sent again shortly after."""
        return f"tears-{self.id}"


def retry_at(question: Question, now: int) -> int:
    """Return when to try again after a failure; the delay doubles each time."""
    return int(now + FIRST_RETRY * 2**question.attempts)
