"""Films, assembled."""

from collections.abc import Sequence
from pathlib import Path

from bot.films.buttons import Showing
from bot.films.catalogue import read, read_reference
from bot.films.commands import film_commands
from bot.films.service.films import Films
from bot.kit.feature import Feature, Kit


def films_feature(kit: Kit, films: Films, data: Path, others: Sequence[Feature]) -> Feature:
    """Cards and search of the films in `data`; `others` are the features that may add to a film's card."""
    reference = read_reference(data)
    catalogue = read(data / "films.json", reference)
    showing = Showing(
        films,
        reference,
        lines=[other.film_lines for other in others if other.film_lines],
        buttons=[other.film_buttons for other in others if other.film_buttons],
    )
    return Feature(
        "films",
        commands=[film_commands(kit, showing)],
        presses=showing.presses(),
        prepare=lambda: films.load(catalogue),
    )
