"""Where a database is: the path of a SQLite file, or the address of a PostgreSQL database."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

BOT = "nunmul"
"""The name by which a server lists the connections of a running bot."""
OWNER_REMEDY = "make its user the owner of the database: ALTER DATABASE … OWNER TO …"
"""What to do if PostgreSQL's user may not create tables."""


@dataclass(frozen=True, slots=True)
class PostgresUrl:
    """The address of a PostgreSQL database, which may contain a password and is left out of its repr.

    `direct` is the address of the server itself, if a pooler answers at `url`. `application` is the name by which the
    server lists our direct connections. Those through a pooler have another name, because the pooler keeps them open
    after our process has ended.
    """

    url: str = field(repr=False)
    application: str = BOT
    direct: str = field(default="", repr=False)

    def __str__(self) -> str:
        """Return the address without user, password and options."""
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        return f"postgresql://{host}{parts.path}"

    @property
    def unpooled(self) -> "PostgresUrl":
        """The address of the server itself."""
        return replace(self, url=self.direct or self.url, direct="")

    @property
    def pooled_application(self) -> str:
        """The name by which the server lists the connections that are made through `url`, which may be a pooler's."""
        return f"{self.application} pooled" if self.direct else self.application

    @property
    def secrets(self) -> tuple[str, ...]:
        """The full URLs and the passwords in them, which must not be logged."""
        urls = tuple(filter(None, (self.url, self.direct)))
        passwords = {urlsplit(url).password or "" for url in urls}
        return tuple({*urls, *filter(None, (*passwords, *map(unquote, passwords)))})


Location: TypeAlias = Path | PostgresUrl
