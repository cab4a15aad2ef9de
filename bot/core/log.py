"""Configures logging as text or JSON, with secrets redacted."""

import json
import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime

REDACTED = "[hidden]"
OURS = "bot"
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
# Matches start at word boundaries and `++` never backtracks, so the time is linear in the length of the line.
SECRETS = (
    re.compile(
        r"(?<![\w-])[\w-]{18,}+(?:\.|%2E)[\w-]{5,}+(?:\.|%2E)[\w-]{20,}+", re.ASCII | re.IGNORECASE
    ),  # a bot's token
    re.compile(r"((?:interactions|webhooks)(?:/|%2F)\d++(?:/|%2F))[^/\s'\"?%]++", re.IGNORECASE),
    re.compile(r"((?:token|api_key)\\?['\"]?\s*+[:=]\s*+b?\\?['\"]?)[\w.%=+/-]{8,}+", re.IGNORECASE),
)


def redact(line: str, secrets: Sequence[str] = ()) -> str:
    """Return `line` with [hidden] in place of `secrets` and of anything that looks like a token."""
    for secret in secrets:
        line = line.replace(secret, REDACTED)
    for pattern in SECRETS:
        line = pattern.sub(lambda match: f"{match[1] if match.re.groups else ''}{REDACTED}", line)
    return line


class RedactingRecord(logging.LogRecord):
    """A log record whose message is redacted for every handler."""

    def getMessage(self) -> str:  # noqa: N802  # logging's own name
        """Return the message with [hidden] in place of secrets, and control characters escaped."""
        return CONTROL.sub(lambda match: repr(match[0])[1:-1], redact(super().getMessage()))


class RedactingFormatter(logging.Formatter):
    """Redacts the formatted line, including its traceback."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
        self.secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """Return the line with [hidden] in place of secrets."""
        return redact(super().format(record), self.secrets)


class JsonFormatter(RedactingFormatter):
    """Formats a record as one JSON object, to which the facts about an interaction are added."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON: time, level, logger, message, facts, traceback."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return redact(json.dumps(fields, ensure_ascii=False, default=str), self.secrets)


def configure(level: str, kind: str, secrets: Sequence[str] = ()) -> None:
    """Write every record to standard error, as text or as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter(secrets) if kind == "json" else RedactingFormatter(secrets))
    logging.setLogRecordFactory(RedactingRecord)
    # At DEBUG, libraries log whole events and SQL values, such as who voted for what or the seed of a draw.
    logging.basicConfig(level="INFO" if level == "DEBUG" else level, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel("DEBUG" if level == "DEBUG" else "NOTSET")
    logging.captureWarnings(capture=True)
