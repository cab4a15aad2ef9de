"""Reads the settings from the environment and .env into one frozen dataclass; the only reader of os.environ."""

import difflib
import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode

SQLITE_PREFIX = "sqlite:///"
RESERVED_PREFIX = "NUNMUL_"
"""No setting has this prefix; a name in the environment that has it is reported as a mistake."""
ENVIRONMENT = "the environment"

DEFAULTS: Mapping[str, str] = {
    "DISCORD_TOKEN": "",
    "DATABASE_URL": "sqlite:///data/nunmul.db",
    "LOG_LEVEL": "INFO",
    "LOG_FORMAT": "text",
    "SHARD_IDS": "",
    "SHARD_COUNT": "",
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "LOG_LEVEL": ("DEBUG", "INFO", "WARNING", "ERROR"),
    "LOG_FORMAT": ("text", "json"),
}
DATABASE_PATH_PATTERN = re.compile(r"(?!~)(?!.*-(?:wal|shm|journal)$)[^\0?#%:]*[^\0?#%:/]", re.IGNORECASE)
"""A plain path: no ~, no %20, no ?mode, no folder, and none of the files that SQLite keeps beside a database."""
MAX_COMPARED_LENGTH = 40
"""Characters of an unknown name that are compared with the known ones."""
TOKEN_PATTERN = re.compile(r"[\w-]{4,}\.[\w-]{4,}\.[\w-]{10,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Config:
    """The operator's settings; the token is left out of every printed form."""

    database_path: Path
    log_level: str = "INFO"
    log_format: str = "text"
    token: str = field(default="", repr=False)

    def require_token(self) -> str:
        """Return the token; raise StartupError with the remedy if it is missing or malformed."""
        if not self.token:
            raise StartupError(
                "There is no DISCORD_TOKEN: put your bot's token into .env (see .env.example), "
                "or try Nunmul without one: uv run python -m bot demo.",
                ExitCode.NO_TOKEN,
            )
        if not TOKEN_PATTERN.fullmatch(self.token):
            raise StartupError(
                "DISCORD_TOKEN is not a bot token: it has three parts with dots between them. Copy it again from the "
                "developer portal (your application, Bot, Reset Token); the client secret is something else.",
                ExitCode.TOKEN_MALFORMED,
            )
        return self.token


def load_config(env_file: Path = Path(".env")) -> Config:
    """Read the settings, the environment before the file; raise StartupError for an invalid one.

    Errors name the line, never an unknown name or a value: either could be a misplaced token.
    """
    text = _read_env_file(env_file)
    lines = dict(_setting_lines(text, str(env_file)))
    for name in os.environ:
        if name.startswith(RESERVED_PREFIX):
            raise _unknown_setting(name, f"A name in {ENVIRONMENT} that begins with {RESERVED_PREFIX}")
    file_values = dotenv_values(stream=io.StringIO(text))
    values = {
        name: (os.environ.get(name) or file_values.get(name) or "").strip() or DEFAULTS[name] for name in DEFAULTS
    }
    _check_values(values, {name: ENVIRONMENT if os.environ.get(name) else lines.get(name, "") for name in DEFAULTS})
    return Config(
        Path(values["DATABASE_URL"].removeprefix(SQLITE_PREFIX)),
        values["LOG_LEVEL"].upper(),
        values["LOG_FORMAT"].lower(),
        values["DISCORD_TOKEN"],
    )


def _read_env_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise StartupError(f"{file} cannot be read ({reason}): save it as UTF-8 text.", ExitCode.BAD_SETTING) from error


def _setting_lines(text: str, file: str) -> Iterator[tuple[str, str]]:
    """Yield each setting of the file with its line; raise StartupError for a line that is none."""
    for binding in parse_stream(io.StringIO(text)):
        source = binding.original.string
        leading_space = source[: len(source) - len(source.lstrip())]
        line = f"line {binding.original.line + leading_space.count(chr(10))} of {file}"
        if binding.error or (binding.value is None and binding.key and binding.key not in DEFAULTS):
            sentence = f"What stands in {line} is no setting: write NAME=value, the name and its value on one line."
            raise StartupError(sentence, ExitCode.UNKNOWN_SETTING)
        if binding.key:
            if binding.key not in DEFAULTS:
                raise _unknown_setting(binding.key, f"The name in {line}")
            yield binding.key, line


def _unknown_setting(name: str, subject: str) -> StartupError:
    close_matches = difflib.get_close_matches(
        name.removeprefix(RESERVED_PREFIX).upper()[:MAX_COMPARED_LENGTH], DEFAULTS, n=1, cutoff=0.5
    )
    hint = f"did you mean {close_matches[0]}?" if close_matches else f"the settings are {', '.join(DEFAULTS)}."
    return StartupError(f"{subject} is no setting of Nunmul: {hint}", ExitCode.UNKNOWN_SETTING)


def _check_values(values: Mapping[str, str], sources: Mapping[str, str]) -> None:
    for name, choices in CHOICES.items():
        if values[name].lower() not in {choice.lower() for choice in choices}:
            sentence = f"{name} in {sources[name]} has a value it cannot have: write one of {', '.join(choices)}."
            raise StartupError(sentence, ExitCode.BAD_SETTING)
    if values["SHARD_IDS"] or values["SHARD_COUNT"]:
        raise StartupError(
            "SHARD_IDS and SHARD_COUNT are for several processes, which cannot share one SQLite database: "
            "remove them, and Nunmul opens as many shards as Discord asks for in this one process.",
            ExitCode.SHARDS_REFUSED,
        )
    url = values["DATABASE_URL"]
    if not url.startswith(SQLITE_PREFIX) or not DATABASE_PATH_PATTERN.fullmatch(url.removeprefix(SQLITE_PREFIX)):
        raise StartupError(
            f"DATABASE_URL in {sources['DATABASE_URL']} names no SQLite file, and nothing else is known yet: "
            f"write {DEFAULTS['DATABASE_URL']}.",
            ExitCode.BAD_SETTING,
        )
