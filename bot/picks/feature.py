"""Assembles the picks feature."""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.feature import CoreServices, Feature, FeatureRegistry, Setting, Shortcut
from bot.films.card_updates import CardUpdates
from bot.films.film_pictures import FilmPictures
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.films import Films
from bot.films.service.search import FilmSearch
from bot.picks.handlers.commands import avoid_command, tearjerker_command
from bot.picks.handlers.deck_settings import DECK, DeckHandlers
from bot.picks.handlers.pick import DRAW, PickHandlers
from bot.picks.handlers.preferences import OPEN, PreferencesHandlers
from bot.picks.personal_data import PERSONAL_DATA
from bot.picks.rules.moods import Mood, parse_moods
from bot.picks.rules.preferences import all_preferences
from bot.picks.service.draw import PickSelector
from bot.picks.service.picks import Picks
from bot.picks.service.preferences import Preferences
from bot.settings.service import SettingsService


def picks_feature(  # noqa: PLR0913  # app.py builds each of these once
    core: CoreServices,
    films: Films,
    settings: SettingsService,
    data: Path,
    *,
    reference: ReferenceData,
    rng: Random,
    registry: FeatureRegistry,
    pictures: FilmPictures,
) -> Feature:
    """Build the picks feature; raise StartupError if the moods in `data` are broken.

    The features in `registry` can add fields and buttons to a pick's card.
    """
    moods = _load_moods(data)
    picks = Picks(core.database, PickSelector(moods, reference, pictures.availability), rng, core.clock)
    pick_handlers = PickHandlers(picks, films, CardUpdates(pictures.availability), reference, registry, pictures)
    panel = PreferencesHandlers(Preferences(core.database, settings, all_preferences(reference)), reference, registry)
    deck = DeckHandlers(picks)
    film_search = FilmSearch(films, reference, core.clock, pictures.availability)
    return Feature(
        "picks",
        commands=[tearjerker_command(core, pick_handlers, moods, film_search), avoid_command(core, panel)],
        components={**pick_handlers.components(), **panel.components(), **deck.components()},
        shortcuts={
            "draw": Shortcut("picks.button.draw-one", DRAW),
            "avoid": panel.shortcut(),
            "services": Shortcut("picks.button.services", OPEN),
        },
        settings=[Setting("picks.deck.setting", lambda _, localize: localize("picks.deck.value"), DECK)],
        personal_data=PERSONAL_DATA,
    )


def _load_moods(data: Path) -> Mapping[str, Mood]:
    try:
        return parse_moods(json.loads((data / "vocabulary.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        sentence = f"The moods in {data.name}/vocabulary.json are broken ({error!r}): restore the file from git."
        raise StartupError(sentence, ExitCode.DATA_BROKEN) from error
