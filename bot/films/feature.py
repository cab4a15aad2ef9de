"""Films, assembled."""

from collections.abc import Sequence
from pathlib import Path

from bot.core.feature import Feature, Kit
from bot.core.personal_data import PersonalDataTable
from bot.films.buttons.film import Showing
from bot.films.buttons.search import Searching
from bot.films.catalogue import read, read_reference
from bot.films.commands.film import film_commands
from bot.films.commands.search import add_search
from bot.films.service.films import Films
from bot.films.service.search import DAYS_KEPT, MOST_KEPT, Searches
from bot.settings.service import Settings

OWN_FILMS = PersonalDataTable("film", guild_column="server", guild_text="films.kept")
SEARCHES = PersonalDataTable(
    "search",
    user_text="films.search.kept",
    user_column="person",
    guild_column="server",
    created_column="made",
    retention_days=DAYS_KEPT,
    most=MOST_KEPT,
)


def films_feature(kit: Kit, films: Films, settings: Settings, data: Path, others: Sequence[Feature]) -> Feature:
    """Cards and search of the films in `data`; `others` are the features that may add to a film's card."""
    reference = read_reference(data)
    catalogue = read(data / "films.json", reference)
    showing = Showing(
        films,
        reference,
        settings,
        lines=[other.film_lines for other in others if other.film_lines],
        buttons=[other.film_buttons for other in others if other.film_buttons],
    )
    searching = Searching(Searches(kit.database, reference, kit.clock), showing)
    group = film_commands(kit, showing)
    add_search(group, kit, searching)
    return Feature(
        "films",
        commands=[group],
        presses={**showing.presses(), **searching.presses()},
        keeps=[OWN_FILMS, SEARCHES],
        forgotten=films.forget,
        prepare=lambda: films.load(catalogue),
    )
