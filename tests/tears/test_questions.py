"""*Ask me tomorrow* sends each person who pressed it one message about the film, even after a crash."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.text.languages import Language
from bot.core.text.translations import Translations
from bot.films.service.films import Films
from bot.ids import QuestionId, UserId
from bot.tears.delivery import QuestionAsker
from bot.tears.rules.question import ASK_AFTER, CLAIM_SECONDS, MAX_ATTEMPTS, Question, QuestionState
from bot.tears.service.questions import Questions
from tests.sql import execute, select
from tests.tears.rating_bench import OTHER_CLUB, RatingBench, key

FORBIDDEN = discord.Forbidden(SimpleNamespace(status=403, reason="Forbidden"), {"code": 50007, "message": "closed"})
UNAVAILABLE = discord.HTTPException(SimpleNamespace(status=503, reason="Unavailable"), "down")


@dataclass
class Conversation:
    """Direct messages to one person: those that arrived, and the errors of the next attempts."""

    owner: Any
    messages: list[Any] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    is_answer_lost: bool = False

    async def send(self, **sent: Any) -> None:
        if self.failures:
            raise self.failures.pop(0)
        if sent["nonce"] not in [message.nonce for message in self.messages]:
            (sent_row,) = sent["view"].to_components()
            row = SimpleNamespace(
                children=[SimpleNamespace(custom_id=data["custom_id"]) for data in sent_row["components"]]
            )
            self.messages.append(
                SimpleNamespace(author=self.owner, components=[row], embed=sent["embed"], nonce=sent["nonce"])
            )
        if self.is_answer_lost:
            raise asyncio.CancelledError

    async def history(self, limit: int) -> AsyncIterator[Any]:
        for message in self.messages[:limit]:
            yield message


@dataclass
class DirectMessages:
    """A client that can only write direct messages."""

    user: str = "Nunmul"
    is_serving: bool = False
    by_person: dict[int, Conversation] = field(default_factory=dict)

    def is_ready(self) -> bool:
        return True

    async def create_dm(self, person: Any) -> Conversation:
        return self.of(person.id)

    def of(self, person: int) -> Conversation:
        return self.by_person.setdefault(person, Conversation(self.user))


@dataclass
class QuestionRunner:
    """Asks questions with the real service and a fake client."""

    bench: RatingBench
    translations: Translations
    client: DirectMessages = field(default_factory=DirectMessages)

    @property
    def questions(self) -> Questions:
        return Questions(self.bench.database, lambda: self.bench.now)

    async def press(self, person: int, film: int = 1) -> Question:
        return await self.questions.ask_tomorrow(key(person, film), Language.ENGLISH)

    async def run(self) -> None:
        """Run the job of a process that has just started, until its tasks have ended."""
        films = Films(self.bench.database)
        asker = QuestionAsker(self.questions, films, self.translations, lambda: self.client)  # type: ignore[arg-type,return-value]  # a client with all that the asker uses
        await asker.job.do_work()
        while asker.job.has_tasks:  # noqa: ASYNC110  # a job offers no event to wait for
            await asyncio.sleep(0.001)

    async def states(self) -> list[str]:
        return [row[0] for row in await select(self.bench.database, "SELECT state FROM tear_question ORDER BY id")]

    def sent(self) -> dict[int, int]:
        return {person: len(each.messages) for person, each in self.client.by_person.items() if each.messages}


@pytest.fixture
def runner(database: Database, translations: Translations) -> QuestionRunner:
    return QuestionRunner(RatingBench(database), translations)


async def test_those_who_pressed_are_asked_once_on_the_next_day(runner: QuestionRunner) -> None:
    """Nobody is asked earlier, and a second press in another server does not ask again."""
    question = await runner.press(1)
    assert question.due_at == runner.bench.now + ASK_AFTER
    await runner.press(2)
    runner.bench.now += ASK_AFTER - 1
    await runner.run()
    assert runner.sent() == {}
    runner.bench.now += 1
    await runner.run()
    assert runner.sent() == {1: 1, 2: 1}
    again = await runner.questions.ask_tomorrow(key(1, 1, OTHER_CLUB), Language.ENGLISH)
    assert again.state is QuestionState.ASKED
    runner.bench.now += 10 * ASK_AFTER
    await runner.run()
    assert runner.sent() == {1: 1, 2: 1}


async def test_processes_that_run_at_once_ask_once(runner: QuestionRunner) -> None:
    """Three processes that run at the same time send each person one question."""
    for person in range(1, 8):
        await runner.press(person)
    runner.bench.now += ASK_AFTER
    await asyncio.gather(runner.run(), runner.run(), runner.run())
    assert runner.sent() == dict.fromkeys(range(1, 8), 1)


async def test_a_crash_after_sending_does_not_ask_again(runner: QuestionRunner) -> None:
    """The next process finds the message in the conversation, and sends no other."""
    await runner.press(1)
    runner.bench.now += ASK_AFTER
    runner.client.of(1).is_answer_lost = True
    await runner.run()
    assert await runner.states() == ["sending"]
    runner.client.of(1).is_answer_lost = False
    runner.client.of(1).messages[0].nonce = "forgotten by now"
    runner.bench.now += CLAIM_SECONDS + 1
    await runner.run()
    assert (runner.sent(), await runner.states()) == ({1: 1}, ["asked"])


async def test_closed_direct_messages_are_final(runner: QuestionRunner) -> None:
    """The question is dropped, even if the person accepts direct messages later."""
    await runner.press(1)
    runner.bench.now += ASK_AFTER
    runner.client.of(1).failures = [FORBIDDEN]
    await runner.run()
    runner.bench.now += ASK_AFTER
    await runner.run()
    assert (runner.sent(), await runner.states()) == ({}, ["dropped"])


async def test_a_fault_of_discord_is_tried_again_but_not_for_ever(runner: QuestionRunner) -> None:
    """After one failure, the question is sent. After too many, it is dropped."""
    for person in (1, 2):
        await runner.press(person)
    runner.client.of(1).failures = [UNAVAILABLE]
    runner.client.of(2).failures = [UNAVAILABLE] * 99
    for _ in range(MAX_ATTEMPTS + 1):
        runner.bench.now += ASK_AFTER
        await runner.run()
    assert (runner.sent(), await runner.states()) == ({1: 1}, ["asked", "dropped"])


async def test_rated_films_and_deleted_questions_are_not_asked_about(runner: QuestionRunner) -> None:
    """A rating drops the question. A deleted question can no longer be found."""
    await runner.press(1)
    await runner.press(2)
    await runner.bench.rate(1, 1, 4)
    await execute(runner.bench.database, "DELETE FROM tear_question WHERE user_id = 2")
    runner.bench.now += ASK_AFTER
    await runner.run()
    assert (runner.sent(), await runner.states()) == ({}, ["dropped"])
    with pytest.raises(UserError, match="gone"):
        await runner.questions.find(QuestionId(2), UserId(2))
