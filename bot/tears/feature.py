"""Assembles the tears feature."""

from collections.abc import Callable

from discord import Client

from bot.core.feature import CoreServices, Feature
from bot.films.film_pictures import FilmPictures
from bot.films.service.films import CATALOGUE_TOPIC, Films
from bot.tears.board_pictures import BoardPictures
from bot.tears.delivery import QuestionAsker
from bot.tears.handlers.boards import BoardHandlers
from bot.tears.handlers.commands import board_commands, cried_command
from bot.tears.handlers.film_board import FilmBoardHandlers
from bot.tears.handlers.profile import ProfileHandlers
from bot.tears.handlers.questions import QuestionHandlers
from bot.tears.handlers.rating import RatingHandlers
from bot.tears.personal_data import PERSONAL_DATA
from bot.tears.service.boards import BOARD_TOPIC, RATING_TOPIC, Boards
from bot.tears.service.moments import Moments
from bot.tears.service.profiles import Profiles
from bot.tears.service.questions import Questions
from bot.tears.service.ratings import Ratings


def tears_feature(
    core: CoreServices, films: Films, boards: Boards, pictures: FilmPictures, client: Callable[[], Client]
) -> Feature:
    """Build the tears feature; `client` returns the client, which is created after its features."""
    ratings, vocabulary = Ratings(core.database, boards, core.clock), pictures.vocabulary
    board_pictures = BoardPictures(films, pictures.covers)
    rating, board = RatingHandlers(ratings, films), BoardHandlers(ratings, films, vocabulary, board_pictures)
    film_board = FilmBoardHandlers(Moments(core.database), films)
    profile = ProfileHandlers(Profiles(ratings, vocabulary), films)
    questions = Questions(core.database, core.clock)
    asker = QuestionAsker(questions, films, core.translations, client)
    asking = QuestionHandlers(questions, ratings, films, asker.job.wake)
    return Feature(
        "tears",
        commands=[cried_command(core, rating), board_commands(core, board, film_board, profile)],
        components={
            **rating.components(),
            **board.components(),
            **film_board.components(),
            **profile.components(),
            **asking.components(),
        },
        modals=rating.modals(),
        personal_data=PERSONAL_DATA,
        jobs=[asker.job],
        on_ready=asker.connected,
        on_erased=lambda _: boards.forget_all(),
        on_change={
            RATING_TOPIC: boards.rated_elsewhere,
            BOARD_TOPIC: boards.changed_elsewhere,
            CATALOGUE_TOPIC: boards.catalogue_changed,
        },
        card_fields=rating.card_fields,
        card_buttons=rating.card_buttons,
    )
