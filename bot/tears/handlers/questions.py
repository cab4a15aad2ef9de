"""Handles the button "Ask me tomorrow", and the answer to the question in a direct message."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, select
from bot.core.interactions.context import Context
from bot.core.interactions.custom_ids import build_custom_id
from bot.core.text.translations import Localizer
from bot.films.service.films import Films
from bot.ids import FilmId, QuestionId, parse_id
from bot.tears.cards.question import answered_card, scheduled_card
from bot.tears.cards.rating import level_labels
from bot.tears.handlers.rating import ASK_TOMORROW, rating_key
from bot.tears.rules.question import Question
from bot.tears.rules.rating import parse_tissues
from bot.tears.service.questions import Questions
from bot.tears.service.ratings import Ratings

ANSWER = "asked"


class QuestionHandlers(Struct, frozen=True):
    """Lets people request a question for the next day; `wake` wakes the job that asks."""

    questions: Questions
    ratings: Ratings
    films: Films
    wake: Callable[[float], None]

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {ASK_TOMORROW: self._ask_tomorrow, ANSWER: self._answer}

    async def _ask_tomorrow(self, context: Context, argument: str) -> None:
        key = rating_key(context, parse_id(argument, FilmId))
        question = await self.questions.ask_tomorrow(key, context.user_text.language)
        film = await self.films.film(key.film_id, key.guild_id)
        await context.reply_private(scheduled_card(film.summary, question, context.user_text))
        self.wake(question.due_at)

    async def _answer(self, context: Context, argument: str) -> None:
        """Store the answer for the server that the question names, because a direct message belongs to no server."""
        question_id, _, tissues = argument.partition(":")
        question = await self.questions.find(parse_id(question_id, QuestionId), context.user_id)
        rating = parse_tissues(tissues)
        await self.ratings.rate(question.key, rating)
        film = await self.films.film(question.film_id, question.guild_id)
        card = answered_card(film.summary, rating, context.user_text)
        await context.update_message(card, [question_menu(question, context.user_text, is_answered=True)])


def question_menu(question: Question, localize: Localizer, *, is_answered: bool = False) -> Component:
    """Return the menu of the six ratings under a question."""
    options = [(value, label, "") for value, label in level_labels(localize)]
    placeholder = localize("tears.rate.change" if is_answered else "tears.rate.choose")
    return select(ANSWER, placeholder, options, argument=question.id)


def question_menu_id(question: Question) -> str:
    """Return the custom id by which a sent question can be found again."""
    return build_custom_id(ANSWER, question.id)
