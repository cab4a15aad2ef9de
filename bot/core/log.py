"""Configures logging as text or JSON, with secrets redacted."""

import json
import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener
from queue import Empty, SimpleQueue
from typing import Any, Final

REDACTED = "[hidden]"
BOT_LOGGER = "bot"
BATCH_SECONDS: Final = 0.02
"""How long the thread lets records accumulate, because waking it for each one would slow down the event loop."""
MAX_FLUSH_SECONDS: Final = 1.0
"""How long a flush waits for the thread, which gets stuck if nobody reads standard error."""
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
# Matches start at word boundaries and `++` never backtracks, so the time is linear in the length of the line.
SECRETS = (
    (
        (".", "%2e"),
        re.compile(r"(?<![\w-])[\w-]{18,}+(?:\.|%2E)[\w-]{5,}+(?:\.|%2E)[\w-]{20,}+", re.ASCII | re.IGNORECASE),
    ),  # a bot's token
    (
        ("interactions", "webhooks"),
        re.compile(r"((?:interactions|webhooks)(?:/|%2F)\d++(?:/|%2F))[^/\s'\"?%]++", re.ASCII | re.IGNORECASE),
    ),
    (
        ("token", "api_key"),
        re.compile(r"((?:token|api_key)\\?['\"]?\s*+[:=]\s*+b?\\?['\"]?)[\w.%=+/-]{8,}+", re.IGNORECASE),
    ),
)
"""Patterns of secrets, each with words to look for first: a line without any of them cannot match."""


def redact(line: str, secrets: Sequence[str] = ()) -> str:
    """Return `line` with [hidden] in place of `secrets` and of anything that looks like a token."""
    line = _hide_secrets(line, secrets)
    lowered = line.lower()
    for words, pattern in SECRETS:
        if not any(word in lowered for word in words):
            continue
        line = pattern.sub(lambda match: f"{match[1] if match.re.groups else ''}{REDACTED}", line)
    return line


def _hide_secrets(line: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        line = line.replace(secret, REDACTED)
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
        line = super().format(record)
        if isinstance(record, RedactingRecord) and not record.exc_info and not record.stack_info:
            return _hide_secrets(line, self.secrets)  # there is no traceback, and the message is already redacted
        return redact(line, self.secrets)


class JsonFormatter(RedactingFormatter):
    """Formats a record as one JSON object, including the facts about an interaction."""

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
    """Write records of at least `level` to standard error, as text or as JSON; only our own can be below INFO."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter(secrets) if kind == "json" else RedactingFormatter(secrets))
    logging.setLogRecordFactory(RedactingRecord)
    # The logging HOWTO recommends this for speed; our lines contain no source location, thread or process.
    logging._srcfile = None  # noqa: SLF001  # the HOWTO documents it under Optimization
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    # Libraries never go below INFO, because at DEBUG they log events and SQL values, such as votes and seeds of draws.
    logging.basicConfig(level="INFO" if level == "DEBUG" else level, handlers=[handler], force=True)
    logging.getLogger(BOT_LOGGER).setLevel("DEBUG" if level == "DEBUG" else "NOTSET")
    logging.captureWarnings(capture=True)


class _Writer(QueueListener):
    """The thread that formats and writes records."""

    queue: "SimpleQueue[Any]"

    def dequeue(self, block: bool) -> Any:  # noqa: FBT001  # logging's own signature
        """Return the next record; if there is none, wait for one, and then BATCH_SECONDS for more to arrive."""
        try:
            return self.queue.get_nowait()
        except Empty:
            record = self.queue.get(block)
            time.sleep(BATCH_SECONDS)
            return record

    def handle(self, record: Any) -> None:
        """Write a record, or set the event of a caller that waits for the earlier records."""
        if isinstance(record, threading.Event):
            record.set()
        else:
            super().handle(record)


class _BackgroundHandler(QueueHandler):
    """Passes records to the thread, which redacts, formats and writes them."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Return the record with its arguments filled in, because they can change before it is written."""
        record.msg, record.args = logging.LogRecord.getMessage(record), None
        return record

    def flush(self) -> None:
        """Wait until all records logged so far are written, but at most MAX_FLUSH_SECONDS."""
        written = threading.Event()
        self.queue.put_nowait(written)
        written.wait(MAX_FLUSH_SECONDS)


@contextmanager
def writing_in_background() -> Iterator[None]:
    """Format and write records in a thread while the block runs; at its end, wait for them as `flush` does."""
    root, handlers = logging.getLogger(), logging.getLogger().handlers[:]
    queue: SimpleQueue[Any] = SimpleQueue()
    writer, background = _Writer(queue, *handlers), _BackgroundHandler(queue)
    writer.start()
    root.handlers[:] = [background]
    try:
        yield
    finally:
        root.handlers[:] = handlers
        background.flush()
        background.close()
        writer.enqueue_sentinel()  # ends the thread; it is not joined, because it may be stuck writing to stderr


def flush() -> None:
    """Write all logged records, before the process is killed without further cleanup."""
    for handler in logging.getLogger().handlers:
        handler.flush()
