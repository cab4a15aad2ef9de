"""A card is built once, and shown as it is now to everyone all the same."""

from dataclasses import replace

import discord
import pytest

from bot.core.interactions.answers.answer import Answer
from bot.films import answer_cache
from bot.films.answer_cache import AnswerCache
from bot.films.rules.film import Film
from bot.films.service.films import Films
from bot.ids import FilmId


@pytest.fixture
async def film(films: Films) -> Film:
    return await films.film(FilmId(1), None)


def answer(title: str) -> Answer:
    return Answer.from_card(discord.Embed(title=title))


def test_the_same_question_gets_the_same_answer(film: Film) -> None:
    """It is not built again."""
    kept, shown = AnswerCache(), answer("Hope")
    kept.add("English", film, shown)
    assert kept.find("English", film) is shown
    assert kept.find("Korean", film) is None


def test_an_answer_goes_with_the_film_as_it_was(film: Film) -> None:
    """A film that was read anew is another one, even if nothing in it has changed."""
    kept = AnswerCache()
    kept.add("English", film, answer("Hope"))
    assert kept.find("English", replace(film)) is None
    assert kept.find("English", film) is None


def test_the_answers_not_asked_for_longest_make_room(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their number is bounded."""
    monkeypatch.setattr(answer_cache, "MAX_ANSWERS", 2)
    kept = AnswerCache()
    kept.add(1, film, answer("one"))
    kept.add(2, film, answer("two"))
    kept.find(1, film)
    kept.add(3, film, answer("three"))
    assert [kept.find(key, film) is not None for key in (1, 2, 3)] == [True, False, True]
