"""Settings from the environment and .env into one frozen dataclass; the only reader of os.environ."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from bot.kit.refusals import CannotStart, Exit

SQLITE = "sqlite:///"
DEFAULT_DATABASE = "sqlite:///data/nunmul.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides. The token is left out of every printed form."""

    database: Path
    token: str = field(default="", repr=False)

    def needed_token(self) -> str:
        """The token; raises CannotStart with the remedy when there is none."""
        if not self.token:
            raise CannotStart(
                "There is no DISCORD_TOKEN: put your bot's token into .env (see .env.example), "
                "or try Nunmul without one: python -m bot demo.",
                Exit.NO_TOKEN,
            )
        return self.token


def settings(file: Path = Path(".env")) -> Settings:
    """The settings of this process: the environment first, then the file; raises CannotStart for a bad one."""
    given: Mapping[str, str | None] = {**dotenv_values(file), **os.environ}
    url = given.get("DATABASE_URL") or DEFAULT_DATABASE
    return Settings(database=_database(url), token=(given.get("DISCORD_TOKEN") or "").strip())


def _database(url: str) -> Path:
    path = url.removeprefix(SQLITE)
    if not url.startswith(SQLITE) or not path:
        scheme = url.split(":", 1)[0]
        raise CannotStart(
            f"DATABASE_URL starts with {scheme!r}, but only SQLite is known so far: write {DEFAULT_DATABASE}.",
            Exit.BAD_SETTING,
        )
    return Path(path)
