"""Discord's limits on slash commands and on autocomplete answers."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from tests.discord_rules.text import Body, length, repeated, required_text, too_many

SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
CHAT_INPUT, USER, MESSAGE = 1, 2, 3
MAX_COMMANDS = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
NAME, DESCRIPTION, CHOICE, OPTIONS, CHOICES, TOTAL = 32, 100, 100, 25, 25, 8000
SAFE_INTEGER = 2**53
# fmt: off
LOCALES = frozenset((
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt",
    "hu", "nl", "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs",
    "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
))
# fmt: on


def commands_faults(commands: Sequence[Body]) -> list[str]:
    """Return the faults of all commands of one bulk overwrite, including names that clash."""
    faults = [fault for command in commands for fault in command_faults(command)]
    for kind, maximum in MAX_COMMANDS.items():
        names = [command.get("name") for command in commands if command.get("type", CHAT_INPUT) == kind]
        faults += [*too_many("commands", names, maximum), *repeated("commands: name", names)]
    return [*faults, *_repeated_translations("commands", commands)]


def command_faults(command: Body) -> list[str]:
    """Return the faults of one command with its options, sub-commands and translations."""
    where = f"/{command.get('name')}"
    if command.get("type", CHAT_INPUT) != CHAT_INPUT:
        return list(_menu_faults(where, command))
    faults = [*_named_faults(where, command), *_options_faults(where, command.get("options") or [], depth=0)]
    size = command_length(command)
    if size > TOTAL:
        faults.append(f"{where}: {size} characters in all, at most {TOTAL}")
    return faults


def command_length(part: Body) -> int:
    """Count a command's characters as Discord does: at every level, only the longest translation of each text."""
    texts = [[part.get(key), *(part.get(f"{key}_localizations") or {}).values()] for key in ("name", "description")]
    own = sum(max(length(text or "") for text in versions) for versions in texts)
    value = part.get("value")
    below = [*(part.get("options") or []), *(part.get("choices") or [])]
    return own + (length(value) if isinstance(value, str) else 0) + sum(map(command_length, below))


def autocomplete_faults(choices: Sequence[Body] | None) -> list[str]:
    """Return the faults of the choices offered while someone types."""
    found = choices or []
    return [*too_many("choices", found, CHOICES), *_choices_faults("choices", found)]


def _menu_faults(where: str, command: Body) -> Iterator[str]:
    yield from required_text(f"{where}: name", command.get("name"), NAME)
    yield from _translation_faults(where, command, "name", NAME)
    if command.get("description") or command.get("options"):
        yield f"{where}: a context menu has neither description nor options"


def _named_faults(where: str, part: Body) -> Iterator[str]:
    name = part.get("name")
    if not _is_name(name):
        yield f"{where}: {name!r} is not a valid name for a command or an option"
    yield from required_text(f"{where}: description", part.get("description"), DESCRIPTION)
    yield from _translation_faults(where, part, "description", DESCRIPTION)
    for locale, translated in (part.get("name_localizations") or {}).items():
        if locale not in LOCALES or not _is_name(translated):
            yield f"{where}: name_localizations: {locale}: {translated!r} is not a valid name, or the locale is unknown"


def _repeated_translations(where: str, parts: Sequence[Body]) -> Iterator[str]:
    """Report commands or options on one level that share a name in some language."""
    by_locale = [(part.get("name_localizations") or {}) for part in parts]
    for locale in sorted(LOCALES & {locale for names in by_locale for locale in names}):
        shown_names = [names.get(locale, part.get("name")) for names, part in zip(by_locale, parts, strict=True)]
        yield from repeated(f"{where}: name_localizations: {locale}", shown_names)


def _translation_faults(where: str, part: Body, key: str, maximum: int) -> Iterator[str]:
    for locale, text in (part.get(f"{key}_localizations") or {}).items():
        if locale not in LOCALES:
            yield f"{where}: {key}_localizations: {locale} is not one of Discord's languages"
        yield from required_text(f"{where}: {key}_localizations: {locale}", text, maximum)


def _options_faults(where: str, options: Sequence[Body], *, depth: int) -> Iterator[str]:
    yield from too_many(f"{where}: options", options, OPTIONS)
    yield from repeated(f"{where}: options: name", [option.get("name") for option in options])
    yield from _repeated_translations(f"{where}: options", options)
    if len({option.get("type") in {SUBCOMMAND, GROUP} for option in options}) > 1:
        yield f"{where}: sub-commands and options side by side"
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{where}: a required option after an optional one"
    for option in options:
        yield from _option_faults(f"{where} {option.get('name')}", option, depth)


def _option_faults(where: str, option: Body, depth: int) -> Iterator[str]:
    kind, below, choices = option.get("type"), option.get("options") or [], option.get("choices") or []
    yield from _named_faults(where, option)
    if (kind == GROUP and depth) or (kind == SUBCOMMAND and depth > 1) or (below and kind not in {SUBCOMMAND, GROUP}):
        yield f"{where}: nested too deep"
    if kind == GROUP and any(inner.get("type") != SUBCOMMAND for inner in below):
        yield f"{where}: a group holds sub-commands only"
    if choices and (option.get("autocomplete") or kind not in {STRING, INTEGER, NUMBER}):
        yield f"{where}: choices beside autocomplete, or on an option of a type that takes none"
    yield from too_many(f"{where}: choices", choices, CHOICES)
    yield from _choices_faults(f"{where}: choices", choices)
    yield from repeated(f"{where}: choices: name", [choice.get("name") for choice in choices])
    yield from _options_faults(where, below, depth=depth + 1)


def _choices_faults(where: str, choices: Sequence[Body]) -> Iterator[str]:
    for place, choice in enumerate(choices):
        yield from required_text(f"{where}[{place}].name", choice.get("name"), CHOICE)
        yield from _translation_faults(f"{where}[{place}]", choice, "name", CHOICE)
        yield from _value_faults(f"{where}[{place}].value", choice.get("value"))


def _value_faults(where: str, value: Any) -> Iterator[str]:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        yield from required_text(where, value, CHOICE)
    elif abs(value) > SAFE_INTEGER:
        yield f"{where}: {value} is beyond what Discord stores exactly"


def _is_name(name: Any) -> bool:
    fits = isinstance(name, str) and 0 < length(name) <= NAME and name == name.lower()
    return fits and all(letter in "-_'" or _is_letter(letter) for letter in name)


def _is_letter(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LN" or "\u0900" <= letter <= "\u097f" or "\u0e00" <= letter <= "\u0e7f"
