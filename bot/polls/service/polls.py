"""Community votes, all that can be done with them. No Discord here."""

from dataclasses import dataclass

from bot.core.storage.database import Database
from bot.films.service.films import Films
from bot.polls.service.drafts import Chance, Drafts
from bot.polls.service.lifecycle import Closing
from bot.polls.service.views import Views
from bot.polls.service.votes import Votes


@dataclass(frozen=True, slots=True)
class Polls:
    """The four sides of polls: preparing and starting them, voting, seeing them, and how they end."""

    drafts: Drafts
    votes: Votes
    views: Views
    closing: Closing


def polls_of(database: Database, films: Films, chance: Chance) -> Polls:
    """The polls of one database; `chance` is where the seeds of draws come from."""
    return Polls(Drafts(database, films, chance), Votes(database), Views(database), Closing(database))
