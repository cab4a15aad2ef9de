"""The log says what happened, and never a token."""

import json
import logging

import pytest

from bot.kit import logs

LIKE_A_BOTS = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GfAkEx.this-is-a-fake-token-for-tests-only-000"
FAKE = "fake.token.for-tests-only"
INTERACTION = "aW50ZXJhY3Rpb246fake-interaction-token"
LINES = (
    f"logging in using {LIKE_A_BOTS}",
    f"the token is {FAKE}!",
    f"POST https://discord.com/api/v10/interactions/123/{INTERACTION}/callback has returned 204",
    f"PATCH https://discord.com/api/v10/webhooks/123/{INTERACTION}/messages/@original",
    f'received {{"t": "INTERACTION_CREATE", "d": {{"token": "{INTERACTION}", "id": "1"}}}}',
    f"received {{'token': '{INTERACTION}', 'version': 1}}",
    f"<Interaction id=1 token={INTERACTION}>",
    f'received {{"token" : "{INTERACTION}"}}',
    f"GET interactions%2F123%2F{INTERACTION}%2Fcallback",
    f"the token is {LIKE_A_BOTS.replace('.', '%2E')}",
)


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("bot.kit.reply", logging.DEBUG, "file.py", 1, message, (), None)
    made.__dict__.update(extra)
    return made


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("form", [logs.Hiding([FAKE]), logs.Json([FAKE])], ids=["text", "json"])
def test_no_token_passes_at_any_level(form: logs.Hiding, line: str) -> None:
    """The bot's token, whatever looks like one, and the tokens of interactions are hidden; the rest stays."""
    written = form.format(record(line))
    assert not any(secret in written for secret in (LIKE_A_BOTS, FAKE, INTERACTION))
    assert logs.HIDDEN in written


def test_a_token_in_a_traceback_is_hidden_too() -> None:
    """Exceptions carry addresses, and addresses carry tokens."""
    error = ConnectionError(LINES[2])
    failed = record("this failed:", exc_info=(type(error), error, None))
    for form in (logs.Hiding(), logs.Json()):
        written = form.format(failed)
        assert "ConnectionError" in written
        assert INTERACTION not in written


def test_a_json_line_holds_the_facts_of_an_interaction() -> None:
    """Machines read command, outcome, milliseconds, shard and server as fields."""
    facts = {"command": "film show", "outcome": "answered", "ms": 12, "shard": 0, "server": 7}
    line = json.loads(logs.Json().format(record("film show answered", facts=facts)))
    assert {name: line[name] for name in facts} == facts
    assert (line["level"], line["message"]) == ("DEBUG", "film show answered")


def test_nobody_forges_a_line() -> None:
    """A newline or an escape in what was typed stays inside its line."""
    written = logs.Hiding().format(
        logs.Record("bot", logging.INFO, "f.py", 1, "typed: a\n2026 INFO bot: b\x1b[2J", (), None)
    )
    assert written.count("\n") == 0
    assert "\x1b" not in written


def test_ordinary_lines_are_left_alone() -> None:
    """Nothing is hidden that is no secret."""
    line = "film show answered in 4 ms, shard 0, server 1574218607259287552"
    assert logs.Hiding([""]).format(record(line)).endswith(line)
