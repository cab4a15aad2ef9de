"""Errors with a message for a user or for the operator."""

from bot.core.exit_codes import ExitCode
from bot.core.redaction import redact_possible_secrets


class UserError(Exception):
    """An error to show to a user: `key` is the key of its text, and `values` fill its placeholders."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class RepeatedInteraction(Exception):
    """Raised instead of running a unit of work whose interaction another process handles; nothing is saved."""


class StartupError(Exception):
    """An error that stops the process, with a sentence for the operator (secrets are redacted) and an exit code."""

    def __init__(self, sentence: str, exit_code: ExitCode) -> None:
        super().__init__(redact_possible_secrets(sentence))
        self.exit_code = exit_code
