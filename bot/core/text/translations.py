"""The texts, by key and language; which language a person reads; Korean particles after any word."""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from discord import Locale, app_commands


class Language(StrEnum):
    """A language that every text exists in."""

    ENGLISH = "en"
    KOREAN = "ko"


@dataclass(frozen=True, slots=True)
class Localizer:
    """The texts of one language: say("films.card.cast", …) gives the text with its placeholders filled."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key`; raises KeyError for a key or a placeholder that is not there."""
        text = self.texts[key]
        return (
            _resolve_particles(_mark_particles(text).format(**values)) if OPENS_PAIR in text else text.format(**values)
        )


@dataclass(frozen=True, slots=True)
class Translations:
    """Every text of every feature in every language."""

    texts: Mapping[Language, Mapping[str, str]]

    @classmethod
    def load(cls, folders: Iterable[Path]) -> "Translations":
        """Read messages.en.toml and messages.ko.toml of each folder that has them."""
        paths = list(folders)
        return cls({language: _texts(paths, language) for language in Language})

    def localizer(self, language: Language) -> Localizer:
        """The texts of one language."""
        return Localizer(language, self.texts[language])

    def command_text(self, key: str) -> app_commands.locale_str:
        """A command's or an option's description: English, with the key that `Translator` finds the others by."""
        return app_commands.locale_str(self.texts[Language.ENGLISH][key], key=key)


def choice_text(label: Mapping[str, str]) -> app_commands.locale_str:
    """The name of a choice that is in no words file, in each language that it has a label in."""
    return app_commands.locale_str(label[Language.ENGLISH], **label)


class Translator(app_commands.Translator):
    """Gives Discord the Korean of what `Words.command_text` describes and of what `choice_text` names."""

    def __init__(self, words: Translations) -> None:
        self.words = words

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The text in `locale`, or None where we have none (Discord then shows English)."""
        _ = context
        if locale is not Locale.korean:
            return None
        key = string.extras.get("key")
        return self.words.texts[Language.KOREAN][key] if key else string.extras.get(Language.KOREAN)


@dataclass(frozen=True, slots=True)
class LocaleResolver:
    """Which language a person reads: what they chose, else what their Discord is set to, else English.

    `native` is what a Discord is set to where it cannot say so itself, as in a simulated one.
    """

    simulated: Mapping[int, Language] = field(default_factory=dict)
    chosen: dict[int, Language] = field(default_factory=dict)

    def language(self, reader: int, locale: Locale | None) -> Language:
        """The language of one person, or of a server (by its own locale) when nobody chose."""
        fallback = Language.KOREAN if locale is Locale.korean else Language.ENGLISH
        return self.chosen.get(reader) or self.simulated.get(reader, fallback)

    def set_language(self, reader: int, language: str | None) -> None:
        """Remember what a person or a server chose; None leaves it to their Discord again."""
        self.chosen.pop(reader, None)
        if language:
            self.chosen[reader] = Language(language)


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


# After a consonant the first form stands, after a vowel the second; (으)로 counts ㄹ as a vowel.
FORMS: Mapping[str, tuple[str, str]] = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
OPENS_PAIR = "("
"""Stands in every pair, so that a text without one has nothing to settle."""
FIRST_MARK = 0xE000
"""Marks are letters of nobody's, which no text that people typed can hold once it is cleaned."""
MARKS: Mapping[str, str] = {pair: chr(FIRST_MARK + place) for place, pair in enumerate(FORMS)}
PAIRS: Mapping[str, str] = {mark: pair for pair, mark in MARKS.items()}
PARTICLE = re.compile(r"(?P<last>\w)?(?P<close>[\"'”’)\]*_»」』.…!?,\\]*)(?P<mark>[\ue000-\ue004])")
DIGIT_FINALS: Mapping[str, str] = {"0": "ㅇ", "1": "ㄹ", "3": "ㅁ", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ"}
FIRST_SYLLABLE, LAST_SYLLABLE, FINALS, RIEUL = 0xAC00, 0xD7A3, 28, 8


def with_particles(text: str) -> str:
    """Settle 은(는), 이(가), 을(를), 과(와), (으)로 after Hangul and digits; elsewhere they stay as they are."""
    return _resolve_particles(_mark_particles(text))


def _mark_particles(text: str) -> str:
    """The pairs of our own text as marks, so that a pair that a person typed is left as it was typed."""
    return functools.reduce(lambda marked, pair: marked.replace(pair, MARKS[pair]), FORMS, text)


def _resolve_particles(text: str) -> str:
    return PARTICLE.sub(_resolve_particle, text)


def _resolve_particle(match: re.Match[str]) -> str:
    pair = PAIRS[match["mark"]]
    final = _final_consonant(match["last"] or "")
    if final is None:
        return f"{match['last'] or ''}{match['close']}{pair}"
    vowel_like = final == "" or (pair == "(으)로" and final == "ㄹ")
    return f"{match['last']}{match['close']}{FORMS[pair][vowel_like]}"


def _final_consonant(letter: str) -> str | None:
    if not letter:
        return None
    if letter.isascii() and letter.isdigit():
        return DIGIT_FINALS.get(letter, "")
    if not FIRST_SYLLABLE <= ord(letter) <= LAST_SYLLABLE:
        return None
    final = (ord(letter) - FIRST_SYLLABLE) % FINALS
    return "" if not final else "ㄹ" if final == RIEUL else "ㅇ"
