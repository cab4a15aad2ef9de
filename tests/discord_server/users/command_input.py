"""Turns what a person types into what Discord sends, and checks it against the bot's commands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from tests.discord_server.gateway import payloads
from tests.discord_server.permissions import permission_bits
from tests.discord_server.world import Body, Channel, User

SUBCOMMAND, GROUP, STRING, INTEGER, USER, CHANNEL = 1, 2, 3, 4, 6, 7
LEVELS = frozenset({SUBCOMMAND, GROUP})
CHAT_INPUT = 1
SERVER_INSTALL, PERSON_INSTALL = 0, 1


@dataclass(slots=True)
class CommandInput:
    """What someone typed; `focused_option` is still being typed.

    The methods raise AssertionError if Discord would refuse the input.
    """

    user: User
    commands: Sequence[Body]
    command_line: str
    options: Mapping[str, object]
    focused_option: str | None = None
    resolved: dict[str, dict[str, Body]] = field(default_factory=dict)

    def command(self) -> Body:
        """Return the command that the line begins with."""
        name = self.command_line.split()[0]
        found = [command for command in self.commands if command["name"] == name and command["type"] == CHAT_INPUT]
        assert found, f"there is no /{name}, only {[command['name'] for command in self.commands]}"
        return found[0]

    def data(self) -> Body:
        """Return the interaction's data, as Discord sends it to the bot."""
        command = self.command()
        level, above = command, []
        for name in self.command_line.split()[1:]:
            level = _subcommand(level, name)
            above.append(level)
        assert not any(option["type"] in LEVELS for option in level.get("options") or []), (
            f"/{self.command_line} needs a sub-command"
        )
        inner = self._values(level)
        for level_above in reversed(above):
            inner = [{"type": level_above["type"], "name": level_above["name"], "options": inner}]
        named = {"id": command["id"], "name": command["name"], "type": CHAT_INPUT, "options": inner}
        return named | ({"resolved": self.resolved} if self.resolved else {})

    def _values(self, level: Body) -> list[Body]:
        known = [option for option in level.get("options") or [] if option["type"] not in LEVELS]
        names = {option["name"] for option in known}
        assert self.options.keys() <= names, f"/{self.command_line} has {sorted(names)}, not {sorted(self.options)}"
        missing = {option["name"] for option in known if option.get("required")} - self.options.keys()
        assert self.focused_option or not missing, f"/{self.command_line} requires {sorted(missing)}"
        return [self._value(option, self.options[option["name"]]) for option in known if option["name"] in self.options]

    def _value(self, option: Body, value: object) -> Body:
        focused = {"focused": True} if option["name"] == self.focused_option else {}
        return {"type": option["type"], "name": option["name"], "value": self._encode(option, value), **focused}

    def _encode(self, option: Body, value: object) -> Any:
        if isinstance(value, User):
            self.resolved.setdefault("users", {})[str(value.id)] = payloads.user(value)
            return str(value.id)
        if isinstance(value, Channel):
            payload = payloads.channel(value) | {"permissions": permission_bits(value.permissions_of(self.user))}
            self.resolved.setdefault("channels", {})[str(value.id)] = payload
            return str(value.id)
        return _check_value(option, value)


def _subcommand(level: Body, name: str) -> Body:
    below = [option for option in level.get("options") or [] if option["type"] in LEVELS]
    found: list[Body] = [option for option in below if option["name"] == name]
    assert found, f"{level['name']} has no {name}, only {[option['name'] for option in below]}"
    return found[0]


def _check_value(option: Body, value: object) -> Any:
    """Return what Discord sends for a value; accept only a choice, a number in bounds or a text of valid length."""
    if option.get("choices"):
        chosen = [choice["value"] for choice in option["choices"] if value in {choice["name"], choice["value"]}]
        assert chosen, f"{option['name']} offers {[choice['name'] for choice in option['choices']]}, not {value!r}"
        return chosen[0]
    size = len(value) if isinstance(value, str) else value
    if isinstance(size, (int, float)) and not isinstance(size, bool):
        kind = "length" if isinstance(value, str) else "value"
        assert size >= option.get(f"min_{kind}", size), f"{option['name']}: {value!r} is too little"
        assert size <= option.get(f"max_{kind}", size), f"{option['name']}: {value!r} is too much"
    return value


def is_offered(command: Body, person: User, channel: Channel) -> bool:
    """Return whether Discord shows the command to this person in this channel."""
    context = 0 if channel.guild else 1 if channel.has_bot else 2
    contexts, kinds = command.get("contexts"), command.get("integration_types") or [SERVER_INSTALL]
    here = contexts is None or context in contexts
    installed = (channel.has_bot and SERVER_INSTALL in kinds) or (person.has_installed_bot and PERSON_INSTALL in kinds)
    return here and installed and _has_permission(command, person, channel)


def _has_permission(command: Body, person: User, channel: Channel) -> bool:
    needed, has = command.get("default_member_permissions"), int(permission_bits(channel.permissions_of(person)))
    if needed is None or channel.guild is None or has & discord.Permissions(administrator=True).value:
        return True
    return int(needed) != 0 and has & int(needed) == int(needed)
