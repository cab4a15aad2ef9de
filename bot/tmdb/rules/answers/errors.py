"""Why TMDB did not tell what it was asked for; no error holds an address or a key."""


class TmdbError(Exception):
    """The base of these errors."""


class TmdbGone(TmdbError):
    """Raised for a number that TMDB does not have, or no longer has."""


class TmdbMisused(TmdbError):
    """Raised for a question that TMDB does not understand: a fault of ours."""


class TmdbUnavailable(TmdbError):
    """Raised where TMDB cannot be reached, has a fault, wants fewer calls, or where another server answers."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class TmdbRefused(TmdbError):
    """Raised where TMDB does not take the key: code 7 wrong, 10 suspended, 31 or 32 the account, 35 the token."""

    def __init__(self, code: int) -> None:
        super().__init__(f"code {code}")
        self.code = code
