"""Deletes cached TMDB data after half a year, even if there is no longer a key."""

from dataclasses import dataclass, field
from typing import Final

from bot.core.clock import Clock
from bot.core.jobs import Job
from bot.tmdb.service.expiry import delete_expired
from bot.tmdb.service.tmdb import Tmdb

HOUR_SECONDS: Final = 3600


@dataclass(slots=True)
class CacheExpiry:
    """Deletes expired rows every hour, without calling TMDB."""

    tmdb: Tmdb
    clock: Clock
    job: Job = field(init=False)

    def __post_init__(self) -> None:
        self.job = Job("tmdb expiry", self._work)

    async def _work(self) -> int:
        if await delete_expired(self.tmdb.database, self.clock()):
            self.tmdb.clear_memory()
        return self.clock() + HOUR_SECONDS
