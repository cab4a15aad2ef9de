"""A cached answer is reused until its film is read again."""

import discord
import pytest
from msgspec.structs import replace

from bot.core.interactions.answers.answer import Answer
from bot.films import answer_cache
from bot.films.answer_cache import AnswerCache
from bot.films.rules.film import Film
from bot.films.service.films import Films
from bot.ids import FilmId

pytestmark = pytest.mark.postgres_soak  # other tests already run this SQL on PostgreSQL, so --soak is enough


@pytest.fixture
async def film(films: Films) -> Film:
    return await films.film(FilmId(1), None)


def answer(title: str) -> Answer:
    return Answer.from_card(discord.Embed(title=title))


def test_the_same_question_gets_the_same_answer(film: Film) -> None:
    """A cached answer is returned for its own key, and for no other key."""
    answers, shown = AnswerCache(), answer("Hope")
    answers.add("English", film, shown)
    assert answers.find("English", film) is shown
    assert answers.find("Korean", film) is None


def test_a_film_that_is_read_again_gets_a_new_answer(film: Film) -> None:
    """The old answer is not reused, even if nothing in the film has changed."""
    answers = AnswerCache()
    answers.add("English", film, answer("Hope"))
    assert answers.find("English", replace(film)) is None
    assert answers.find("English", film) is None


def test_the_least_recently_used_answer_is_dropped(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for two answers, a third one replaces the least recently used."""
    monkeypatch.setattr(answer_cache, "MAX_ANSWERS", 2)
    answers = AnswerCache()
    answers.add(1, film, answer("one"))
    answers.add(2, film, answer("two"))
    answers.find(1, film)
    answers.add(3, film, answer("three"))
    assert [answers.find(key, film) is not None for key in (1, 2, 3)] == [True, False, True]
