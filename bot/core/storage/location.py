"""Where a database is: the path of a SQLite file, or the address of a PostgreSQL database."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

BOT = "nunmul"
"""The name by which a server lists the connections of a running bot."""


@dataclass(frozen=True, slots=True)
class PostgresUrl:
    """The address of a PostgreSQL database, which may contain a password and is left out of its repr.

    `application` is the name by which the server lists our connections.
    """

    url: str = field(repr=False)
    application: str = BOT

    def __str__(self) -> str:
        """Return the address without user, password and options."""
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        return f"postgresql://{host}{parts.path}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The whole address and its password, which must not be logged."""
        password = urlsplit(self.url).password or ""
        return tuple({self.url, *filter(None, (password, unquote(password)))})


Location: TypeAlias = Path | PostgresUrl
