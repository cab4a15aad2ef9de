import json
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from tests.discord_rules import openapi
from tests.discord_rules.openapi import Spec, find_spec, load_spec

READINGS = 160
"""How many times a full card can be written and read as JSON in ten milliseconds on an idle machine."""
CALLBACK = "/interactions/123/tok/callback"
VOTE = {"type": 2, "style": 2, "label": "Vote", "custom_id": "v1:vote:1"}
OPTIONS = [{"label": f"Film {number}", "value": str(number)} for number in range(25)]
CARD = {
    "type": "rich",
    "title": "하모니",
    "description": "x" * 1000,
    "fields": [{"name": f"{number}", "value": "x" * 100, "inline": True} for number in range(12)],
}


@pytest.fixture
def spec() -> Spec:
    found = load_spec()
    if found is None:
        pytest.skip("Discord's OpenAPI description is missing; DISCORD_OPENAPI may name its path")
    return found


def answer(**data: Any) -> dict[str, Any]:
    return {"type": 4, "data": {"tts": False, "allowed_mentions": {"parse": []}} | data}


def rows(*items: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": 1, "components": list(items)}]


def menu(options: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": 3, "custom_id": "v1:pick", "options": options}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (answer(embeds=[{"title": "x" * 300}]), "data.embeds[0].title: 300 characters, at most 256"),
        (
            answer(components=rows(menu([*OPTIONS, OPTIONS[0]]))),
            "data.components[0].components[0].options: 26 of them, at most 25",
        ),
        (answer(components=rows(*[VOTE] * 6)), "data.components[0].components: 6 of them, at most 5"),
        (answer(components=rows(VOTE | {"style": 9})), "data.components[0].components[0].style: 9 is none of "),
        (answer(components=rows(VOTE | {"label": 3})), "data.components[0].components[0].label: 3 is not of type"),
        (answer(content=["x"]), "data.content: "),
        ({"type": 8, "data": {"choices": [{"name": str(n), "value": "x"} for n in range(26)]}}, "data.choices: 26 of"),
        ({"type": 9, "data": {"custom_id": "x", "title": "x" * 46, "components": rows()}}, "data.title: 46 characters"),
    ],
)
def test_a_broken_body_is_refused_with_place_and_reason(spec: Spec, body: dict[str, Any], fault: str) -> None:
    """A fault is reported for the shape that the body is meant to have, with at most one other fault."""
    found = spec.faults("POST", CALLBACK, body)
    assert any(line.startswith(fault) for line in found), found
    assert len(found) <= 2


@pytest.mark.parametrize(
    ("method", "path", "template"),
    [
        ("POST", CALLBACK, "/interactions/{interaction_id}/{interaction_token}/callback"),
        (
            "PATCH",
            "/webhooks/1/tok/messages/@original",
            "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        ),
        ("PATCH", "/webhooks/1/tok/messages/2", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"),
        ("POST", "/webhooks/1/tok?wait=true", "/webhooks/{webhook_id}/{webhook_token}"),
        ("POST", "/api/v10/channels/5/messages", "/channels/{channel_id}/messages"),
        ("PUT", "/applications/1/commands", "/applications/{application_id}/commands"),
        ("GET", "/users/@me", "/users/@me"),
    ],
)
def test_a_path_matches_its_most_literal_template(spec: Spec, method: str, path: str, template: str) -> None:
    """A literal part, such as @original, is preferred to a parameter."""
    assert spec.operation(method, path) == template


def test_unknown_operations_and_missing_bodies_are_reported(spec: Spec) -> None:
    """An unknown operation, a missing body, and a body where none is allowed are faults."""
    assert spec.faults("POST", "/nowhere/1", {}) == ["POST /nowhere/1: Discord describes no such operation"]
    assert spec.faults("POST", "/channels/5/messages", None) == ["body: missing"]
    assert spec.faults("GET", "/channels/5/messages", {"x": 1}) == ["body: not allowed here"]
    assert spec.faults("GET", "/channels/5/messages", None) == []


def test_numbers_are_accepted_as_ids(spec: Spec) -> None:
    """An attachment's id is sent as a number, which the description itself would reject."""
    body = {"content": "x", "attachments": [{"id": 0, "filename": "a.png"}]}
    assert spec.faults("POST", "/channels/5/messages", body) == []


def test_a_full_card_is_checked_in_milliseconds(spec: Spec) -> None:
    """A full card passes, and checking it costs little, because thousands of bodies are checked in one test run."""
    body = answer(embeds=[CARD], components=[*rows(*[VOTE] * 5), *rows(menu(OPTIONS))])
    assert spec.faults("POST", CALLBACK, body) == []
    check, read = (
        seconds_of(lambda: spec.faults("POST", CALLBACK, body)),
        seconds_of(lambda: json.loads(json.dumps(body))),
    )
    assert check < READINGS * read, f"takes as long as writing and reading it as JSON {check / read:.0f} times"


def seconds_of(work: Callable[[], object]) -> float:
    """Return the seconds of the shortest of twenty runs, because the machine may be busy."""
    times = []
    for _ in range(20):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def test_the_file_can_be_named_or_disabled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """DISCORD_OPENAPI names the file, or disables the check if it is empty; a wrong path is reported, not ignored."""
    named = tmp_path / "discord.json"
    monkeypatch.setenv("DISCORD_OPENAPI", str(named))
    with pytest.raises(FileNotFoundError):
        find_spec()
    named.write_text("{}", encoding="utf-8")
    assert find_spec() == named.resolve()
    monkeypatch.setenv("DISCORD_OPENAPI", "")
    assert find_spec() is None


def test_without_the_file_there_is_no_description(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If the variable is unset and there is no file at the default path, nothing is found."""
    monkeypatch.delenv("DISCORD_OPENAPI", raising=False)
    monkeypatch.setattr(openapi, "DEFAULT_SPEC", tmp_path / "absent.json")
    assert find_spec() is None
