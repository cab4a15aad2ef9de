"""Assembles the tears feature."""

from collections.abc import Collection, Mapping

from bot.core.feature import CoreServices, Feature
from bot.core.storage.changes import ChangeHook
from bot.films.film_pictures import FilmPictures
from bot.films.service.films import CATALOGUE_TOPIC, Films
from bot.ids import GuildId
from bot.tears.board_pictures import BoardPictures
from bot.tears.delivery import ClientGetter, QuestionAsker
from bot.tears.handlers.boards import BoardHandlers
from bot.tears.handlers.commands import board_commands, cried_command
from bot.tears.handlers.film_board import FilmBoardHandlers
from bot.tears.handlers.profile import ProfileHandlers
from bot.tears.handlers.questions import QuestionHandlers
from bot.tears.handlers.rating import RatingHandlers
from bot.tears.handlers.year.setting import YearPostHandlers
from bot.tears.handlers.year.show import YearHandlers
from bot.tears.personal_data import PERSONAL_DATA
from bot.tears.service.boards import BOARD_TOPIC, RATING_TOPIC, Boards
from bot.tears.service.moments import Moments
from bot.tears.service.profiles import Profiles
from bot.tears.service.questions import Questions
from bot.tears.service.ratings import Ratings
from bot.tears.service.year.posts import YEAR_POST_TOPIC, YearPosts
from bot.tears.service.year.years import Years
from bot.tears.year_delivery import YearPublisher
from bot.tears.year_pictures import YearPictures


def tears_feature(
    core: CoreServices, films: Films, boards: Boards, pictures: FilmPictures, client: ClientGetter
) -> Feature:
    """Build the tears feature."""
    ratings, vocabulary = Ratings(core.database, boards, core.clock), pictures.vocabulary
    board_pictures = BoardPictures(films, pictures.covers)
    rating, board = RatingHandlers(ratings, films), BoardHandlers(ratings, films, vocabulary, board_pictures)
    film_board = FilmBoardHandlers(Moments(core.database), films)
    profile = ProfileHandlers(Profiles(ratings, vocabulary), films)
    years, year_posts = Years(core.database, boards.settings, core.clock), YearPosts(core.database, core.clock)
    year_pictures, year_setting = YearPictures(board_pictures), YearPostHandlers(year_posts)
    publisher = YearPublisher(years, year_posts, year_pictures, core.translations, core.locales, client)
    questions = Questions(core.database, core.clock)
    asker = QuestionAsker(questions, films, core.translations, client)
    asking = QuestionHandlers(questions, ratings, films, asker.job.wake)

    def forget(erased_id: int) -> None:
        boards.forget_all()
        year_posts.forget_guild(GuildId(erased_id))  # does nothing if the id is a person's

    async def connected(guild_ids: Collection[GuildId]) -> None:
        await asker.connected(guild_ids)
        await publisher.connected(guild_ids)

    year = YearHandlers(years, year_pictures)
    return Feature(
        "tears",
        commands=[cried_command(core, rating), board_commands(core, board, film_board, profile, year)],
        components={
            **rating.components(),
            **board.components(),
            **film_board.components(),
            **profile.components(),
            **asking.components(),
            **year_setting.components(),
        },
        modals=rating.modals(),
        personal_data=PERSONAL_DATA,
        settings=[year_setting.setting()],
        jobs=[asker.job, publisher.job],
        on_ready=connected,
        on_startup=year_posts.load,
        on_erased=forget,
        on_change=_change_hooks(boards, year_posts),
        card_fields=rating.card_fields,
        card_buttons=rating.card_buttons,
    )


def _change_hooks(boards: Boards, year_posts: YearPosts) -> Mapping[str, ChangeHook]:
    return {
        RATING_TOPIC: boards.rated_elsewhere,
        BOARD_TOPIC: boards.changed_elsewhere,
        CATALOGUE_TOPIC: boards.catalogue_changed,
        YEAR_POST_TOPIC: year_posts.reload,
    }
