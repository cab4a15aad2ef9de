"""Telling a first try to post a result from a second one. No Discord here."""

from dataclasses import dataclass

from bot.kit.database import Database
from bot.polls.queries import announcing


@dataclass(frozen=True, slots=True)
class Announcing:
    """Notes every try before it is made, so that after a crash it is known that there was one."""

    database: Database

    async def begin(self, server: int, poll: int, again: int) -> bool:
        """Begin a try, and leave the result alone until an epoch second; True when one was begun before."""
        async with self.database.transaction() as writer:
            return await announcing.begin(writer, server, poll, again)
