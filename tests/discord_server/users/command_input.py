"""Turns what a person types into what Discord sends, by the bot's commands."""

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
    """What someone typed; `focused_option` is still being typed. Whatever Discord would refuse is an AssertionError."""

    user: User
    commands: Sequence[Body]
    command_line: str
    options: Mapping[str, object]
    focused_option: str | None = None
    resolved: dict[str, dict[str, Body]] = field(default_factory=dict)

    def command(self) -> Body:
        """Return the command that the line begins with."""
        name = self.command_line.split()[0]
        found = [one for one in self.commands if one["name"] == name and one["type"] == CHAT_INPUT]
        assert found, f"there is no /{name}, only {[one['name'] for one in self.commands]}"
        return found[0]

    def data(self) -> Body:
        """Return what Discord sends to the bot."""
        command = self.command()
        level, above = command, []
        for name in self.command_line.split()[1:]:
            level = _subcommand(level, name)
            above.append(level)
        assert not any(one["type"] in LEVELS for one in level.get("options") or []), (
            f"/{self.command_line} is no command yet"
        )
        inner = self._values(level)
        for one in reversed(above):
            inner = [{"type": one["type"], "name": one["name"], "options": inner}]
        named = {"id": command["id"], "name": command["name"], "type": CHAT_INPUT, "options": inner}
        return named | ({"resolved": self.resolved} if self.resolved else {})

    def _values(self, level: Body) -> list[Body]:
        known = [one for one in level.get("options") or [] if one["type"] not in LEVELS]
        names = {one["name"] for one in known}
        assert self.options.keys() <= names, f"/{self.command_line} has {sorted(names)}, not {sorted(self.options)}"
        missing = {one["name"] for one in known if one.get("required")} - self.options.keys()
        assert self.focused_option or not missing, f"/{self.command_line} wants {sorted(missing)}"
        return [self._value(one, self.options[one["name"]]) for one in known if one["name"] in self.options]

    def _value(self, option: Body, given: object) -> Body:
        focused = {"focused": True} if option["name"] == self.focused_option else {}
        return {"type": option["type"], "name": option["name"], "value": self._encode(option, given), **focused}

    def _encode(self, option: Body, given: object) -> Any:
        if isinstance(given, User):
            self.resolved.setdefault("users", {})[str(given.id)] = payloads.user(given)
            return str(given.id)
        if isinstance(given, Channel):
            told = payloads.channel(given) | {"permissions": permission_bits(given.permissions_of(self.user))}
            self.resolved.setdefault("channels", {})[str(given.id)] = told
            return str(given.id)
        return _check_value(option, given)


def _subcommand(level: Body, name: str) -> Body:
    below = [one for one in level.get("options") or [] if one["type"] in LEVELS]
    found: list[Body] = [one for one in below if one["name"] == name]
    assert found, f"{level['name']} has no {name}, only {[one['name'] for one in below]}"
    return found[0]


def _check_value(option: Body, given: object) -> Any:
    """Accept only what Discord's own input box accepts: a choice, a number in bounds, a text of valid length."""
    if option.get("choices"):
        chosen = [one["value"] for one in option["choices"] if given in {one["name"], one["value"]}]
        assert chosen, f"{option['name']} offers {[one['name'] for one in option['choices']]}, not {given!r}"
        return chosen[0]
    size = len(given) if isinstance(given, str) else given
    if isinstance(size, (int, float)) and not isinstance(size, bool):
        kind = "length" if isinstance(given, str) else "value"
        assert size >= option.get(f"min_{kind}", size), f"{option['name']}: {given!r} is too little"
        assert size <= option.get(f"max_{kind}", size), f"{option['name']}: {given!r} is too much"
    return given


def is_offered(command: Body, person: User, channel: Channel) -> bool:
    """Return whether Discord shows the command to this person in this place."""
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
