"""What is looked up beside a film."""

from dataclasses import dataclass

from bot.films.rules.catalogue.vocabulary import Vocabulary
from bot.films.rules.watch_links import StreamingServices


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """The vocabulary that films are described by, and the streaming services."""

    vocabulary: Vocabulary
    services: StreamingServices
