"""Reads the settings from the environment and .env into a frozen dataclass; the only reader of os.environ."""

import difflib
import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.location import Location, PostgresUrl
from bot.ids import GuildId

SQLITE_PREFIX = "sqlite:///"
RESERVED_PREFIX = "NUNMUL_"
"""No setting has this prefix; a variable in the environment that has it is reported as a mistake."""
ENVIRONMENT = "the environment"

DEFAULTS: Mapping[str, str] = {
    "DISCORD_TOKEN": "",
    "DATABASE_URL": "sqlite:///data/nunmul.db",
    "DATABASE_DIRECT_URL": "",
    "LOG_LEVEL": "INFO",
    "LOG_FORMAT": "text",
    "SHARD_IDS": "",
    "SHARD_COUNT": "",
    "METRICS_LISTEN": "",
    "TMDB_TOKEN": "",
    "TMDB_BASE_URL": "https://api.themoviedb.org/3",
    "TMDB_PROXY": "",
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "LOG_LEVEL": ("DEBUG", "INFO", "WARNING", "ERROR"),
    "LOG_FORMAT": ("text", "json"),
}
DATABASE_PATH_PATTERN = re.compile(r"(?!~)(?!.*-(?:wal|shm|journal)$)[^\0?#%:]*[^\0?#%:/]", re.IGNORECASE)
"""A plain path: no ~, no %20, no ?mode, no folder, and none of the files that SQLite keeps beside a database."""
POSTGRES_PATTERN = re.compile(r"postgres(?:ql)?://[^\s/?#]*/[^\s/?#]+(?:\?[^\s#]*)?")
"""The address of a database, including its name and optionally the driver's options."""
LOCAL_FILES = Path("data/postgresql")
"""With PostgreSQL, the path beside which a process keeps its health file and covers."""
MAX_SHARDS = 100_000
MAX_COMPARED_LENGTH = 40
"""The number of characters of an unknown name that are compared to the known names."""
SHARD_PATTERN = re.compile(r"[0-9]{1,6}", re.ASCII)
TOKEN_PATTERN = re.compile(r"[\w-]{4,}\.[\w-]{4,}\.[\w-]{10,}", re.ASCII)
TMDB_PATTERNS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "TMDB_TOKEN": (
        re.compile(r"(?:[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}|[0-9a-f]{32})?", re.ASCII),
        "not a TMDB key: copy the API Read Access Token (three parts with dots) or the API Key (32 characters) "
        "from the settings of your account there",
    ),
    "TMDB_BASE_URL": (
        re.compile(r"(?:https://[\w.-]+|http://(?:127\.0\.0\.1|localhost))(?::\d+)?(?:/[\w./-]*)?", re.ASCII),
        "not an API address: write one that begins with https://",
    ),
    "TMDB_PROXY": (
        re.compile(r"(?:https?://[^\s/?#]+/?)?", re.ASCII),
        "not a proxy address: write http://HOST:PORT",
    ),
}
"""What a valid value looks like, and what to say about any other.

The base URL must be HTTPS, except on this machine, so that the key is never sent unencrypted.
"""


ADDRESS_PATTERN = re.compile(r"(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})", re.ASCII)
MAX_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Address:
    """The host and port on which one of our servers listens."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Parse `HOST:PORT`, with brackets around an IPv6 host; raise ValueError for anything else."""
        found = ADDRESS_PATTERN.fullmatch(text)
        if found is None or int(found["port"]) > MAX_PORT:
            raise ValueError("not HOST:PORT")
        return cls(found["host"].strip("[]"), int(found["port"]))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class TmdbSettings:
    """How to reach TMDB; the key and the proxy, which may contain a password, are left out of its repr."""

    key: str = field(repr=False)
    base_url: str = DEFAULTS["TMDB_BASE_URL"]
    proxy: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ShardSettings:
    """The shards that this process opens, and the number of shards in all processes."""

    ids: tuple[int, ...]
    count: int

    def owns(self, guild_id: GuildId) -> bool:
        """Return whether one of these shards receives a server's events."""
        return (guild_id >> 22) % self.count in self.ids


