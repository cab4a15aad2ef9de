"""A cache for answers that show a film."""

from collections.abc import Hashable

from msgspec import Struct, field

from bot.core.interactions.answers.answer import Answer
from bot.films.rules.film import Film

MAX_ANSWERS = 250
"""The maximum number of cached answers. Each takes about ten kilobytes, not counting its cover."""


class AnswerCache(Struct, frozen=True):
    """Holds the most recently used answers by key.

    A key contains everything that an answer depends on, except the details of the film, which `find` compares.
    """

    _answers: dict[Hashable, tuple[Film, Answer]] = field(default_factory=dict)

    def find(self, key: Hashable, film: Film) -> Answer | None:
        """Return the answer cached for a key, or None if there is none or the film has changed since."""
        cached_film, answer = self._answers.pop(key, (None, None))
        if answer is None or cached_film is not film:
            return None
        self._answers[key] = film, answer  # now the most recently used
        return answer

    def add(self, key: Hashable, film: Film, answer: Answer) -> None:
        """Cache an answer; if the cache is full, drop the least recently used one."""
        self._answers[key] = film, answer
        if len(self._answers) > MAX_ANSWERS:
            del self._answers[next(iter(self._answers))]
