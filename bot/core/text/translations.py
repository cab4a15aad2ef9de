"""The texts of all features, by key and language."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from discord import Locale, app_commands
from msgspec import Struct

from bot.core.text.languages import Language
from bot.core.text.particles import format_with_particles

COMMAND_NAMES = ".command-name."
"""The part of a key between the feature and the path of a command or option; English names are in the code."""
Location = app_commands.TranslationContextLocation


class Localizer(Struct, frozen=True, eq=False):
    """Returns the texts of one language: localize("films.card.cast", cast="…"); each language has one Localizer."""

    language: Language
    texts: Mapping[str, str]
    command_names: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of `key` with its placeholders filled; raise KeyError for an unknown key or placeholder."""
        return format_with_particles(self.texts[key], values)

    def command_name(self, command: str) -> str:
        """Return the full name of a command ("film show") as Discord shows it to readers of this language."""
        words = command.split()
        paths = ("-".join(words[:count]) for count in range(1, len(words) + 1))
        return " ".join(self.command_names.get(path, word) for path, word in zip(paths, words, strict=True))


@dataclass(frozen=True)
class Translations:
    """All texts of all features, in every language."""

    texts: Mapping[Language, Mapping[str, str]]

    @classmethod
    def load(cls, folders: Iterable[Path]) -> "Translations":
        """Read messages.en.toml and messages.ko.toml from each folder that has them."""
        paths = list(folders)
        return cls({language: _texts(paths, language) for language in Language})

    def localizer(self, language: Language) -> Localizer:
        """Return the texts of one language."""
        return self._localizers[language]

    @cached_property
    def _localizers(self) -> Mapping[Language, Localizer]:
        return {
            language: Localizer(language, self.texts[language], self.command_names[language]) for language in self.texts
        }

    @cached_property
    def command_names(self) -> Mapping[Language, Mapping[str, str]]:
        """The names of commands and options that differ from the code's, by language and path ("film-show-title")."""
        return {language: dict(_command_names(texts)) for language, texts in self.texts.items()}

    def command_text(self, key: str) -> app_commands.locale_str:
        """Return a command's description or a choice's name in English, with its key for `Translator`."""
        return app_commands.locale_str(self.texts[Language.ENGLISH][key], key=key)


def choice_text(label: Mapping[str, str]) -> app_commands.locale_str:
    """Return the name of a choice that no messages file contains: in English, with other languages as extras."""
    return app_commands.locale_str(label[Language.ENGLISH], **label)


class Translator(app_commands.Translator):
    """Translates names of commands and options, and the texts from `Translations.command_text` and `choice_text`."""

    def __init__(self, translations: Translations) -> None:
        self.translations = translations

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return the text in `locale`, or None, in which case Discord shows the English text."""
        if locale is not Locale.korean:
            return None
        if path := _path(context):
            return self.translations.command_names[Language.KOREAN].get(path)
        key = string.extras.get("key")
        return self.translations.texts[Language.KOREAN][key] if key else string.extras.get(Language.KOREAN)


def _path(context: app_commands.TranslationContextTypes) -> str | None:
    """Return the path of the command or option whose name is translated ("film-show-title"), otherwise None."""
    if context.location is Location.command_name or context.location is Location.group_name:
        return context.data.qualified_name.replace(" ", "-")
    if context.location is Location.parameter_name:
        return f"{context.data.command.qualified_name}-{context.data.name}".replace(" ", "-")
    return None


def _command_names(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, text in texts.items():
        if path := key.partition(COMMAND_NAMES)[2]:
            yield path, text


def _texts(folders: Iterable[Path], language: Language) -> dict[str, str]:
    files = (folder / f"messages.{language}.toml" for folder in folders)
    return {
        key: text
        for file in files
        if file.exists()
        for key, text in _flatten(tomllib.loads(file.read_text(encoding="utf-8")))
    }


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
