"""The composition root: builds, connects, opens and closes everything, and lists the features."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from random import Random, SystemRandom

from bot.config import Address, Config, ShardSettings, TmdbSettings
from bot.core.clock import Clock, WatchedClock, wall_clock
from bot.core.feature import CoreServices, Feature, FeatureRegistry
from bot.core.interactions.dispatcher import Dispatcher
from bot.core.log import writing_in_background
from bot.core.measures.measures import Measures, NoMeasures
from bot.core.storage.database import Database
from bot.core.storage.location import PostgresUrl
from bot.core.storage.measured import MeasuredEngine
from bot.core.storage.sqlite import backup as sqlite_backup
from bot.core.storage.sqlite.engine import unusable_error
from bot.core.storage.sqlite.process_lock import hold
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.translations import Translations
from bot.films import catalogue
from bot.films.feature import films_feature
from bot.films.film_pictures import FilmPictures
from bot.films.jobs import preparation_jobs
from bot.films.service.availability import FilmAvailability
from bot.films.service.covers import Covers
from bot.films.service.films import Films
from bot.help.feature import TMDB_LOGO, help_feature
from bot.help.service import HelpService
from bot.ops import requests
from bot.ops.backup import back_up_before_migration
from bot.ops.files import secure_and_clean
from bot.ops.version import version
from bot.picks.feature import picks_feature
from bot.polls.feature import polls_feature
from bot.privacy.feature import privacy_feature
from bot.settings.feature import settings_feature
from bot.settings.service import SettingsService
from bot.tears.feature import tears_feature
from bot.tears.service.boards import Boards
from bot.tmdb.client import TmdbAccess, TmdbClient
from bot.tmdb.feature import tmdb_feature
from bot.tmdb.rules.offers import families_by_id
from bot.tmdb.service.tmdb import Tmdb
from bot.transport import lifecycle
from bot.transport.client import NunmulClient

log = logging.getLogger(__name__)

BOT_DIR = Path(__file__).parent
DATA_DIR = BOT_DIR.parent / "data"
COVERS_DIR = "covers"
"""The folder beside the database in which covers are stored."""
CATALOGUE_FILE = DATA_DIR / "films.json"


def build_features(  # noqa: PLR0913  # everything that features are built with
    core: CoreServices,
    data_dir: Path,
    client: Callable[[], NunmulClient],
    extra_features: Sequence[Feature] = (),
    rng: Random | None = None,
    *,
    tmdb: Tmdb,
    covers_dir: Path,
    prepares_films: bool = False,
) -> Sequence[Feature]:
    """Build all features; their order is that of their buttons on a film's card, where help's report button is last."""
    films, settings = Films(core.database), SettingsService(core.database, core.locales.set_language)
    random_source, reference = rng or SystemRandom(), catalogue.load_reference_data(data_dir)
    availability = FilmAvailability(tmdb, settings)
    pictures = FilmPictures(Covers(covers_dir, reference.vocabulary), settings, reference.vocabulary, availability)
    registry, boards = FeatureRegistry(), Boards(core.database, settings, core.clock)
    for feature in (
        privacy_feature(core, registry),
        settings_feature(core, settings, registry),
        tmdb_feature(core, tmdb),
        *extra_features,
        polls_feature(
            core,
            films,
            settings,
            data_dir,
            reference=reference,
            random=random_source,
            client=client,
            pictures=pictures,
            boards=boards,
        ),
        tears_feature(core, films, boards, pictures, client),
        help_feature(
            core, registry, version(), credits_tmdb=availability.tmdb.is_enabled, tmdb_logo=_read_tmdb_logo(data_dir)
        ),
    ):
        registry.register(feature)
    film_jobs = preparation_jobs(films, pictures, core.clock) if prepares_films else ()
    picks = partial(picks_feature, reference=reference, rng=random_source, registry=registry, pictures=pictures)
    registry.register(picks(core, films, settings, data_dir))
    registry.register(films_feature(core, films, data_dir, registry, pictures=pictures, jobs=film_jobs))
    return registry.features


@asynccontextmanager
async def open_client(  # noqa: PLR0913  # tests and the demo replace some
    database_path: Path,
    *,
    postgres: PostgresUrl | None = None,
    clock: Clock = wall_clock,
    locales: LanguageResolver | None = None,
    data_dir: Path = DATA_DIR,
    extra_features: Sequence[Feature] = (),
    rng: Random | None = None,
    tmdb_access: TmdbAccess | None = None,
    prepares_films: bool = False,
    measures: Measures | None = None,
    watches_requests: bool = False,
    shards: ShardSettings | None = None,
) -> AsyncIterator[NunmulClient]:
    """Open the database and build the client, without connecting it.

    With `postgres`, the database is on that server, and `database_path` only says where other files belong. Tests pass
    `extra_features`. `rng` is the source of randomness, by default the system's. Without `tmdb_access`, the bot never
    asks TMDB, but still deletes stored TMDB data when it expires. Only the real bot sets `prepares_films`: in the demo,
    SimCord would wait until all films are prepared.
    """
    database = await Database.open(postgres or database_path)
    try:
        core = _core_services(database, clock, locales or LanguageResolver(), measures, shards)
        covers_dir = database_path.parent / COVERS_DIR
        async with _open_tmdb(core, data_dir, tmdb_access) as tmdb:
            features = build_features(
                core,
                data_dir,
                lambda: client,
                extra_features,
                rng,
                tmdb=tmdb,
                covers_dir=covers_dir,
                prepares_films=prepares_films,
            )
            client = NunmulClient(core, features, shards=shards, watches_requests=watches_requests)
            yield client
    finally:
        await database.close()


def _core_services(
    database: Database, clock: Clock, locales: LanguageResolver, measures: Measures | None, shards: ShardSettings | None
) -> CoreServices:
    translations = load_translations()
    return CoreServices(
        Database(MeasuredEngine(database.engine, measures)) if measures else database,
        translations,
        Dispatcher(translations, locales, measures=measures or NoMeasures()),
        WatchedClock(clock),
        locales,
        measures=measures or NoMeasures(),
        owns_guild=shards.owns if shards else lambda _: True,
    )


def _read_tmdb_logo(data_dir: Path) -> bytes | None:
    """Return the TMDB logo if the operator has added it to the data folder, as docs/operations.md describes."""
    file = data_dir / TMDB_LOGO
    return file.read_bytes() if file.is_file() else None


@asynccontextmanager
async def _open_tmdb(core: CoreServices, data_dir: Path, access: TmdbAccess | None) -> AsyncIterator[Tmdb]:
    """Yield the TMDB service; at the end, cancel its pending requests."""
    families = families_by_id(catalogue.load_reference_data(data_dir).services.provider_families)
    tmdb = Tmdb(core.database, core.clock, families, TmdbClient(access) if access else None)
    try:
        yield tmdb
    finally:
        await tmdb.close()


def load_translations() -> Translations:
    """Read the messages files of every feature."""
    return Translations.load(sorted(path.parent for path in BOT_DIR.rglob("messages.en.toml")))


def freeze_memory() -> None:
    """Enable garbage collection, but exempt all current objects, because scanning them would delay answers."""
    gc.freeze()
    gc.enable()
    gc.collect()  # sets the threshold of the next full collection: 125 % of the few objects that are left


async def run(settings: Config, listen: Address | None = None) -> None:
    """Run the bot until it is stopped; interactions arrive over HTTP at `listen` or, if it is None, by the gateway."""
    token, metrics, database_path = settings.require_token(), settings.metrics_listen, _local_path(settings, listen)
    access = tmdb_access(settings.tmdb) if settings.tmdb else None
    log.info("starting version=%s database=%s", version(), settings.location)
    measures, is_watching = _measures(metrics), bool(listen or metrics)
    async with (
        _prepare_files(database_path, settings.postgres),
        open_client(
            database_path,
            postgres=settings.postgres,
            tmdb_access=access,
            prepares_films=True,
            measures=measures,
            watches_requests=is_watching,
            shards=settings.shards,
        ) as client,
        _serving_metrics(client, metrics),
        _serving_report_requests(client.core.database, database_path),
    ):
        freeze_memory()
        with writing_in_background():
            await lifecycle.run(client, token, database_path, _interaction_source(client, listen))
    log.info("stopped")


def _local_path(settings: Config, listen: Address | None) -> Path:
    """Return the path beside which this process keeps its files; with PostgreSQL, it differs for each replica."""
    path = settings.database_path
    return path.with_name(f"{path.name}-{listen.port}") if settings.postgres and listen else path


@asynccontextmanager
async def _prepare_files(database_path: Path, postgres: PostgresUrl | None) -> AsyncIterator[None]:
    """Lock this process's files, then check a SQLite database, and back it up if it must be migrated."""
    if postgres:
        database_path.parent.mkdir(parents=True, exist_ok=True)
        with hold(database_path, create=False):
            yield
        return
    with hold(database_path), sqlite_backup.damage_as_startup_error(database_path):
        secure_and_clean(database_path)
        await asyncio.to_thread(_check_integrity, database_path)
        await back_up_before_migration(database_path, wall_clock)
        yield


