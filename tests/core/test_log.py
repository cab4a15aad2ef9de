"""The log says what happened, but never shows a token."""

import io
import json
import logging
import threading
import time
from collections.abc import Iterator

import pytest

from bot.core import log

LOOKALIKE = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GfAkEx.this-is-a-fake-token-for-tests-only-000"
FAKE = "fake.token.for-tests-only"
INTERACTION = "aW50ZXJhY3Rpb246fake-interaction-token"
LINES = (
    f"logging in using {LOOKALIKE}",
    f"the token is {FAKE}!",
    f"POST https://discord.com/api/v10/interactions/123/{INTERACTION}/callback has returned 204",
    f"PATCH https://discord.com/api/v10/webhooks/123/{INTERACTION}/messages/@original",
    f'received {{"t": "INTERACTION_CREATE", "d": {{"token": "{INTERACTION}", "id": "1"}}}}',
    f"received {{'token': '{INTERACTION}', 'version': 1}}",
    f"<Interaction id=1 token={INTERACTION}>",
    f'received {{"token" : "{INTERACTION}"}}',
    f"GET interactions%2F123%2F{INTERACTION}%2Fcallback",
    f"the token is {LOOKALIKE.replace('.', '%2E')}",
)


def record(message: str, **extra: object) -> logging.LogRecord:
    log_record = logging.LogRecord("bot.core.interactions.dispatcher", logging.DEBUG, "file.py", 1, message, (), None)
    log_record.__dict__.update(extra)
    return log_record


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("formatter", [log.RedactingFormatter([FAKE]), log.JsonFormatter([FAKE])], ids=["text", "json"])
def test_no_token_is_logged_at_any_level(formatter: log.RedactingFormatter, line: str) -> None:
    """The bot's token, anything that looks like one, and interaction tokens are replaced."""
    written = formatter.format(record(line))
    assert not any(secret in written for secret in (LOOKALIKE, FAKE, INTERACTION))
    assert log.REDACTED in written


def test_a_token_in_a_traceback_is_hidden_too() -> None:
    """The error's type is logged, but not the interaction token in its address."""
    error = ConnectionError(LINES[2])
    failed = record("this failed:", exc_info=(type(error), error, None))
    for formatter in (log.RedactingFormatter(), log.JsonFormatter()):
        written = formatter.format(failed)
        assert "ConnectionError" in written
        assert INTERACTION not in written


def test_a_json_line_has_the_fields_of_an_interaction() -> None:
    """The facts of a record are fields of its JSON line, beside the level and the message."""
    facts = {"command": "film show", "outcome": "answered", "ms": 12, "shard": 0, "server": 7}
    line = json.loads(log.JsonFormatter().format(record("film show answered", facts=facts)))
    assert {name: line[name] for name in facts} == facts
    assert (line["level"], line["message"]) == ("DEBUG", "film show answered")


def test_nobody_can_forge_a_line() -> None:
    """A newline or an escape sequence in typed text stays inside its line."""
    written = log.RedactingFormatter().format(
        log.RedactingRecord("bot", logging.INFO, "f.py", 1, "typed: a\n2026 INFO bot: b\x1b[2J", (), None)
    )
    assert written.count("\n") == 0
    assert "\x1b" not in written


def test_ordinary_lines_are_unchanged() -> None:
    """A line without a secret is written as it is."""
    line = "film show answered in 4 ms, shard 0, server 1574218607259287552"
    assert log.RedactingFormatter([""]).format(record(line)).endswith(line)


LONG = 60_000
ADVERSARIAL = {
    name: (part * LONG)[:LONG]
    for name, part in {
        "one word": "a",
        "dashes": "-",
        "words and dots": "a" * 18 + ".",
        "encoded dots": "a" * 18 + "%2E",
        "tokens without an end": "a" * 18 + "." + "b" * 5 + ".",
        "only the word": "token",
        "a key without a value": "token=",
        "addresses": "interactions/",
        "addresses with numbers": "webhooks/1/",
        "quotes": "token'\"\\",
        "control characters": "\x00",
        "Hangul": "가",
    }.items()
} | {
    "a key and spaces": "token" + " " * LONG,
    "a number without an end": "interactions/" + "1" * LONG,
    "two long words": "a" * LONG + "." + "b" * LONG,
}


