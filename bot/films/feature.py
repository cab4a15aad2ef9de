"""Assembles the films feature."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.core.feature import CoreServices, Feature, FeatureRegistry, Shortcut
from bot.core.jobs import Job
from bot.films.card_updates import CardUpdates
from bot.films.catalogue import catalogue_digest, load_catalogue, load_reference_data
from bot.films.film_pictures import FilmPictures
from bot.films.handlers.film_card import FilmCardHandlers
from bot.films.handlers.film_command import film_commands
from bot.films.handlers.search_command import add_search_command
from bot.films.handlers.search_form import SEARCH_FORM, SearchForm
from bot.films.handlers.search_pages import SearchHandlers
from bot.films.handlers.where_command import WhereHandlers, where_command
from bot.films.personal_data import PERSONAL_DATA
from bot.films.service.films import CATALOGUE_TOPIC, Films
from bot.films.service.search import FilmSearch
from bot.ids import GuildId
from bot.settings.rules.locale_data import load_locale_data


def films_feature(  # noqa: PLR0913  # app.py builds each of these once
    core: CoreServices,
    films: Films,
    data: Path,
    registry: FeatureRegistry,
    *,
    pictures: FilmPictures,
    jobs: Sequence[Job] = (),
) -> Feature:
    """Build the feature with the films in `data`; the features in `registry` can add to a film's card."""
    reference = load_reference_data(data)
    film_cards = FilmCardHandlers(films, reference, CardUpdates(pictures.availability), registry, pictures)
    film_search = FilmSearch(films, reference, core.clock, pictures.availability)
    search_handlers = SearchHandlers(film_search, film_cards)
    search_form = SearchForm(search_handlers)
    group = film_commands(core, film_cards)
    add_search_command(group, core, search_handlers)

    async def load() -> None:
        file = data / "films.json"
        if not await films.has_loaded(catalogue_digest(file)):
            await films.load_catalogue(load_catalogue(file))
        if pictures.availability.tmdb.is_enabled:
            await asyncio.to_thread(load_locale_data)  # slow on first use, and cards need the names of countries

    return Feature(
        "films",
        commands=[group, where_command(core, WhereHandlers(film_cards))],
        components={**film_cards.components(), **search_handlers.components(), **search_form.components()},
        modals=search_form.modals(),
        shortcuts={"search": Shortcut("films.button.search", SEARCH_FORM)},
        personal_data=PERSONAL_DATA,
        # The id can also be a person's; then this only clears some caches needlessly.
        on_erased=lambda erased_id: films.invalidate(GuildId(erased_id)),
        jobs=jobs,
        on_startup=load,
        on_change={CATALOGUE_TOPIC: films.catalogue_changed},
    )
