from typing import Any

import pytest

from tests.discord_rules import limits
from tests.discord_rules.bodies import assert_one_fault, choices, command, embed, link, message, modal, row

CALLBACK = "/interactions/1/token/callback"


@pytest.mark.parametrize(
    ("method", "path", "body", "fault"),
    [
        ("POST", CALLBACK, {"type": 4, "data": message(content="x" * 2001)}, "content: "),
        ("POST", CALLBACK, {"type": 4, "data": {"content": "x"}}, "allowed_mentions: missing"),
        ("POST", CALLBACK, {"type": 5, "data": {"content": "x"}}, "data: {'content': 'x'} in a deferral"),
        ("POST", CALLBACK, {"type": 6, "data": {"flags": 64}}, "data: {'flags': 64} in a deferral"),
        ("POST", CALLBACK, {"type": 7, "data": {"content": "x"}}, "allowed_mentions: missing"),
        ("POST", CALLBACK, {"type": 8, "data": {"choices": choices(26)}}, "choices: "),
        ("POST", CALLBACK, {"type": 9, "data": modal(title="")}, "title: empty"),
        ("POST", CALLBACK, {"type": 12}, "type: 12 is not checked here"),
        ("POST", "/webhooks/1/token", message(content="x" * 2001), "content: "),
        ("PATCH", "/webhooks/1/token/messages/@original", message(content="x" * 2001), "content: "),
        ("POST", "/api/v10/channels/1/messages?x=1", message(content="x" * 2001), "content: "),
        ("PATCH", "/channels/1/messages/2", {"embeds": [embed(title="x" * 257)]}, "embeds[0].title: "),
        ("PATCH", "/channels/1/messages/2", {"content": "hi"}, "allowed_mentions: missing"),
        ("PATCH", "/channels/1/messages/2", {"allowed_mentions": {"parse": ["roles"]}}, "allowed_mentions: "),
        ("PUT", "/applications/1/commands", [command(), command()], "commands: name: 'film' appears twice"),
        ("PUT", "/applications/1/guilds/2/commands", [command(description="")], "/film: description: empty"),
        ("POST", "/applications/1/commands", command(description=""), "/film: description: empty"),
        ("POST", "/channels/1/messages", None, "body: missing"),
        ("PUT", "/applications/1/commands", {}, "body: missing"),
    ],
)
def test_a_body_is_checked_by_its_route(method: str, path: str, body: Any, fault: str) -> None:
    """A broken body is reported once, by the rule of its route."""
    assert_one_fault(limits.faults(method, path, body), fault)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
        ("POST", CALLBACK, {"type": 5}),
        ("POST", CALLBACK, {"type": 6}),
        ("POST", CALLBACK, {"type": 7, "data": {"embeds": [embed()], "components": []}}),
        ("PATCH", "/channels/1/messages/2", {"embeds": [embed(image={"url": "attachment://kept.png"})]}),
        ("PATCH", "/webhooks/1/token/messages/@original", {"components": [row(link())]}),
        ("PUT", "/applications/1/commands", []),
        ("GET", "/channels/1/messages/2", None),
        ("DELETE", "/channels/1/messages/2", None),
    ],
)
def test_harmless_bodies_have_no_fault(method: str, path: str, body: Any) -> None:
    """Deferrals, empty edits and requests without a body pass."""
    assert limits.faults(method, path, body) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("hi @everyone", "@everyone unbroken"),
        (r"\@here", "@here unbroken"),
        ("<@1>", "<@1> is a mention"),
        (r"\\<@!1>", "<@!1> is a mention"),
        ("<@&1>", "<@&1> is a mention"),
        ("<#1>", "<#1> is a mention"),
        ("a\u202eb", "U+202E reverses the direction of text"),
        ("a\u2066b", "U+2066 reverses the direction of text"),
        ("a\u200fb", "U+200F reverses the direction of text"),
        ("a\u200bb", "U+200B is invisible"),
        ("a\u200db", "U+200D is invisible"),
        ("a\ufeffb", "U+FEFF is invisible"),
        ("a\tb", "U+0009 is a control character"),
        ("a\r\nb", "U+000D is a control character"),
        ("a\x00b", "U+0000 is a control character"),
        ("a\ud83d", "U+D83D is half a character"),
    ],
)
def test_text_that_breaks_out_is_reported(text: str, fault: str) -> None:
    """Pings, mentions and characters that reverse or hide text are reported."""
    assert limits.breaks_out(text) == [fault]


@pytest.mark.parametrize(
    "text",
    [
        "눈물\n하모니",
        "@\u200beveryone",
        r"\<@1>",
        "👨\u200d👩\u200d👧",
        "👩🏽\u200d🚀",
        "❤\ufe0f\u200d🔥",
        "🙂\u200d↔\ufe0f",
        "🇰🇷",
    ],
)
def test_harmless_text_passes(text: str) -> None:
    """Hangul, joined emoji, broken pings and escaped mentions pass."""
    assert limits.breaks_out(text) == []


def test_length_counts_utf_16_units() -> None:
    """A Hangul syllable counts as one, and an emoji as two."""
    assert [limits.length(text) for text in ("", "눈물", "😭", "a\ud83d")] == [0, 2, 2, 2]
