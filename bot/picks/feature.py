"""Random picks, assembled."""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.feature import CoreServices, Feature, FeatureRegistry, Setting, Shortcut
from bot.core.personal_data import PersonalDataTable
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.films import Films
from bot.films.service.search import FilmSearch
from bot.picks.handlers.commands import avoid_command, tearjerker_command
from bot.picks.handlers.deck_settings import DECK, DeckHandlers
from bot.picks.handlers.pick import DRAW, PickHandlers
from bot.picks.handlers.preferences import PreferencesHandlers
from bot.picks.rules.moods import Mood, parse_moods
from bot.picks.rules.pick import MAX_SAVED_PICKS, RETENTION_DAYS
from bot.picks.rules.preferences import all_preferences
from bot.picks.service.draw import PickSelector
from bot.picks.service.picks import Picks
from bot.picks.service.preferences import Preferences
from bot.settings.service import SettingsService

PERSONAL_DATA = (
    PersonalDataTable(
        "deck",
        user_text="picks.kept.deck",
        user_column="user_id",
        guild_column="guild_id",
        guild_text="picks.kept.deck-here",
        child_tables=(("deck_card", "deck_id"),),
        excluded_children=(("pick", "deck_id", "a pick has its person's own number, and is copied by it"),),
        label_columns=(("deck_card", "film_id", "film", "slug"),),
    ),
    PersonalDataTable(
        "pick",
        user_text="picks.kept.pick",
        user_column="user_id",
        guild_column="guild_id",
        created_column="created_at",
        retention_days=RETENTION_DAYS,
        guild_text="picks.kept.pick-here",
        label_columns=(("pick", "film_id", "film", "slug"),),
        max_rows=MAX_SAVED_PICKS,
    ),
    PersonalDataTable("avoidance", user_text="picks.kept.avoidance", user_column="user_id"),
    PersonalDataTable("own_service", user_text="picks.kept.own-service", user_column="user_id"),
)


def picks_feature(  # noqa: PLR0913  # app.py makes each of these once, for all
    core: CoreServices,
    films: Films,
    settings: SettingsService,
    data: Path,
    *,
    reference: ReferenceData,
    rng: Random,
    registry: FeatureRegistry,
) -> Feature:
    """Build random picks out of decks, by the moods in `data`; others in `registry` may add to the card of a pick."""
    moods = _moods(data)
    picks = Picks(core.database, PickSelector(moods, reference), rng, core.clock)
    pick_handlers = PickHandlers(picks, films, settings, reference, registry)
    panel = PreferencesHandlers(Preferences(core.database, all_preferences(reference)), reference)
    deck = DeckHandlers(picks)
    film_search = FilmSearch(core.database, reference, core.clock)
    return Feature(
        "picks",
        commands=[tearjerker_command(core, pick_handlers, moods, film_search), avoid_command(core, panel)],
        components={**pick_handlers.components(), **panel.components(), **deck.components()},
        shortcuts={"draw": Shortcut("picks.button.draw-one", DRAW)},
        settings=[Setting("picks.deck.setting", lambda _, localize: localize("picks.deck.value"), DECK)],
        personal_data=PERSONAL_DATA,
    )


def _moods(data: Path) -> Mapping[str, Mood]:
    try:
        return parse_moods(json.loads((data / "vocabulary.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        sentence = f"The moods in {data.name}/vocabulary.json are broken ({error!r}): restore the file from git."
        raise StartupError(sentence, ExitCode.DATA_BROKEN) from error
