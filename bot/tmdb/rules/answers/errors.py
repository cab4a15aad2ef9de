"""The errors of calls to TMDB; none contains a URL or a key."""


class TmdbError(Exception):
    """The base class of the errors of calls to TMDB."""


class TmdbGone(TmdbError):
    """Raised for a number that TMDB does not have or no longer has."""


class TmdbMisused(TmdbError):
    """Raised for a request that TMDB rejects as invalid, which is a bug of ours."""


class TmdbUnavailable(TmdbError):
    """Raised if TMDB is unreachable, fails or limits calls, or if another server answers."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class TmdbRefused(TmdbError):
    """Raised if TMDB rejects the key.

    The codes are 7 for an invalid key, 10 for a suspended one, 31 and 32 for a problem with the account, and 35 for an
    invalid token.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"code {code}")
        self.code = code
