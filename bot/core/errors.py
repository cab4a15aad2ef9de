"""Errors that carry a sentence for a person or for the operator."""

from enum import IntEnum

from bot.core.redaction import redacted


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
    SILENCE = 25
    LIBRARY_CHANGED = 26


class UserError(Exception):
    """An error to show to a person: `key` names its text in the messages files, `values` fill the placeholders."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class StartupError(Exception):
    """An error to show to the operator: one sentence with the remedy and without secrets, and the exit code."""

    def __init__(self, sentence: str, exit_code: ExitCode) -> None:
        super().__init__(redacted(sentence))
        self.exit_code = exit_code
