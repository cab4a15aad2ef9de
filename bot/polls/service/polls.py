"""Community votes, all that can be done with them. No Discord here."""

from dataclasses import dataclass

from bot.core.storage.database import Database
from bot.films.service.films import Films
from bot.polls.service.drafts import DraftService, RandomBytes
from bot.polls.service.lifecycle import PollLifecycle
from bot.polls.service.views import PollReader
from bot.polls.service.votes import VoteService


@dataclass(frozen=True, slots=True)
class PollServices:
    """The four sides of polls: preparing and starting them, voting, seeing them, and how they end."""

    drafts: DraftService
    votes: VoteService
    views: PollReader
    lifecycle: PollLifecycle


def build_polls(database: Database, films: Films, random_bytes: RandomBytes) -> PollServices:
    """The polls of one database; `chance` is where the seeds of draws come from."""
    return PollServices(
        DraftService(database, films, random_bytes),
        VoteService(database),
        PollReader(database),
        PollLifecycle(database),
    )
