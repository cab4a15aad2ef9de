import re
from collections.abc import Callable
from random import Random

import pytest

from tests.discord_rules.hostile import hostile_text
from tests.discord_rules.markdown import live_markup, loose_ends

LIVE = [
    ("**b**", "bold"),
    ("****" * 2, "bold"),
    ("*i*", "italics"),
    ("_i_", "italics"),
    ("snake_case_", "italics"),
    ("_눈물_이", "italics"),
    ("__u__", "underline"),
    ("~~s~~", "strike-through"),
    ("||s||", "spoiler"),
    (r"||s\||", "spoiler"),
    ("`c`", "code"),
    (r"`c\`", "code"),
    ("```py\nx\n```", "code block"),
    ("# h", "heading"),
    ("one\n### h", "heading"),
    ("> q", "quote"),
    (">>> q", "quote"),
    ("- l", "list"),
    ("one\n  12. l", "list"),
    ("-# s", "small print"),
    ("[x](https://a.example)", "masked link"),
    ("[x](javascript:alert(1))", "masked link"),
    (r"[x\](https://a.example)", "masked link"),
    ("[a [b]\nc](https://a.example)", "masked link"),
    ("<@1>", "mention"),
    ("<@!1>", "mention"),
    ("<@&1>", "mention"),
    ("<#1>", "mention"),
    ("</poll start:1>", "mention"),
    ("<id:browse>", "mention"),
    ("@everyone", "mention"),
    ("a@here", "mention"),
    ("<t:1:F>", "timestamp"),
    ("<t:1>", "timestamp"),
    ("<a:sob:1>", "custom emoji"),
    ("see https://a.example", "bare url"),
    ("seehttps://a.example", "bare url"),
    (r"\https://a.example", "bare url"),
    ("<https://a.example>", "bare url"),
    ("<mailto:a@a.example>", "bare url"),
]
PLAIN = [
    "눈물",
    "2 * 3 * 4",
    "snake_case",
    "#1 film",
    ">no",
    "-5",
    "1.5",
    "a || b",
    "a # b",
    r"\*\*b\*\*",
    r"\_i\_",
    r"\`c`",
    r"\# h",
    r"1\. l",
    r"\- l",
    r"\> q",
    r"\[x](https:\//a.example)",
    r"\<@1>",
    r"\@everyone",
    "@\u200beveryone",
    r"\<t:1:F>",
    r"\|\|s\|\|",
    "www.a.example",
    "12:30",
]


@pytest.mark.parametrize(("text", "name"), LIVE)
def test_live_markup_is_found_once(text: str, name: str) -> None:
    """Markup that Discord would render is reported once, by name."""
    found = live_markup(text)
    assert len(found) == 1
    assert found[0].startswith(f"{name} at ")


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_passes(text: str) -> None:
    """Text in which Discord renders no markup is not reported."""
    assert live_markup(text) == []


@pytest.mark.parametrize("mark", ["*", "_", "~~", "`", "||", "\\", r"\||"])
def test_a_lone_mark_is_a_loose_end(mark: str) -> None:
    """A lone mark is not live, but it is reported as a loose end."""
    assert live_markup(f"a {mark}") == []
    assert loose_ends(f"a {mark}") != []


def test_fully_escaped_text_is_neither_live_nor_loose(volume: Callable[[int], int]) -> None:
    """A backslash before every punctuation mark disables all markup in any hostile text."""
    random = Random(7)
    for _ in range(volume(300)):
        escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", hostile_text(random, 2000))
        assert live_markup(escaped) == []
        assert loose_ends(escaped) == []


def test_two_findings_are_both_reported() -> None:
    """Every finding is listed with its place."""
    assert live_markup("**a** and <@1>") == ["bold at 0: '**a**'", "mention at 10: '<@1>'"]