def _measures(address: Address | None) -> Measures | None:
    """Return PrometheusMeasures if there is an address to serve them at, otherwise None."""
    if address is None:
        return None
    from bot.transport.metrics.prometheus import PrometheusMeasures  # noqa: PLC0415  # the import takes 0.2 s and 5 MB

    return PrometheusMeasures.create()


@asynccontextmanager
async def _serving_metrics(client: NunmulClient, address: Address | None) -> AsyncIterator[None]:
    """Serve the metrics if there is an address for them."""
    if address is None:
        yield
        return
    from bot.transport.metrics.server import serving_metrics  # noqa: PLC0415  # see _measures

    async with serving_metrics(client, address, version()):
        yield


def _interaction_source(client: NunmulClient, listen: Address | None) -> lifecycle.InteractionSource:
    if listen is None:
        return lifecycle.GatewaySource(client)
    from bot.transport.http.source import HttpSource  # noqa: PLC0415  # only HTTP needs the signature library

    return HttpSource(client, listen)


def tmdb_access(settings: TmdbSettings) -> TmdbAccess:
    """Return what a client needs to reach TMDB."""
    return TmdbAccess(settings.key, settings.base_url, settings.proxy)


@asynccontextmanager
async def _serving_report_requests(database: Database, database_path: Path) -> AsyncIterator[None]:
    """Close the reports that `python -m bot reports --done` asks to close, while the block runs."""
    serving = asyncio.create_task(requests.serve(database_path, HelpService(database, wall_clock).close_report))
    try:
        yield
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


def _check_integrity(database_path: Path) -> None:
    try:
        sqlite_backup.check_integrity(database_path)
    except sqlite_backup.UnusableDatabase as error:
        raise unusable_error(database_path, error) from error


def check_catalogue(file: Path) -> Sequence[catalogue.CatalogueIssue]:
    """Return what is wrong with a films file; our own catalogue is checked more strictly than others."""
    is_own = file.resolve() == CATALOGUE_FILE.resolve()
    return catalogue.find_issues(file, catalogue.load_reference_data(DATA_DIR), strict=is_own)
