"""The services that most tests of polls need, built together."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.storage.database import Database
from bot.films.service.films import Films
from bot.polls.service.delivery import DeliveryService
from bot.polls.service.drafts import DraftService
from bot.polls.service.lifecycle import PollLifecycle
from bot.polls.service.views import PollReader
from bot.polls.service.votes import VoteService


@dataclass(frozen=True, slots=True)
class PollServices:
    """The main services for the polls of one database."""

    drafts: DraftService
    votes: VoteService
    lifecycle: PollLifecycle
    delivery: DeliveryService
    views: PollReader


def build_poll_services(database: Database, films: Films, random_bytes: Callable[[int], bytes]) -> PollServices:
    """Build the services of one database; `random_bytes` returns the seeds of draws."""
    return PollServices(
        DraftService(database, films),
        VoteService(database),
        PollLifecycle(database, random_bytes),
        DeliveryService(database),
        PollReader(database),
    )
