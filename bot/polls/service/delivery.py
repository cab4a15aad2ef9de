"""Telling a first try to post a result from a second one. No Discord here."""

from dataclasses import dataclass

from bot.core.storage.database import Database
from bot.polls.queries import delivery


@dataclass(frozen=True, slots=True)
class ResultAttempts:
    """Notes every try before it is made, so that after a crash it is known that there was one."""

    database: Database

    async def begin(self, server: int, poll: int, again: int) -> bool:
        """Begin a try, and leave the result alone until an epoch second; True when an earlier one may have worked."""
        return await self.database.write(lambda writer: delivery.begin_attempt(writer, server, poll, again))

    async def refused(self, server: int, poll: int) -> None:
        """Take a try back that certainly posted nothing, where no earlier one may have."""
        await self.database.write(lambda writer: delivery.clear_attempt(writer, server, poll))
