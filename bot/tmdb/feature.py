"""The feature that keeps what TMDB says; it shows nothing itself."""

from bot.core.feature import CoreServices, Feature
from bot.tmdb.jobs import CacheExpiry
from bot.tmdb.service.tmdb import Tmdb


def tmdb_feature(core: CoreServices, tmdb: Tmdb) -> Feature:
    """Build the job that deletes old rows, which is needed without a key, too."""
    return Feature("tmdb", jobs=[CacheExpiry(tmdb, core.clock).job])
