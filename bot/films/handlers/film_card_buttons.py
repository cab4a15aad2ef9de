"""The buttons below a film's card, and the buttons and the menu that open a card."""

from collections.abc import Sequence

from bot.core.interactions.components import Component, button, link_button, select
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import film_detail, film_label
from bot.films.cards.watching import all_watch_links, best_watch_links
from bot.films.rules.film import Film, FilmSummary
from bot.films.rules.watch_links import StreamingServices
from bot.films.rules.watching import WatchInfo

SHOW, DETAILS = "film", "details"
MAX_EXTRA_BUTTONS = 2
"""The maximum number of buttons that other features add to a short card, between its links and More."""


def short_card_buttons(
    film: Film,
    extra_buttons: Sequence[Component],
    services: StreamingServices,
    localize: Localizer,
    watch_info: WatchInfo,
) -> list[Component]:
    """Return buttons for the best ways to watch a film, the `extra_buttons` of other features, and More."""
    return [
        *(link_button(*link) for link in best_watch_links(film, services, localize, watch_info)),
        *extra_buttons[:MAX_EXTRA_BUTTONS],
        button(DETAILS, film.summary.id, localize("films.button.more")),
    ]


def full_card_buttons(
    film: Film,
    extra_buttons: Sequence[Component],
    services: StreamingServices,
    localize: Localizer,
    watch_info: WatchInfo,
) -> list[Component]:
    """Return a button for every way to watch a film, and the `extra_buttons` of other features."""
    links = all_watch_links(film, services, localize, watch_info)
    return [*(link_button(label, url) for label, url in links), *extra_buttons]


def nearest_buttons(nearest: Sequence[FilmSummary], localize: Localizer) -> list[Component]:
    """Return a button for each film that the person may have meant."""
    return [button(SHOW, summary.id, film_label(summary, localize)) for summary in nearest]


def namesake_select(namesakes: Sequence[FilmSummary], localize: Localizer) -> Component:
    """Return a menu of films with the same title, distinguished by year and country."""
    options = [
        (str(summary.id), film_label(summary, localize), film_detail(summary, localize)) for summary in namesakes
    ]
    return select(SHOW, localize("films.several.choose"), options)
