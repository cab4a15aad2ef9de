"""Generates random interactions with hostile texts, for every command, option, form and control."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.adversarial import PIECES, text_of_length
from tests.discord_rules.hostile import hostile_text
from tests.discord_server.users.interaction import InteractionType
from tests.discord_server.world import Body
from tests.rendered_message import BUTTON

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
MENU, TEXT_INPUT, LABEL = 3, 4, 18
LONGEST_OPTION, LONGEST_FIELD, LONGEST_ID = 6000, 4000, 100
TYPED_STARTS = ("", "Hope ", "소원 ", "film:", "film:1 ", "2013 ", "in 2h ", "Lee ", "<:sob:123456789012345678> ")
FORGED_ARGUMENTS = (
    "",
    "1",
    "0",
    "-1",
    "1:2",
    "1:1:1",
    "1:1:1:1",
    "search",
    "none",
    "panel",
    "general",
    "9" * 18,
    "9" * 60,
)
MAX_KNOWN_IDS = 60


@dataclass(frozen=True, slots=True)
class Leaf:
    """A command that can be typed: its full name, the top-level command, and the groups and subcommands below that."""

    line: str
    top: Body
    levels: tuple[Body, ...]

    @property
    def options(self) -> list[Body]:
        return list((self.levels[-1] if self.levels else self.top).get("options") or [])

    def data(self, values: Sequence[Body]) -> Body:
        """Return the data of an interaction with these option values, as Discord sends it."""
        inner = list(values)
        for level in reversed(self.levels):
            inner = [{"type": level["type"], "name": level["name"], "options": inner}]
        return {"id": self.top["id"], "name": self.top["name"], "type": 1, "options": inner}


def leaf_commands(commands: Sequence[Body]) -> Iterator[Leaf]:
    """Yield every command that can be typed."""
    for command in commands:
        yield from _leaves_below(command, command, ())


def _leaves_below(top: Body, level: Body, levels: tuple[Body, ...]) -> Iterator[Leaf]:
    below = [option for option in level.get("options") or [] if option["type"] in {SUBCOMMAND, GROUP}]
    if not below:
        yield Leaf(" ".join([top["name"], *(level_below["name"] for level_below in levels)]), top, levels)
    for option in below:
        yield from _leaves_below(top, option, (*levels, option))


@dataclass(slots=True)
class Known:
    """What the bot has shown so far, by the name of the control or form.

    `ids` has custom ids, `values` has the values of menus, and `fields` has the maximum length of each form field.
    """

    ids: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    fields: dict[str, dict[str, int]] = field(default_factory=dict)

    def learn(self, body: Any) -> None:
        """Record every control and every form in a body."""
        if isinstance(body, list):
            for item in body:
                self.learn(item)
        if not isinstance(body, dict):
            return
        custom_id = str(body.get("custom_id") or "")
        if custom_id.startswith("v1:"):
            name = custom_id.split(":")[1]
            self.ids.setdefault(name, []).append(custom_id)
            del self.ids[name][:-MAX_KNOWN_IDS]
            if body.get("type") == MENU:
                self.values[name] = [option["value"] for option in body["options"]]
            for label in body.get("components", ()) if "title" in body else ():
                text = label["component"]
                self.fields.setdefault(name, {})[text["custom_id"]] = text.get("max_length") or LONGEST_FIELD
        for part in body.values():
            self.learn(part)


@dataclass(frozen=True, slots=True)
class Input:
    """An interaction that has no person and no channel yet."""

    act: InteractionType
    data: Body
    description: str


@dataclass(slots=True)
class Inputs:
    """Generates inputs. They are the same again if the seed and the bot's answers are the same."""

    random: Random
    leaf_commands: Sequence[Leaf]
    presses: Sequence[str]
    forms: Sequence[str]
    known: Known = field(default_factory=Known)

    def make(self, number: int) -> Input:
        """Return an input. Commands, requests for suggestions, presses and forms take turns.

        Each kind goes through all its commands, options, controls or forms.
        """
        typing = [
            (leaf, option) for leaf in self.leaf_commands for option in leaf.options if option.get("autocomplete")
        ]
        kinds = (
            lambda: self._command(self.leaf_commands[number // 4 % len(self.leaf_commands)]),
            lambda: self._typing(*typing[number // 4 % len(typing)]),
            lambda: self._press(self.presses[number // 4 % len(self.presses)]),
            lambda: self._form(self.forms[number // 4 % len(self.forms)]),
        )
        return kinds[number % 4]()

    def text(self, longest: int) -> str:
        """Return a hostile text, usually of the greatest length allowed."""
        if self.random.random() < 0.4:
            return hostile_text(self.random, longest)
        piece = PIECES[self.random.choice(sorted(PIECES))]
        start = self.random.choice(TYPED_STARTS)
        return (start + text_of_length(piece, longest))[:longest]

    def _command(self, leaf: Leaf) -> Input:
        values = [
            self._value(option) for option in leaf.options if option.get("required") or self.random.random() < 0.7
        ]
        return Input(InteractionType.APPLICATION_COMMAND, leaf.data(values), f"/{leaf.line} {values}")

    def _typing(self, leaf: Leaf, option: Body) -> Input:
        longest = self.random.choice((option.get("max_length", LONGEST_OPTION), LONGEST_OPTION))
        value = {"type": STRING, "name": option["name"], "value": self.text(longest), "focused": True}
        return Input(InteractionType.AUTOCOMPLETE, leaf.data([value]), f"typing /{leaf.line} {value}")

    def _value(self, option: Body) -> Body:
        data = {"type": option["type"], "name": option["name"]}
        if option.get("choices"):
            return data | {"value": self.random.choice(option["choices"])["value"]}
        if option["type"] == INTEGER:
            return data | {
                "value": self.random.choice((option.get("min_value", 0), option.get("max_value", 2**53 - 1)))
            }
        if option["type"] == BOOLEAN:
            return data | {"value": self.random.random() < 0.5}
        assert option["type"] == STRING, option
        text = self.text(option["max_length"])
        return data | {"value": text if len(text) >= option.get("min_length", 0) else "?"}

    def _press(self, name: str) -> Input:
        custom_id = self._id(name)
        data: Body = {"component_type": BUTTON, "custom_id": custom_id}
        if name in self.known.values and self.random.random() < 0.7:
            values = [self.random.choice(self.known.values[name])]
            data = {"component_type": MENU, "custom_id": custom_id, "values": values}
        elif self.random.random() < 0.2:
            data = {"component_type": MENU, "custom_id": custom_id, "values": [self.text(LONGEST_ID)]}
        return Input(InteractionType.MESSAGE_COMPONENT, data, f"press {data}")

    def _form(self, name: str) -> Input:
        fields = self.known.fields.get(name, {"typed": 60, "text": 60})
        texts = {name: self.text(maximum) for name, maximum in fields.items()}
        parts = [{"type": TEXT_INPUT, "id": 2, "custom_id": field, "value": text} for field, text in texts.items()]
        labels = [{"type": LABEL, "id": 1, "component": part} for part in parts]
        data: Body = {"custom_id": self._id(name), "components": labels}
        return Input(InteractionType.MODAL_SUBMIT, data, f"form {data}")

    def _id(self, name: str) -> str:
        """Return an id that the bot has shown, or a forged one."""
        if name in self.known.ids and self.random.random() < 0.7:
            return self.random.choice(self.known.ids[name])
        rest = self.random.choice(FORGED_ARGUMENTS) if self.random.random() < 0.7 else self.text(LONGEST_ID)
        return f"v1:{name}:{rest}"[:LONGEST_ID]
