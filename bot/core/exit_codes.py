"""The exit codes of the process."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of the process; docs/operations.md says what to do about each."""

    BROKEN = 1
    NO_TOKEN = 10
    TOKEN_MALFORMED = 11
    TOKEN_REFUSED = 12
    INTENTS_REFUSED = 13
    BAD_SETTING = 14
    UNKNOWN_SETTING = 15
    SHARDS_REFUSED = 16
    DATABASE_UNUSABLE = 17
    DATABASE_NEWER = 18
    DATABASE_IN_USE = 19
    DATA_BROKEN = 20
    DEMO_UNAVAILABLE = 21
    PORT_TAKEN = 22
    OPS_REFUSED = 23
    CLOSED_FOR_GOOD = 24
    DISCORD_UNREACHABLE = 25
    LIBRARY_CHANGED = 26
    TMDB_NOT_ASKED = 27