@dataclass(frozen=True, slots=True)
class Config:
    """The operator's settings; the token is left out of their repr.

    `database_path` is the SQLite file. With `postgres` there is none, and the path only says where other files belong.
    """

    database_path: Path
    log_level: str = "INFO"
    log_format: str = "text"
    token: str = field(default="", repr=False)
    tmdb: TmdbSettings | None = None
    postgres: PostgresUrl | None = None
    shards: ShardSettings | None = None
    metrics_listen: Address | None = None

    @property
    def location(self) -> Location:
        """Where the database is."""
        return self.postgres or self.database_path

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets that must not appear in the log."""
        tmdb = (self.tmdb.key, self.tmdb.proxy or "") if self.tmdb else ()
        return tuple(filter(None, (self.token, *tmdb, *(self.postgres.secrets if self.postgres else ()))))

    def require_token(self) -> str:
        """Return the token; raise StartupError with the remedy if it is missing or malformed."""
        if not self.token:
            raise StartupError(
                "DISCORD_TOKEN is missing: put your bot's token into .env (see .env.example), "
                "or try Nunmul without one: uv run python -m bot demo.",
                ExitCode.NO_TOKEN,
            )
        if not TOKEN_PATTERN.fullmatch(self.token):
            raise StartupError(
                "DISCORD_TOKEN is not a bot token: a token has three parts with dots between them. Copy it again from "
                "the developer portal (your application, Bot, Reset Token); the client secret is something else.",
                ExitCode.TOKEN_MALFORMED,
            )
        return self.token


def load_config(env_file: Path = Path(".env")) -> Config:
    """Read each setting from the environment or else the file; raise StartupError if a setting is invalid or unknown.

    Errors say where the mistake is, but never quote an unknown name or a value, which could be a misplaced token.
    """
    text = _read_env_file(env_file)
    lines = dict(_parse_setting_lines(text, str(env_file)))
    for name in os.environ:
        if name.startswith(RESERVED_PREFIX):
            raise _unknown_setting_error(name, f"A name in {ENVIRONMENT} that begins with {RESERVED_PREFIX}")
    file_values = dotenv_values(stream=io.StringIO(text))
    values = {
        name: (os.environ.get(name) or file_values.get(name) or "").strip() or DEFAULTS[name] for name in DEFAULTS
    }
    _check_values(values, {name: ENVIRONMENT if os.environ.get(name) else lines.get(name, "") for name in DEFAULTS})
    location = _database_location(values)
    return Config(
        location if isinstance(location, Path) else _local_path(values),
        values["LOG_LEVEL"].upper(),
        values["LOG_FORMAT"].lower(),
        values["DISCORD_TOKEN"],
        _parse_tmdb_settings(values),
        None if isinstance(location, Path) else location,
        _parse_shard_settings(values),
        Address.parse(values["METRICS_LISTEN"]) if values["METRICS_LISTEN"] else None,
    )


def parse_location(url: str) -> Location:
    """Parse the location of a database; raise ValueError if it is neither a SQLite file nor a PostgreSQL database."""
    if POSTGRES_PATTERN.fullmatch(url):
        return PostgresUrl(url)
    if not url.startswith(SQLITE_PREFIX) or not DATABASE_PATH_PATTERN.fullmatch(url.removeprefix(SQLITE_PREFIX)):
        raise ValueError(f"write {DEFAULTS['DATABASE_URL']} or postgresql://USER:PASSWORD@HOST/NAME")
    return Path(url.removeprefix(SQLITE_PREFIX))


def _database_location(values: Mapping[str, str]) -> Location:
    location = parse_location(values["DATABASE_URL"])
    return location if isinstance(location, Path) else replace(location, direct=values["DATABASE_DIRECT_URL"])


def _local_path(values: Mapping[str, str]) -> Path:
    """Return where a process keeps its own files; processes with other shards use other paths."""
    shards = values["SHARD_IDS"].replace(",", "-").replace(" ", "")
    return LOCAL_FILES.with_name(f"{LOCAL_FILES.name}-{shards}") if shards else LOCAL_FILES


def _parse_shard_settings(values: Mapping[str, str]) -> ShardSettings | None:
    if not values["SHARD_COUNT"] and not values["SHARD_IDS"]:
        return None
    ids = [number.strip() for number in values["SHARD_IDS"].split(",")]
    if all(SHARD_PATTERN.fullmatch(number) for number in (*ids, values["SHARD_COUNT"])):
        settings = ShardSettings(tuple(map(int, ids)), int(values["SHARD_COUNT"]))
        if max(settings.ids) < settings.count <= MAX_SHARDS and len({*settings.ids}) == len(settings.ids):
            return settings
    raise StartupError(
        "SHARD_IDS and SHARD_COUNT do not fit together: set both, such as SHARD_IDS=0,1 and SHARD_COUNT=4 for the "
        "first two of four shards, or neither, and one process opens all shards.",
        ExitCode.BAD_SETTING,
    )


def _parse_tmdb_settings(values: Mapping[str, str]) -> TmdbSettings | None:
    if not values["TMDB_TOKEN"]:
        return None
    return TmdbSettings(values["TMDB_TOKEN"], values["TMDB_BASE_URL"].rstrip("/"), values["TMDB_PROXY"] or None)


def _read_env_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise StartupError(f"{file} cannot be read ({reason}): save it as UTF-8 text.", ExitCode.BAD_SETTING) from error


def _parse_setting_lines(text: str, file: str) -> Iterator[tuple[str, str]]:
    """Yield each setting of the file with its line; raise StartupError for a line that is not a setting."""
    for binding in parse_stream(io.StringIO(text)):
        source = binding.original.string
        leading_space = source[: len(source) - len(source.lstrip())]
        line = f"line {binding.original.line + leading_space.count(chr(10))} of {file}"
        if binding.error or (binding.value is None and binding.key and binding.key not in DEFAULTS):
            sentence = f"{line[0].upper()}{line[1:]} is not a setting: write NAME=value on one line."
            raise StartupError(sentence, ExitCode.UNKNOWN_SETTING)
        if binding.key:
            if binding.key not in DEFAULTS:
                raise _unknown_setting_error(binding.key, f"The name in {line}")
            yield binding.key, line


def _unknown_setting_error(name: str, subject: str) -> StartupError:
    known = {"TOKEN": "DISCORD_TOKEN", **{setting: setting for setting in DEFAULTS}}
    close_matches = difflib.get_close_matches(
        name.removeprefix(RESERVED_PREFIX).upper()[:MAX_COMPARED_LENGTH], known, n=1, cutoff=0.5
    )
    hint = f"did you mean {known[close_matches[0]]}?" if close_matches else f"the settings are {', '.join(DEFAULTS)}."
    return StartupError(f"{subject} is not a setting of Nunmul: {hint}", ExitCode.UNKNOWN_SETTING)


def _check_values(values: Mapping[str, str], sources: Mapping[str, str]) -> None:
    for name, choices in CHOICES.items():
        if values[name].lower() not in {choice.lower() for choice in choices}:
            sentence = f"{name} in {sources[name]} has an invalid value: use one of {', '.join(choices)}."
            raise StartupError(sentence, ExitCode.BAD_SETTING)
    for name, (pattern, fault) in TMDB_PATTERNS.items():
        if not pattern.fullmatch(values[name]):
            raise StartupError(f"{name} in {sources[name]} is {fault}.", ExitCode.BAD_SETTING)
    _check_address(values["METRICS_LISTEN"], sources["METRICS_LISTEN"])
    if values["DATABASE_URL"].startswith(SQLITE_PREFIX) and (values["SHARD_IDS"] or values["SHARD_COUNT"]):
        raise StartupError(
            "SHARD_IDS and SHARD_COUNT are for several processes, which cannot share one SQLite database: "
            "remove them, and Nunmul opens as many shards as Discord asks for in this one process, or use PostgreSQL.",
            ExitCode.SHARDS_REFUSED,
        )
    try:
        parse_location(values["DATABASE_URL"])
    except ValueError as error:
        raise StartupError(
            f"DATABASE_URL in {sources['DATABASE_URL']} does not name a SQLite file or a PostgreSQL database: {error}.",
            ExitCode.BAD_SETTING,
        ) from None
    direct = values["DATABASE_DIRECT_URL"]
    if direct and (values["DATABASE_URL"].startswith(SQLITE_PREFIX) or not POSTGRES_PATTERN.fullmatch(direct)):
        raise StartupError(
            f"DATABASE_DIRECT_URL in {sources['DATABASE_DIRECT_URL']} cannot be used: leave it empty, or, if a pooler "
            "answers at DATABASE_URL, write the address of PostgreSQL itself.",
            ExitCode.BAD_SETTING,
        )


def _check_address(text: str, source: str) -> None:
    try:
        Address.parse(text or "127.0.0.1:0")
    except ValueError as error:
        sentence = f"METRICS_LISTEN in {source} is not an address: write HOST:PORT, for example 127.0.0.1:9464."
        raise StartupError(sentence, ExitCode.BAD_SETTING) from error
