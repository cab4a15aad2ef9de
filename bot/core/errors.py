"""Errors that carry a sentence for a person or for the operator."""

from bot.core.exit_codes import ExitCode
from bot.core.redaction import redacted


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
