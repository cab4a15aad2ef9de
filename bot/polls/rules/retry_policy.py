"""How often what a channel shows of polls is changed, and when what failed is tried again."""

from dataclasses import dataclass

from bot.polls.rules.poll import Poll

MAX_DEFERRAL_SECONDS = 6 * 60 * 60
"""Nothing is ever put off for longer: what lies further ahead was put off by a clock that was wrong, and is due."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Seconds.

    Between two edits of a message while it is young, and once it `is_old`; from a failure to another try, at first and
    at most; from a refusal to another try, at first and at most; for how long Discord certainly knows a nonce; how old
    a start without a message is when it must have been cut off; and how long a closed poll's message waits for its
    result to be posted. `enough` refusals without a reason that we know of
    are taken for good.
    """

    edit_seconds: int = 2
    old_edit_seconds: int = 60
    old_after_seconds: int = 60 * 60
    retry_seconds: int = 5
    max_retry_seconds: int = 10 * 60
    forbidden_retry_seconds: int = 60
    max_forbidden_retry_seconds: int = MAX_DEFERRAL_SECONDS
    nonce_seconds: int = 2 * 60
    start_timeout_seconds: int = 2 * 60
    result_grace_seconds: int = 2
    max_refusals: int = 6

    def edit_interval(self, poll: Poll, now: int) -> int:
        """How long a message is left alone after an edit: Discord takes few edits of old ones."""
        return self.old_edit_seconds if now - poll.opened_at >= self.old_after_seconds else self.edit_seconds

    def retry_delay(self, attempts: int) -> int:
        """How long to wait after so many tries, ever longer."""
        return int(min(self.retry_seconds * 2 ** min(attempts, 10), self.max_retry_seconds))

    def forbidden_retry_delay(self, attempts: int) -> int:
        """How long to leave a place alone that forbids to change a message there, ever longer up to a day."""
        return int(min(self.forbidden_retry_seconds * 4 ** min(attempts, 10), self.max_forbidden_retry_seconds))
