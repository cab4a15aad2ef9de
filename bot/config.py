"""Settings from the environment and .env into one frozen dataclass; the only reader of os.environ."""

import difflib
import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.core.errors import ExitCode, StartupError

SQLITE = "sqlite:///"
OURS = "NUNMUL_"
"""No setting begins so; one that does is a slip, and is said to be one."""
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
FILE = re.compile(r"(?!~)(?!.*-(?:wal|shm|journal)$)[^\0?#%:]*[^\0?#%:/]", re.IGNORECASE)
"""A path that says just what it is: no ~, no %20, no ?mode, no folder, no file that SQLite keeps beside another."""
LONGEST_NAME = 40
"""Letters of an unknown name that are compared with our own."""
TOKEN = re.compile(r"[\w-]{4,}\.[\w-]{4,}\.[\w-]{10,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides. The token is left out of every printed form."""

    database: Path
    log_level: str = "INFO"
    log_format: str = "text"
    token: str = field(default="", repr=False)

    def needed_token(self) -> str:
        """The token; raises CannotStart with the remedy when there is none, or none that can be one."""
        if not self.token:
            raise StartupError(
                "There is no DISCORD_TOKEN: put your bot's token into .env (see .env.example), "
                "or try Nunmul without one: uv run python -m bot demo.",
                ExitCode.NO_TOKEN,
            )
        if not TOKEN.fullmatch(self.token):
            raise StartupError(
                "DISCORD_TOKEN is not a bot token: it has three parts with dots between them. Copy it anew from the "
                "developer portal (your application, Bot, Reset Token); the client secret is something else.",
                ExitCode.TOKEN_MALFORMED,
            )
        return self.token


def settings(file: Path = Path(".env")) -> Settings:
    """The settings of this process: the environment first, then the file; raises CannotStart for a bad one.

    No sentence repeats a name that is no setting, or a value: a token may have slipped there. It names the line.
    """
    text = _read(file)
    lines = dict(_lines(text, str(file)))
    for name in os.environ:
        if name.startswith(OURS):
            raise _unknown(name, f"A name in {ENVIRONMENT} that begins with {OURS}")
    written = dotenv_values(stream=io.StringIO(text))
    given = {name: (os.environ.get(name) or written.get(name) or "").strip() or DEFAULTS[name] for name in DEFAULTS}
    _refuse_bad(given, {name: ENVIRONMENT if os.environ.get(name) else lines.get(name, "") for name in DEFAULTS})
    return Settings(
        Path(given["DATABASE_URL"].removeprefix(SQLITE)),
        given["LOG_LEVEL"].upper(),
        given["LOG_FORMAT"].lower(),
        given["DISCORD_TOKEN"],
    )


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise StartupError(f"{file} cannot be read ({reason}): save it as UTF-8 text.", ExitCode.BAD_SETTING) from error


def _lines(text: str, file: str) -> Iterator[tuple[str, str]]:
    """Each setting in the file and the line where it stands; raises CannotStart for what is none."""
    for binding in parse_stream(io.StringIO(text)):
        written = binding.original.string
        blank = written[: len(written) - len(written.lstrip())]
        line = f"line {binding.original.line + blank.count(chr(10))} of {file}"
        if binding.error or (binding.value is None and binding.key and binding.key not in DEFAULTS):
            sentence = f"What stands in {line} is no setting: write NAME=value, the name and its value on one line."
            raise StartupError(sentence, ExitCode.UNKNOWN_SETTING)
        if binding.key:
            if binding.key not in DEFAULTS:
                raise _unknown(binding.key, f"The name in {line}")
            yield binding.key, line


def _unknown(name: str, told: str) -> StartupError:
    near = difflib.get_close_matches(name.removeprefix(OURS).upper()[:LONGEST_NAME], DEFAULTS, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(DEFAULTS)}."
    return StartupError(f"{told} is no setting of Nunmul: {hint}", ExitCode.UNKNOWN_SETTING)


def _refuse_bad(given: Mapping[str, str], where: Mapping[str, str]) -> None:
    for name, choices in CHOICES.items():
        if given[name].lower() not in {choice.lower() for choice in choices}:
            sentence = f"{name} in {where[name]} has a value it cannot have: write one of {', '.join(choices)}."
            raise StartupError(sentence, ExitCode.BAD_SETTING)
    if given["SHARD_IDS"] or given["SHARD_COUNT"]:
        raise StartupError(
            "SHARD_IDS and SHARD_COUNT are for several processes, which cannot share one SQLite database: "
            "remove them, and Nunmul opens as many shards as Discord asks for in this one process.",
            ExitCode.SHARDS_REFUSED,
        )
    url = given["DATABASE_URL"]
    if not url.startswith(SQLITE) or not FILE.fullmatch(url.removeprefix(SQLITE)):
        raise StartupError(
            f"DATABASE_URL in {where['DATABASE_URL']} names no SQLite file, and nothing else is known yet: "
            f"write {DEFAULTS['DATABASE_URL']}.",
            ExitCode.BAD_SETTING,
        )
