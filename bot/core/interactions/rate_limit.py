"""How fast one person may ask: a pause for who presses without end, nothing that others would notice."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MOST = 12
WITHIN = 10.0
FORGET = 1_000


@dataclass(slots=True)
class Pace:
    """Counts what each person asked lately; `now` gives seconds that only go forward."""

    now: Callable[[], float]
    most: int = MOST
    within: float = WITHIN
    _asked: dict[int, deque[float]] = field(default_factory=dict)
    _room: int = FORGET

    def is_too_fast(self, person: int) -> bool:
        """Count one more of this person; True when it is one too many, which is then not counted."""
        now, asked = self.now(), self._asked.setdefault(person, deque())
        while asked and asked[0] <= now - self.within:
            asked.popleft()
        if len(asked) >= self.most:
            return True
        asked.append(now)
        self._forget_old(now)
        return False

    def _forget_old(self, now: float) -> None:
        if len(self._asked) > self._room:
            self._asked = {who: asked for who, asked in self._asked.items() if asked[-1] > now - self.within}
            self._room = max(FORGET, 2 * len(self._asked))  # so that a crowd is not gone through at every press
