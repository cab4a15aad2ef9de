"""Settings from the environment and .env into one frozen dataclass; the only reader of os.environ."""

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from bot.kit.refusals import CannotStart, Exit

SQLITE = "sqlite:///"
OURS = "NUNMUL_"
"""No setting begins so; one that does is a slip, and is said to be one."""

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
FILE = re.compile(r"(?!~)[^\0?#%:]*[^\0?#%:/]")
"""A path that says just what it is: no ~, no %20, no ?mode, no folder."""
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
            raise CannotStart(
                "There is no DISCORD_TOKEN: put your bot's token into .env (see .env.example), "
                "or try Nunmul without one: uv run python -m bot demo.",
                Exit.NO_TOKEN,
            )
        if not TOKEN.fullmatch(self.token):
            raise CannotStart(
                "DISCORD_TOKEN is not a bot token: it has three parts with dots between them. Copy it anew from the "
                "developer portal (your application, Bot, Reset Token); the client secret is something else.",
                Exit.TOKEN_MALFORMED,
            )
        return self.token


def settings(file: Path = Path(".env")) -> Settings:
    """The settings of this process: the environment first, then the file; raises CannotStart for a bad one."""
    written = _written(file)
    _refuse_unknown(written, str(file))
    _refuse_unknown({name: "" for name in os.environ if name.startswith(OURS)}, "the environment")
    given = {name: (os.environ.get(name) or written.get(name) or "").strip() or DEFAULTS[name] for name in DEFAULTS}
    _refuse_bad(given)
    return Settings(
        _database(given["DATABASE_URL"]),
        given["LOG_LEVEL"].upper(),
        given["LOG_FORMAT"].lower(),
        given["DISCORD_TOKEN"],
    )


def _written(file: Path) -> Mapping[str, str | None]:
    try:
        return dotenv_values(file)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"{file} cannot be read ({error}): save it as UTF-8 text.", Exit.BAD_SETTING) from error


def _refuse_unknown(names: Mapping[str, str | None], where: str) -> None:
    for name in names:
        if name not in DEFAULTS:
            near = difflib.get_close_matches(name.removeprefix(OURS).upper(), DEFAULTS, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(DEFAULTS)}."
            raise CannotStart(f"{name} in {where} is no setting of Nunmul: {hint}", Exit.UNKNOWN_SETTING)


def _refuse_bad(given: Mapping[str, str]) -> None:
    for name, choices in CHOICES.items():
        if given[name].lower() not in {choice.lower() for choice in choices}:
            raise CannotStart(f"{name} is {given[name]!r}: write one of {', '.join(choices)}.", Exit.BAD_SETTING)
    if given["SHARD_IDS"] or given["SHARD_COUNT"]:
        raise CannotStart(
            "SHARD_IDS and SHARD_COUNT are for several processes, which cannot share one SQLite database: "
            "remove them, and Nunmul opens as many shards as Discord asks for in this one process.",
            Exit.SHARDS_REFUSED,
        )


def _database(url: str) -> Path:
    path = url.removeprefix(SQLITE)
    if not url.startswith(SQLITE) or not FILE.fullmatch(path):
        scheme = url.split(":", 1)[0]
        raise CannotStart(
            f"DATABASE_URL ({scheme}) names no SQLite file, and nothing else is known yet: "
            f"write {DEFAULTS['DATABASE_URL']}.",
            Exit.BAD_SETTING,
        )
    return Path(path)
