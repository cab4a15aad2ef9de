"""Reads the message files, and checks the rules for a text."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

LANGUAGES = ("en", "ko")
KOREAN_ONLY = ".command-name."
"""Part of the key of a command's or option's name. Only Korean has these, because the English names are in the code."""
Texts = Mapping[str, object]

HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
LETTER = re.compile(r"[^\W\d_]")
PAIRS = ("은(는)", "이(가)", "을(를)", "과(와)", "(으)로")
PARTICLE = "(?:은|는|이|가|을|를|과|와|으로|로)"
AFTER = r"\}[\"'”’)\]*_»」』]*"
BOLD_BEFORE_LETTER = re.compile(r"\}\*\*\w")
BARE_PARTICLE = re.compile(rf"{AFTER}({PARTICLE})(?![가-힣(])")
WRITTEN_PAIR = re.compile(rf"{AFTER}({PARTICLE}\({PARTICLE}\)|\({PARTICLE}\){PARTICLE}|\(으\)로)")

BOTH_SCRIPTS = frozenset(
    {
        "help.welcome.title",
        "help.welcome.text",
        "help.about.text",
        "polls.form.names.hint",
        "settings.language.ko",
        "settings.region.hint",
        "settings.zone.hint",
    }
)
"""English texts that contain Hangul on purpose, as an example of what to type or in the bot's name."""

ANY_SCRIPT = frozenset({"settings.language.en"})
"""Korean texts without Hangul, which are names that are written in Latin letters in Korea too."""


def folders(bot: Path) -> list[Path]:
    """Return the folders of a tree that have a message file in any language."""
    return sorted({path.parent for path in bot.rglob("messages.*.toml")})


def texts(folder: Path, language: str) -> Texts:
    """Return the texts of one folder by dotted key, or an empty mapping if there is no file."""
    path = folder / f"messages.{language}.toml"
    return dict(_flatten(tomllib.loads(path.read_text(encoding="utf-8")))) if path.exists() else {}


def all_texts(bot: Path, language: str = "en") -> Texts:
    """Return the texts of the whole tree by dotted key."""
    return {key: text for folder in folders(bot) for key, text in texts(folder, language).items()}


def _flatten(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def text_faults(bot: Path) -> list[str]:
    """Return the faults of the message files of a tree, as "bot/films/messages.ko.toml: films.card.cast is missing"."""
    return [fault for folder in folders(bot) for fault in _faults_of(folder)]


def _faults_of(folder: Path) -> Iterator[str]:
    both = {language: texts(folder, language) for language in LANGUAGES}
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        name = f"bot/{folder.name}/messages.{language}.toml"
        if not (folder / f"messages.{language}.toml").exists():
            yield f"{name}: there is no such file"
        missing = (key for key in both[other] if key not in both[language])
        yield from (f"{name}: {key} is missing" for key in missing if language == "ko" or KOREAN_ONLY not in key)
        for key, text in both[language].items():
            yield from (f"{name}: {key} {fault}" for fault in _text_problems(folder.name, key, text, language))
    for key, text in both["en"].items():
        if key in both["ko"] and placeholders(text) != placeholders(both["ko"][key]):
            yield f"bot/{folder.name}/messages.ko.toml: {key} has different placeholders from the English text"


def _text_problems(folder: str, key: str, text: object, language: str) -> Iterator[str]:
    if not key.startswith(f"{folder}."):
        yield f"does not begin with the name of its folder, {folder}"
    if not isinstance(text, str) or not text.strip():
        yield "is not a text, or is empty"
    elif placeholders(text) is None:
        yield "has a brace without its pair, or a placeholder without a name"
    else:
        yield from _language_problems(key, text, language)


def _language_problems(key: str, text: str, language: str) -> Iterator[str]:
    words = "".join(literal for literal, *_ in Formatter().parse(text))
    hangul = HANGUL.search(words) is not None
    if language == "en" and hangul and key not in BOTH_SCRIPTS:
        yield "has Hangul"
    if language == "ko" and not hangul and LETTER.search(words) and key not in ANY_SCRIPT:
        yield "has no Hangul"
    if language == "ko":
        yield from _particle_problems(text)
    if BOLD_BEFORE_LETTER.search(text):
        yield "has bold text right before a letter: it is not bold if it ends with a bracket, as titles with years do"


def _particle_problems(text: str) -> Iterator[str]:
    for found in BARE_PARTICLE.finditer(text):
        yield f"has {found[1]} after a placeholder, which is right after some words only: one of {' '.join(PAIRS)}"
    for found in WRITTEN_PAIR.finditer(text):
        if found[1] not in PAIRS:
            yield f"has {found[1]} after a placeholder, which the code does not resolve: one of {' '.join(PAIRS)}"


def placeholders(text: object) -> frozenset[tuple[str, str]] | None:
    """Return the name and format of each placeholder, or None for a malformed text or an unnamed placeholder."""
    try:
        parsed = [(name, f"{conversion or ''}:{spec}") for _, name, spec, conversion in Formatter().parse(str(text))]
    except ValueError:
        return None
    found = frozenset((name, str(form)) for name, form in parsed if name is not None)
    return found if all(re.match(r"[a-z]", name) for name, _ in found) else None
