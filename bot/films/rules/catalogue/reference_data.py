"""The reference data that films and searches refer to."""

from dataclasses import dataclass

from bot.films.rules.catalogue.vocabulary import Vocabulary
from bot.films.rules.watch_links import StreamingServices


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """The vocabulary that describes films, and the streaming services."""

    vocabulary: Vocabulary
    services: StreamingServices
