"""What the operator reads: a line for people or for machines, and never a token in it."""

import json
import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime

REDACTED = "[hidden]"
OURS = "bot"
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
# A match begins where a word does, and `++` never gives back what it took: the time grows with the line, and no faster.
SECRETS = (
    re.compile(
        r"(?<![\w-])[\w-]{18,}+(?:\.|%2E)[\w-]{5,}+(?:\.|%2E)[\w-]{20,}+", re.ASCII | re.IGNORECASE
    ),  # a bot's token
    re.compile(r"((?:interactions|webhooks)(?:/|%2F)\d++(?:/|%2F))[^/\s'\"?%]++", re.IGNORECASE),
    re.compile(r"(token\\?['\"]?\s*+[:=]\s*+b?\\?['\"]?)[\w.%=+/-]{8,}+", re.IGNORECASE),
)


def redact(line: str, secrets: Sequence[str] = ()) -> str:
    """`line` without any token that is known or looks like one."""
    for secret in secrets:
        line = line.replace(secret, REDACTED)
    for pattern in SECRETS:
        line = pattern.sub(lambda match: f"{match[1] if match.re.groups else ''}{REDACTED}", line)
    return line


class RedactingRecord(logging.LogRecord):
    """A record whose message hides its secrets from whatever handler reads it, ours or not."""

    def getMessage(self) -> str:  # noqa: N802  # logging's own name
        """The message, with [hidden] where a secret stood."""
        return CONTROL.sub(lambda match: repr(match[0])[1:-1], redact(super().getMessage()))


class RedactingFormatter(logging.Formatter):
    """Takes every secret out of the finished line, tracebacks included."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
        self.secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """The line, with [hidden] where a secret stood."""
        return redact(super().format(record), self.secrets)


class JsonFormatter(RedactingFormatter):
    """One JSON object a line, with the facts of an interaction as fields of their own."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON: time, level, logger, message, facts, traceback."""
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
    """Send every line to standard error, as `kind` says: text or json."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter(secrets) if kind == "json" else RedactingFormatter(secrets))
    logging.setLogRecordFactory(RedactingRecord)
    # At DEBUG libraries write whole events and the values of statements: who voted for what, the seed of a draw.
    logging.basicConfig(level="INFO" if level == "DEBUG" else level, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel("DEBUG" if level == "DEBUG" else "NOTSET")
    logging.captureWarnings(capture=True)
