"""Assembles the TMDB feature, which shows nothing itself."""

from bot.core.feature import CoreServices, Feature
from bot.tmdb.jobs import CacheExpiry
from bot.tmdb.service.tmdb import Tmdb


def tmdb_feature(core: CoreServices, tmdb: Tmdb) -> Feature:
    """Build the feature; its only part is the job that deletes old rows, which runs even without a key."""
    return Feature("tmdb", jobs=[CacheExpiry(tmdb, core.clock).job])
