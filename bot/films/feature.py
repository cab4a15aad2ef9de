"""Films, assembled."""

from collections.abc import Sequence
from pathlib import Path

from bot.core.feature import CoreServices, Feature
from bot.core.personal_data import PersonalDataTable
from bot.films.catalogue import load_catalogue, load_reference_data
from bot.films.handlers.film_card import FilmCardHandlers
from bot.films.handlers.film_command import film_commands
from bot.films.handlers.search_command import add_search_command
from bot.films.handlers.search_pages import SearchHandlers
from bot.films.service.films import Films
from bot.films.service.search import MAX_SAVED_SEARCHES, RETENTION_DAYS, FilmSearch
from bot.settings.service import SettingsService

OWN_FILMS = PersonalDataTable("film", guild_column="guild_id", guild_text="films.kept")
SEARCHES = PersonalDataTable(
    "search",
    user_text="films.search.kept",
    user_column="user_id",
    guild_column="guild_id",
    created_column="created_at",
    retention_days=RETENTION_DAYS,
    max_rows=MAX_SAVED_SEARCHES,
)


def films_feature(
    core: CoreServices, films: Films, settings: SettingsService, data: Path, others: Sequence[Feature]
) -> Feature:
    """Build cards and search of the films in `data`; `others` are the features that may add to a film's card."""
    reference = load_reference_data(data)
    catalogue = load_catalogue(data / "films.json", reference)
    film_cards = FilmCardHandlers(
        films,
        reference,
        settings,
        extra_fields=[other.card_fields for other in others if other.card_fields],
        extra_buttons=[other.card_buttons for other in others if other.card_buttons],
    )
    search_handlers = SearchHandlers(
        FilmSearch(core.database, reference, core.clock),
        film_cards,
        extra_buttons=[other.search_buttons for other in others if other.search_buttons],
    )
    group = film_commands(core, film_cards)
    add_search_command(group, core, search_handlers)
    return Feature(
        "films",
        commands=[group],
        components={**film_cards.components(), **search_handlers.components()},
        personal_data=[OWN_FILMS, SEARCHES],
        on_erased=films.invalidate,
        on_startup=lambda: films.load_catalogue(catalogue),
    )
