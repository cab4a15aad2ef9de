"""Answers that show a film, kept in the form in which they are sent."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from bot.core.interactions.answers.answer import Answer
from bot.films.rules.film import Film

MAX_KEPT = 250
"""Answers of some ten kilobytes each; their covers are those that Covers has in memory anyway."""


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """A cache of recently used answers; a key has everything that an answer depends on except the film's data."""

    _kept: dict[Hashable, tuple[Film, Answer]] = field(default_factory=dict)

    def find(self, key: Hashable, film: Film) -> Answer | None:
        """Return the cached answer for this film; drop it if the film has changed since."""
        film_then, answer = self._kept.pop(key, (None, None))
        if answer is None or film_then is not film:
            return None
        self._kept[key] = film, answer  # now the most recently used
        return answer

    def add(self, key: Hashable, film: Film, answer: Answer) -> None:
        """Cache an answer; if the cache is full, drop the least recently used one."""
        self._kept[key] = film, answer
        if len(self._kept) > MAX_KEPT:
            del self._kept[next(iter(self._kept))]
