from typing import Any

import pytest

from tests.discord_rules import limits
from tests.discord_rules.bodies import (
    assert_one_fault,
    button,
    choices,
    command,
    label,
    menu,
    modal,
    modal_with_input,
    option,
    parameter,
    row,
    text_input,
)

MODALS = [
    (modal(title="x" * 46), "title: 46 characters, at most 45"),
    (modal(title=" "), "title: empty"),
    (modal(custom_id="x" * 101), "custom_id: 101 characters, at most 100"),
    (modal(components=[]), "components: an empty form"),
    (
        modal(components=[label(component=text_input(custom_id=str(n))) for n in range(6)]),
        "components: 6 of them, at most 5",
    ),
    (modal(components=[label(), label()]), "components: custom_id: 'title' appears twice"),
    (modal(components=[{"type": 2}]), "components[0]: type 2 is not checked here"),
    (modal(components=[{"type": 10, "content": ""}]), "components[0].content: empty"),
    (modal(components=[row(text_input())]), "components[0].components[0].label: empty"),
    (modal(components=[row(button())]), "components[0]: a row of a form holds one text input"),
    (modal(components=[label(label="x" * 46)]), "components[0].label: 46 characters, at most 45"),
    (modal(components=[label(description="x" * 101)]), "components[0].description: 101 characters, at most 100"),
    (modal(components=[label(component=menu(disabled=True))]), "components[0].component.disabled: nothing in a form"),
    (modal(components=[label(component={"type": 21, "custom_id": "x", "options": [option()]})]), "components[0]."),
    (modal(components=[label(component={"type": 99, "custom_id": "x"})]), "components[0].component: type 99 is not"),
    (modal_with_input(custom_id=""), "components[0].component.custom_id: empty"),
    (modal_with_input(placeholder="x" * 101), "components[0].component.placeholder: 101 characters, at most 100"),
    (modal_with_input(max_length=4001), "components[0].component.max_length: 4001, must be 1 to 4000"),
    (modal_with_input(min_length=101), "components[0].component.max_length: 100, must be 101 to 4000"),
    (modal_with_input(min_length=-1), "components[0].component.min_length: -1, must be 0 to 4000"),
    (modal_with_input(value="x" * 101), "components[0].component.value: 101 characters, at most 100"),
    (modal_with_input(style=3), "components[0].component.style: 3, must be 1 or 2"),
]
COMMANDS = [
    (command(name="Film"), "/Film: 'Film' is not a valid name"),
    (command(name="a film"), "/a film: 'a film' is not a valid name"),
    (command(name="x" * 33), "/xxx"),
    (command(description="x" * 101), "/film: description: 101 characters, at most 100"),
    (command(description=""), "/film: description: empty"),
    (command(options=[parameter(f"o{n}") for n in range(26)]), "/film: options: 26 of them, at most 25"),
    (command(options=[parameter(), parameter()]), "/film: options: name: 'title' appears twice"),
    (command(options=[parameter(), parameter("b", required=True)]), "/film: a required option after an optional one"),
    (command(options=[parameter(choices=choices(26))]), "/film title: choices: 26 of them, at most 25"),
    (command(options=[parameter(choices=choices(1) * 2)]), "/film title: choices: name: 'Film 0' appears twice"),
    (command(options=[parameter(choices=choices(1), autocomplete=True)]), "/film title: choices beside"),
    (command(options=[parameter(choices=[{"name": "x" * 101, "value": "x"}])]), "/film title: choices[0].name: 101"),
    (command(options=[parameter(choices=[{"name": "x", "value": "x" * 101}])]), "/film title: choices[0].value: 101"),
    (command(options=[parameter(), parameter("list", type=1)]), "/film: sub-commands and options side by side"),
    (command(options=[parameter(options=[parameter()])]), "/film title: nested too deep"),
    (command(options=[parameter("a", type=2, options=[parameter()])]), "/film a: a group holds sub-commands only"),
    (command(options=[parameter("B")]), "/film B: 'B' is not a valid name"),
    (command(options=[parameter(description="x" * 101)]), "/film title: description: 101 characters, at most 100"),
    (command(name_localizations={"ko": "영 화"}), "/film: name_localizations: ko: '영 화' is not a valid name"),
    (command(name_localizations={"kr": "영화"}), "/film: name_localizations: kr: "),
    (
        command(options=[parameter(name_localizations={"ko": "b"}), parameter("b")]),
        "/film: options: name_localizations: ko: 'b' appears twice",
    ),
    (command(description_localizations={"ko": "영" * 101}), "/film: description_localizations: ko: 101 characters"),
    (
        command(description_localizations={"ko-KR": "영화"}),
        "/film: description_localizations: ko-KR is not one of Discord's languages",
    ),
    (
        command(options=[parameter(f"{n:032}", description="x" * 100, choices=choices(25)) for n in range(25)]),
        "/film: 8441 characters in all, at most 8000",
    ),
    ({"type": 3, "name": "Suggest", "description": "x"}, "/Suggest: a context menu has neither"),
]


@pytest.mark.parametrize(("body", "fault"), MODALS)
def test_each_broken_limit_of_a_form_is_reported_once(body: dict[str, Any], fault: str) -> None:
    """A form that breaks one limit gets one report, which names the place."""
    assert_one_fault(limits.modal_faults(body), fault)


@pytest.mark.parametrize(("body", "fault"), COMMANDS)
def test_each_broken_limit_of_a_command_is_reported_once(body: dict[str, Any], fault: str) -> None:
    """A command that breaks one limit gets one report, which names the command."""
    assert_one_fault(limits.command_faults(body), fault)


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (choices(26), "choices: 26 of them, at most 25"),
        ([{"name": "", "value": "x"}], "choices[0].name: empty"),
        ([{"name": "x" * 101, "value": "x"}], "choices[0].name: 101 characters, at most 100"),
        ([{"name": "x", "value": "x" * 101}], "choices[0].value: 101 characters, at most 100"),
        ([{"name": "x", "value": 2**53 + 1}], "choices[0].value: 9007199254740993 is beyond"),
    ],
)
def test_each_broken_limit_of_autocomplete_is_reported_once(found: list[dict[str, Any]], fault: str) -> None:
    """An autocomplete answer that breaks one limit gets one report."""
    assert_one_fault(limits.autocomplete_faults(found), fault)


def test_commands_at_their_limits_have_no_fault() -> None:
    """Names in Hangul, a sub-command in a group, 25 choices and a context menu pass."""
    inner = parameter("now", type=1, options=[parameter("가", required=True), parameter("b", choices=choices(25))])
    whole = command(
        name="film-영화", name_localizations={"ko": "영화"}, options=[parameter("a", type=2, options=[inner])]
    )
    assert limits.command_faults(whole) == []
    assert limits.command_faults({"type": 2, "name": "Cried with", "description": ""}) == []


def test_a_command_is_counted_by_its_longest_translations() -> None:
    """Of a text and its translations, only the longest counts toward the limit of 8000 characters."""
    translated = command(options=[], description="12345", description_localizations={"ko": "1234567", "de": "123"})
    assert limits.command_length(translated) == len("film") + 7