@pytest.mark.parametrize("line", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_redacting_a_line_takes_linear_time(line: str) -> None:
    """Redacting four times the text takes less than twelve times as long."""

    def seconds(text: str) -> float:
        """Return the fewest CPU seconds of three tries, because other work can slow one down."""
        took = []
        for _ in range(3):
            began = time.thread_time()
            log.RedactingFormatter(["a-secret"]).format(record(text))
            took.append(time.thread_time() - began)
        return min(took)

    assert seconds(line * 4) < 12 * seconds(line) + 0.1
    assert seconds(line) < 1


@pytest.fixture
def _restore_levels() -> Iterator[None]:
    yield
    logging.getLogger("bot").setLevel(logging.NOTSET)


@pytest.mark.usefixtures("_restore_levels")
@pytest.mark.parametrize(
    "library", ["aiosqlite", "discord.gateway", "discord.http", "discord.webhook.async_", "asyncio"]
)
def test_debug_applies_only_to_our_own_lines(library: str) -> None:
    """Libraries stay at INFO, because at DEBUG they log events and SQL values, such as votes and seeds."""
    log.configure("DEBUG", "text")
    assert logging.getLogger("bot.core.jobs").isEnabledFor(logging.DEBUG)
    assert not logging.getLogger(library).isEnabledFor(logging.DEBUG)
    assert logging.getLogger(library).isEnabledFor(logging.INFO)
    log.configure("WARNING", "text")
    assert not logging.getLogger("bot.core.jobs").isEnabledFor(logging.INFO)


class FakeStandardError(io.StringIO):
    """A fake standard error that records which threads write to it, and hangs while `reader` is not set."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: set[int] = set()
        self.reader = threading.Event()
        self.reader.set()

    def write(self, text: str) -> int:
        self.reader.wait()
        self.threads.add(threading.get_ident())
        return super().write(text)


@pytest.fixture
def written() -> FakeStandardError:
    """Return the stream that the log is written to."""
    handler = logging.StreamHandler(stream := FakeStandardError())
    handler.setFormatter(log.RedactingFormatter([FAKE]))
    logging.getLogger().handlers[:] = [handler]
    return stream


def test_all_records_are_written_by_another_thread_in_order(written: FakeStandardError) -> None:
    """Another thread writes all lines in order and hides tokens. After the block, this thread writes again."""
    with log.writing_in_background():
        for number in range(1000):
            logging.getLogger("bot.test").warning("line %d of %s", number, FAKE)
    assert threading.get_ident() not in written.threads
    lines = written.getvalue().splitlines()
    assert [line.rpartition("line ")[2] for line in lines] == [f"{n} of {log.REDACTED}" for n in range(1000)]
    logging.getLogger("bot.test").warning("afterwards")
    assert written.getvalue().endswith("afterwards\n")
    assert threading.get_ident() in written.threads


def test_a_record_says_what_was_true_when_it_was_logged(written: FakeStandardError) -> None:
    """A record keeps its values, even if its arguments change before it is written."""
    films = ["Hope"]
    with log.writing_in_background():
        logging.getLogger("bot.test").warning("films %s", films)
        films.append("Harmony")
    assert "films ['Hope']" in written.getvalue()


def test_flush_writes_every_waiting_line(written: FakeStandardError) -> None:
    """The line and the traceback of its error are written, without the token."""
    with log.writing_in_background():
        logging.getLogger("bot.test").error("this failed", exc_info=ConnectionError(LINES[2]))
        log.flush()
        assert "ConnectionError" in written.getvalue()
        assert INTERACTION not in written.getvalue()


def test_a_standard_error_that_hangs_holds_up_nobody_for_long(
    written: FakeStandardError, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The block ends within seconds, even if nobody reads standard error."""
    monkeypatch.setattr(log, "MAX_FLUSH_SECONDS", 0.1)
    written.reader.clear()
    began = time.monotonic()
    with log.writing_in_background():
        logging.getLogger("bot.test").warning("hangs")
    assert 0.1 <= time.monotonic() - began < 5
    written.reader.set()
