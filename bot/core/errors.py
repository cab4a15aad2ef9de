"""Refusals: exceptions that carry a sentence, for the person who asked or for the operator who starts the bot."""

from enum import IntEnum

from bot.core.redaction import redacted


class ExitCode(IntEnum):
    """The process's exit codes, one for each reason not to start."""

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
    """A kind no to a person: `key` names the sentence in the words files, `values` fill its placeholders."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class StartupError(Exception):
    """A no to the operator: one sentence with the remedy, without secrets, and the exit code of the process."""

    def __init__(self, sentence: str, exit_code: ExitCode) -> None:
        super().__init__(redacted(sentence))
        self.exit_code = exit_code
