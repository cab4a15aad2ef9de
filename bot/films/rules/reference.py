"""What is looked up beside a film."""

from dataclasses import dataclass

from bot.films.rules.links import Services
from bot.films.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Reference:
    """The vocabulary that films are described by, and the streaming services."""

    vocabulary: Vocabulary
    services: Services
