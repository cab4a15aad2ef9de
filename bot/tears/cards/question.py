"""The messages about a question: that it is scheduled, the question itself, and the thanks for an answer."""

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import film_title
from bot.films.rules.film import FilmSummary
from bot.tears.cards.rating import level_text
from bot.tears.rules.question import Question, QuestionState


def scheduled_card(film: FilmSummary, question: Question, localize: Localizer) -> Embed:
    """Return a card that says when the person will be asked, or that they have been asked already."""
    is_waiting = question.state in {QuestionState.PENDING, QuestionState.SENDING}
    key = "tears.ask.promise" if is_waiting else "tears.ask.already"
    text = localize(key, when=f"<t:{question.due_at}:R>")
    return Embed(title=film_title(film, localize), description=text, colour=theme.BLUE)


def question_card(film: FilmSummary, localize: Localizer) -> Embed:
    """Return a card that asks a person how hard a film made them cry."""
    return Embed(title=film_title(film, localize), description=localize("tears.ask.question"), colour=theme.BLUE)


def answered_card(film: FilmSummary, tissues: int, localize: Localizer) -> Embed:
    """Return a card that confirms an answer."""
    text = localize("tears.ask.thanks", level=level_text(tissues, localize))
    return Embed(title=film_title(film, localize), description=text, colour=theme.tears_colour(tissues))
