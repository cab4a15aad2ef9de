"""How often what a channel shows of polls is changed, and when what failed is tried again."""

from dataclasses import dataclass

from bot.polls.rules.poll import Poll

LONGEST_WAIT = 6 * 60 * 60
"""Nothing is ever put off for longer: what lies further ahead was put off by a clock that was wrong, and is due."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds.

    Between two edits of a message while it is young, and once it `is_old`; from a failure to another try, at first and
    at most; from a refusal to another try, at first and at most; for how long Discord certainly knows a nonce; how old
    a start without a message is when it must have been cut off; and how long a closed poll's message waits for its
    result to be posted. `enough` refusals without a reason that we know of
    are taken for good.
    """

    young: int = 2
    old: int = 60
    is_old: int = 60 * 60
    again: int = 5
    longest: int = 10 * 60
    forbidden: int = 60
    seldom: int = LONGEST_WAIT
    nonce: int = 2 * 60
    cut_off: int = 2 * 60
    result_first: int = 2
    enough: int = 6

    def edits(self, poll: Poll, now: int) -> int:
        """How long a message is left alone after an edit: Discord takes few edits of old ones."""
        return self.old if now - poll.opened_at >= self.is_old else self.young

    def retry(self, tries: int) -> int:
        """How long to wait after so many tries, ever longer."""
        return int(min(self.again * 2 ** min(tries, 10), self.longest))

    def forbidding(self, tries: int) -> int:
        """How long to leave a place alone that forbids to change a message there, ever longer up to a day."""
        return int(min(self.forbidden * 4 ** min(tries, 10), self.seldom))
