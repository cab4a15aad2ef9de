"""The SQL statements for requested questions."""

from collections.abc import Sequence
from typing import Any

from bot.core.storage.sql import Reader, Writer
from bot.core.text.languages import Language
from bot.ids import QuestionId, UserId
from bot.tears.rules.question import Question, QuestionState
from bot.tears.rules.rating import RatingKey

SELECT = (
    "SELECT id, user_id, guild_id, film_id, language, due_at, state, claimed_until, attempts FROM tear_question WHERE "
)
IS_WAITING = "state IN ('pending', 'sending')"


def _build_question(language: str, state: str, **columns: Any) -> Question:
    return Question(language=Language(language), state=QuestionState(state), **columns)


async def add(writer: Writer, key: RatingKey, language: Language, due_at: int) -> None:
    """Store a question, unless there is one about this film for this person."""
    sql = (
        "INSERT INTO tear_question (user_id, guild_id, film_id, language, due_at)"
        " VALUES (:user_id, :guild_id, :film_id, :language, :due_at) ON CONFLICT (user_id, film_id) DO NOTHING"
    )
    await writer.execute(sql, {**key.values(), "language": str(language), "due_at": due_at})


async def find_about(reader: Reader, key: RatingKey) -> Question | None:
    """Return a person's question about a film, requested in any server, or None if there is none."""
    sql = f"{SELECT} user_id = :user_id AND film_id = :film_id"
    rows = await reader.select(_build_question, sql, {"user_id": key.user_id, "film_id": key.film_id})
    return rows[0] if rows else None


async def find(reader: Reader, question_id: QuestionId, user_id: UserId) -> Question | None:
    """Return the question with this id if it is for this person, otherwise None."""
    rows = await reader.select(
        _build_question, f"{SELECT} id = :id AND user_id = :user_id", {"id": question_id, "user_id": user_id}
    )
    return rows[0] if rows else None


async def list_due(reader: Reader, now: int, limit: int) -> Sequence[Question]:
    """Return at most `limit` waiting questions that are due and neither claimed nor postponed, the earliest first."""
    sql = f"{SELECT} {IS_WAITING} AND due_at <= :now AND claimed_until <= :now ORDER BY due_at, id LIMIT :limit"
    return await reader.select(_build_question, sql, {"now": now, "limit": limit})


async def next_due_at(reader: Reader, now: int) -> int | None:
    """Return the next epoch second after `now` at which a question is due or can be retried; None if there is none."""
    sql = (
        "SELECT min(CASE WHEN claimed_until > due_at THEN claimed_until ELSE due_at END) FROM tear_question"
        f" WHERE {IS_WAITING} AND (due_at > :now OR claimed_until > :now)"
    )
    at: int | None = (await reader.execute(sql, {"now": now}))[0][0]
    return at


async def claim(writer: Writer, question: Question, until: int) -> bool:
    """Claim a question; return False if it was claimed, finished or deleted since it was read."""
    sql = (
        "UPDATE tear_question SET state = 'sending', claimed_until = :until, attempts = attempts + 1"
        f" WHERE id = :id AND {IS_WAITING} AND attempts = :attempts RETURNING id"
    )
    return bool(await writer.execute(sql, {"id": question.id, "until": until, "attempts": question.attempts}))


async def postpone(writer: Writer, question_id: QuestionId, until: int) -> None:
    """Keep every process from claiming a question until an epoch second."""
    sql = f"UPDATE tear_question SET claimed_until = :until WHERE id = :id AND {IS_WAITING}"
    await writer.execute(sql, {"id": question_id, "until": until})


async def finish(writer: Writer, question_id: QuestionId, state: QuestionState) -> None:
    """Record the final state of a question that has none yet."""
    sql = f"UPDATE tear_question SET state = :state WHERE id = :id AND {IS_WAITING}"
    await writer.execute(sql, {"id": question_id, "state": str(state)})
