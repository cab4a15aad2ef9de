"""Answers that show a film, kept in the form in which they are sent."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from bot.core.interactions.answers.answer import Answer
from bot.films.rules.film import Film

MAX_KEPT = 250
"""Answers of some ten kilobytes each; their covers are those that Covers has in memory anyway."""


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """The answers that were last asked for; a key holds everything that they depend on, except what a film is."""

    _kept: dict[Hashable, tuple[Film, Answer]] = field(default_factory=dict)

    def find(self, key: Hashable, film: Film) -> Answer | None:
        """Return the answer that was kept for this film; one for the film as it was before a change is dropped."""
        film_then, answer = self._kept.pop(key, (None, None))
        if answer is None or film_then is not film:
            return None
        self._kept[key] = film, answer  # the last that was asked for
        return answer

    def add(self, key: Hashable, film: Film, answer: Answer) -> None:
        """Keep an answer; the one that was not asked for longest makes room."""
        self._kept[key] = film, answer
        if len(self._kept) > MAX_KEPT:
            del self._kept[next(iter(self._kept))]
