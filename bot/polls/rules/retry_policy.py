"""Decides how often a poll's message is edited, and when failed requests to Discord are retried."""

from msgspec import Struct

from bot.polls.rules.poll import Poll

MAX_DEFERRAL_SECONDS = 6 * 60 * 60
"""The longest deferral. A time further ahead comes from a wrong clock, so the delivery counts as due."""


class Attempt(Struct, frozen=True):
    """The state before a delivery attempt: how many attempts failed, and whether one might have posted something.

    With `may_be_posted`, an earlier attempt might have succeeded unnoticed. `first_sent_at` is the time of the first
    such attempt, or 0 if none is recorded. `shows_cancelled` is whether the message last showed a cancelled poll.
    """

    failed_count: int = 0
    may_be_posted: bool = False
    first_sent_at: int = 0
    shows_cancelled: bool = False


class RetryPolicy(Struct, frozen=True):
    """Intervals and delays in seconds, and the number of refused requests after which to give up."""

    edit_seconds: int = 2  # between edits of a message
    old_edit_seconds: int = 60  # between edits of a message older than `old_after_seconds`
    old_after_seconds: int = 60 * 60
    retry_seconds: int = 5  # first delay after a failure
    max_retry_seconds: int = 10 * 60
    forbidden_retry_seconds: int = 60  # first delay after a refusal
    max_forbidden_retry_seconds: int = MAX_DEFERRAL_SECONDS
    nonce_seconds: int = 2 * 60  # Discord reliably recognises a repeated nonce for this long
    start_timeout_seconds: int = 2 * 60  # if a poll has no message after this long, its start counts as interrupted
    result_claim_seconds: int = 2  # others wait this long for a process that might have died while posting a result
    result_grace_seconds: int = 2  # a closed poll's message waits this long for the result to be posted
    claim_seconds: int = 10  # others wait this long for a process that might have died while editing a message
    max_refusals: int = 6  # this many refusals without a known reason count as permanent

    def edit_interval(self, poll: Poll, now: int) -> int:
        """Return the seconds between edits, more for an old message because Discord limits edits of old ones."""
        return self.old_edit_seconds if now - poll.opened_at >= self.old_after_seconds else self.edit_seconds

    def retry_delay(self, attempts: int) -> int:
        """Return the seconds until the next attempt, doubling up to `max_retry_seconds`."""
        return int(min(self.retry_seconds * 2 ** min(attempts, 10), self.max_retry_seconds))

    def result_claim(self, attempts: int) -> int:
        """Return the seconds a process has for posting a result, doubling with each attempt in case Discord is slow."""
        return int(min(self.result_claim_seconds * 2 ** min(attempts, 10), self.max_retry_seconds))

    def forbidden_retry_delay(self, attempts: int) -> int:
        """Return the seconds to wait after a refusal, quadrupling up to `max_forbidden_retry_seconds`."""
        return int(min(self.forbidden_retry_seconds * 4 ** min(attempts, 10), self.max_forbidden_retry_seconds))
