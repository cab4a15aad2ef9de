"""The use cases of questions: a person requests a question, and one process asks it once."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.sql import Reader, Writer
from bot.core.text.languages import Language
from bot.films.service.lookup import film_exists
from bot.ids import QuestionId, UserId
from bot.tears.queries import questions, ratings
from bot.tears.rules.question import ASK_AFTER, CLAIM_SECONDS, Question, QuestionState, retry_at
from bot.tears.rules.rating import RatingKey

BATCH = 20
"""The maximum number of questions that are claimed in one run."""


class Questions(Struct, frozen=True):
    """Stores who wants to be asked about which film, and the state of each question."""

    database: Database
    clock: Clock

    async def ask_tomorrow(self, key: RatingKey, language: Language) -> Question:
        """Return a person's question about a film, stored now if there was none.

        Raise UserError if the server does not see the film.
        """
        due_at = self.clock() + ASK_AFTER

        async def work(writer: Writer) -> Question | None:
            if not await film_exists(writer, key.film_id, key.guild_id):
                raise UserError("films.gone")
            await questions.add(writer, key, language, due_at)
            return await questions.find_about(writer, key)

        return _require_question(await self.database.write(work))

    async def find(self, question_id: QuestionId, user_id: UserId) -> Question:
        """Return a person's question; raise UserError if it was deleted or is another person's."""
        return _require_question(await self.database.read(lambda reader: questions.find(reader, question_id, user_id)))

    async def claim_due(self) -> Sequence[Question]:
        """Claim at most BATCH due questions for this process alone, and return them as they were before the claim."""
        now = self.clock()
        due = await self.database.read(lambda reader: questions.list_due(reader, now, BATCH))

        async def work(writer: Writer) -> Sequence[Question]:
            return [question for question in due if await questions.claim(writer, question, now + CLAIM_SECONDS)]

        return await self.database.write(work) if due else ()

    async def is_wanted(self, question: Question) -> bool:
        """Return whether a question still exists and its person has not rated the film yet."""

        async def work(reader: Reader) -> bool:
            stored = await questions.find(reader, question.id, question.user_id)
            return stored is not None and await ratings.find(reader, question.key) is None

        return await self.database.read(work)

    async def next_due_at(self) -> int | None:
        """Return the epoch second at which to look for due questions again, or None if no question is waiting."""
        now = self.clock()
        return await self.database.read(lambda reader: questions.next_due_at(reader, now))

    async def retry_later(self, question: Question) -> None:
        """Postpone a question; the delay doubles with each attempt."""
        until = retry_at(question, self.clock())
        await self.database.write(lambda writer: questions.postpone(writer, question.id, until))

    async def finish(self, question: Question, state: QuestionState) -> None:
        """Record the final state of a question that has none yet."""
        await self.database.write(lambda writer: questions.finish(writer, question.id, state))


def _require_question(question: Question | None) -> Question:
    if question is None:
        raise UserError("tears.ask.gone")
    return question
