"""Wherever a secret ends up by mistake, the command line never repeats it."""

import contextlib
import io
import os
import shutil
import string
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import app
from bot.__main__ import main
from bot.config import DEFAULTS
from bot.core.redaction import REDACTED, redact_possible_secrets

URL_SAFE = string.ascii_letters + string.digits + "-_"


def random_text(alphabet: str, *lengths: int) -> st.SearchStrategy[str]:
    """Draw random characters, as in a generated secret, with at least one letter and one digit."""
    drawn = st.randoms(use_true_random=False).map(
        lambda chance: "".join(chance.choice(alphabet) for _ in range(chance.choice(lengths)))
    )
    return drawn.filter(lambda text: any(map(str.isdigit, text)) and any(map(str.isalpha, text)))


BOT_TOKENS = st.tuples(random_text(URL_SAFE, 24, 26, 28), random_text(URL_SAFE, 6), random_text(URL_SAFE, 27, 38)).map(
    ".".join
)
CLIENT_SECRETS = random_text(URL_SAFE, 32)
KEYS = random_text("0123456789abcdef", 40, 64)
INTERACTION_TOKENS = random_text(URL_SAFE, 68, 216)
SECRETS = st.one_of(BOT_TOKENS, CLIENT_SECRETS, KEYS, INTERACTION_TOKENS, st.just("fake.token.for-tests-only"))

COMMANDS = ("run", "doctor", "health", "backup", "restore old.db", "reports", "reports --done 3")

Place = Callable[[str], tuple[Mapping[str, str], str, str]]
"""Puts a secret somewhere: returns the environment, the content of .env and the end of the command line."""


def in_env(text: str) -> Place:
    return lambda secret: ({}, text.format(secret), "")


def in_environment(name: str, value: str = "{}") -> Place:
    return lambda secret: ({name.format(secret.replace("=", "")): value.format(secret)}, "", "")


PLACES: Mapping[str, Place] = {
    **{
        f".env: {text!r}": in_env(text)
        for text in (
            "DISCORD_TOKEN=\n{}\n",
            'DISCORD_TOKEN=\n"{}"\n',
            "DISCORD_TOKEN=\n'{}'\n",
            "DISCORD_TOKEN {}",
            "DISCORD_TOKEN: {}",
            'DISCORD_TOKEN="{}',
            "{}",
            "\n\n # a comment\n{}=x",
            "export {}=1",
            "DISCORD_{}=1",
            "NUNMUL_TOKEN={}",
            "LOG_LEVEL=\n\nLOG_FORMAT={}",
            "DATABASE_URL=sqlite:///{}",
        )
    },
    **{f"environment: {name}": in_environment(name) for name in DEFAULTS},
    "environment: NUNMUL_": in_environment("NUNMUL_{}", "x"),
    **{
        f"DATABASE_URL={url}": in_environment("DATABASE_URL", url)
        for url in (
            "sqlite:///{}",
            "sqlite:///{}/nunmul.db",
            "sqlite:////nowhere/{}/n.db",
            "sqlite:///old.db?token={}",
            "postgresql://nunmul:{}@localhost/nunmul",
            "{}://localhost",
            "sqlite:///{}.db-wal",
        )
    },
}
LINES = (
    "{}",
    "--token={}",
    "--{}",
    "-{}",
    "run {}",
    "demo --port {}",
    "demo --no-{}",
    "backup {}",
    "backup {}/new.db",
    "backup old.db {}",
    "backup {}.db-wal",
    "restore {}",
    "restore {}/old.db",
    "reports --done {}",
    "reports --{}",
    "catalogue {}",
    "catalogue check {}",
    "catalogue check /nowhere/{}.json",
    "doctor {}",
    "health --{}",
)


@contextlib.contextmanager
def in_a_folder(old_database: Path, folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Work in a folder with nothing but a database old.db, and with no settings but those given."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(old_database, folder / "old.db")
    clean = {name: value for name, value in os.environ.items() if name not in DEFAULTS}
    with patch.dict(os.environ, {**clean, **environment}, clear=True), contextlib.chdir(folder):
        yield


def output_of(line: str) -> str:
    """Return everything a command prints, whatever happens."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), contextlib.suppress(SystemExit):
        main(line.split())
    return printed.getvalue()


@pytest.fixture
def no_discord(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop a start once the database is open, and skip the check of our data files."""

    async def prepare(*_: object) -> None:
        return None

    monkeypatch.setattr("bot.transport.lifecycle.run", prepare)
    monkeypatch.setattr("bot.__main__._catalogue_issues", lambda file: app.check_catalogue(file) if file else ())


CASES = settings(
    max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]
)


@pytest.mark.usefixtures("no_discord")
@pytest.mark.parametrize("place", PLACES)
@CASES
@given(secret=SECRETS, command=st.sampled_from(COMMANDS))
def test_a_secret_in_a_setting_is_never_printed(
    loaded_database_file: Path, tmp_path: Path, place: str, secret: str, command: str
) -> None:
    """No command prints the secret or a traceback, wherever the secret is in .env or in the environment."""
    environment, env, _ = PLACES[place](secret)
    with in_a_folder(loaded_database_file, tmp_path / "here", environment):
        Path(".env").write_text(env, encoding="utf-8")
        printed = output_of(command)
    assert secret not in printed
    assert "Traceback" not in printed


@pytest.mark.usefixtures("no_discord")
@pytest.mark.parametrize("line", LINES)
@CASES
@given(secret=SECRETS)
def test_a_secret_on_the_command_line_is_never_printed(
    loaded_database_file: Path, tmp_path: Path, line: str, secret: str
) -> None:
    """The output contains neither the secret nor a traceback."""
    with in_a_folder(loaded_database_file, tmp_path / "here", {"DATABASE_URL": "sqlite:///old.db"}):
        printed = output_of(line.format(secret))
    assert secret not in printed
    assert "Traceback" not in printed


@given(SECRETS, st.sampled_from(("{}", "in {}.", "'{}'", "/srv/{}/nunmul.db", "token={}", "({})", "https://x/{}?y")))
def test_a_possible_secret_is_hidden_anywhere_in_a_text(secret: str, around: str) -> None:
    """The secret is hidden in a sentence, in quotes, in a path, in a URL, and after an equals sign."""
    hidden = redact_possible_secrets(around.format(secret))
    assert secret not in hidden
    assert REDACTED in hidden


@pytest.mark.parametrize(
    "plain",
    [
        "The database /var/lib/nunmul/data/nunmul.db is in use by process 4711: stop it first (DATABASE_URL).",
        "Backed up to backups/nunmul-20261123-005645-before-schema-10.db, and checked.",
        r"C:\Users\me\My Documents\nunmul.db.before-restore-20261123-005645 cannot be read",
        "/home/민수/눈물/nunmul.db: Rowid 12 out of order, row 3 missing from index sqlite_autoindex_film_1",
        "films.json: the-last-harmony: imdb_id: 'tt1234567' is used twice",
        "argument --port: invalid int value: 'eighty'",
        "UnicodeDecodeError, JSONDecodeError, CannotStart: 3.40.1, 119,234 MB, 31 s, 20 %",
    ],
)
def test_text_that_is_plainly_not_a_secret_stays(plain: str) -> None:
    """Paths, file names and SQLite's own words are not hidden, because an operator needs them."""
    assert redact_possible_secrets(plain) == plain


def test_nobody_can_forge_a_line_in_the_terminal() -> None:
    """A newline or an escape sequence in a file's name stays inside its line."""
    assert redact_possible_secrets("a\nb\x1b[31m") == r"a\nb\x1b[31m"
