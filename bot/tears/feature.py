"""Assembles the tears feature."""

from bot.core.feature import CoreServices, Feature
from bot.films.service.films import Films
from bot.tears.handlers.commands import cried_command
from bot.tears.handlers.rating import RatingHandlers
from bot.tears.personal_data import PERSONAL_DATA
from bot.tears.service.boards import Boards
from bot.tears.service.ratings import Ratings


def tears_feature(core: CoreServices, films: Films, boards: Boards) -> Feature:
    """Build ratings and boards for the films of `films`."""
    rating = RatingHandlers(Ratings(core.database, boards, core.clock), films)
    return Feature(
        "tears",
        commands=[cried_command(core, rating)],
        components=rating.components(),
        modals=rating.modals(),
        personal_data=PERSONAL_DATA,
        on_erased=lambda _: boards.forget_all(),
        card_fields=rating.card_fields,
        card_buttons=rating.card_buttons,
    )
