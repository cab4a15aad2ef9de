"""Settings come from the environment and .env, and a bad one gets a clear message."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.config import Config, ShardSettings, TmdbSettings, load_config
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.location import PostgresUrl

FAKE = "fake.token.for-tests-only"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("TMDB_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_settings_the_database_is_in_data() -> None:
    """Without settings, everything has its default, and there is no token."""
    assert load_config() == Config(Path("data/nunmul.db"))


def test_the_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment overrides .env."""
    Path(".env").write_text(f"DISCORD_TOKEN={FAKE}\nDATABASE_URL=sqlite:///a.db\n", encoding="utf-8")
    assert load_config() == Config(Path("a.db"), token=FAKE)
    monkeypatch.setenv("DATABASE_URL", "sqlite:////somewhere/b.db")
    assert load_config().database_path == Path("/somewhere/b.db")


@pytest.mark.parametrize(
    "url", ["mysql://host/db", "postgresql://host", "nunmul.db", "sqlite:///", "sqlite:///:memory:"]
)
def test_an_unknown_database_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """The message shows which locations are accepted."""
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(StartupError, match="write sqlite:///data") as refused:
        load_config()
    assert refused.value.exit_code == ExitCode.BAD_SETTING


def test_a_missing_token_is_reported_with_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m bot` without a token ends with a message and its own exit code, and creates no file."""
    assert main([]) == ExitCode.NO_TOKEN
    assert "put your bot's token into .env" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("written", ["DISCORD_TOKN=x", "PORT=80", "NUNMUL_TOKEN=x"])
def test_an_unknown_name_in_the_env_file_is_reported(written: str) -> None:
    """A typo in .env is refused, and a similar name is suggested."""
    Path(".env").write_text(written, encoding="utf-8")
    with pytest.raises(StartupError, match="is not a setting of Nunmul") as refused:
        load_config()
    assert refused.value.exit_code == ExitCode.UNKNOWN_SETTING
    assert ("did you mean DISCORD_TOKEN?" in str(refused.value)) is ("TOK" in written)


def test_an_unknown_nunmul_name_in_the_environment_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that begins with NUNMUL_ must be a setting of ours, unlike the names of other programs."""
    monkeypatch.setenv("NUNMUL_DATABASE_URL", "sqlite:///a.db")
    with pytest.raises(StartupError, match="did you mean DATABASE_URL") as refused:
        load_config()
    assert refused.value.exit_code == ExitCode.UNKNOWN_SETTING


@pytest.mark.parametrize(("name", "value"), [("LOG_LEVEL", "LOUD"), ("LOG_FORMAT", "xml")])
def test_a_bad_value_is_reported_with_the_valid_ones(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The message lists the valid values."""
    monkeypatch.setenv(name, value)
    with pytest.raises(StartupError, match="use one of") as refused:
        load_config()
    assert refused.value.exit_code == ExitCode.BAD_SETTING


def test_shards_over_several_processes_are_refused_with_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says that several processes cannot share SQLite."""
    monkeypatch.setenv("SHARD_COUNT", "2")
    with pytest.raises(StartupError, match="several processes") as refused:
        load_config()
    assert refused.value.exit_code == ExitCode.SHARDS_REFUSED


POSTGRES = "postgresql://me:hush%21hush@db.example:5432/nunmul?sslmode=require"


def test_a_postgresql_database_is_accepted_and_its_password_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the host, the port and the database's name are shown. The password is a secret as written and decoded."""
    monkeypatch.setenv("DATABASE_URL", POSTGRES)
    config = load_config()
    assert config.location == PostgresUrl(POSTGRES)
    assert str(config.location) == "postgresql://db.example:5432/nunmul"
    assert {*config.secrets} == {POSTGRES, "hush%21hush", "hush!hush"}
    assert "hush" not in repr(config)


def test_a_pooler_and_the_server_behind_it_have_an_address_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's password is hidden too. Its address is refused if it is malformed or if the database is SQLite."""
    monkeypatch.setenv("DATABASE_URL", POSTGRES)
    monkeypatch.setenv("DATABASE_DIRECT_URL", "postgresql://me:quiet@db.example/nunmul")
    config = load_config()
    assert config.postgres
    assert config.postgres.unpooled == PostgresUrl("postgresql://me:quiet@db.example/nunmul")
    assert {"quiet", "hush!hush"} <= {*config.secrets}
    assert "quiet" not in repr(config)
    for name, url in (("DATABASE_DIRECT_URL", "db.example"), ("DATABASE_URL", "sqlite:///data/nunmul.db")):
        monkeypatch.setenv(name, url)
        with pytest.raises(StartupError, match="DATABASE_DIRECT_URL in the environment cannot be used"):
            load_config()
        monkeypatch.setenv("DATABASE_DIRECT_URL", POSTGRES)


def test_several_processes_can_share_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process names its shards, and has files of its own."""
    monkeypatch.setenv("DATABASE_URL", POSTGRES)
    monkeypatch.setenv("SHARD_COUNT", "4")
    monkeypatch.setenv("SHARD_IDS", "0, 1")
    first = load_config()
    monkeypatch.setenv("SHARD_IDS", "2,3")
    assert (first.shards, load_config().shards) == (ShardSettings((0, 1), 4), ShardSettings((2, 3), 4))
    assert first.database_path != load_config().database_path


@pytest.mark.parametrize(("ids", "count"), [("0", ""), ("", "2"), ("2", "2"), ("0,0", "2"), ("a", "2"), ("0", "x")])
def test_invalid_shard_settings_are_refused(monkeypatch: pytest.MonkeyPatch, ids: str, count: str) -> None:
    """The message shows an example."""
    monkeypatch.setenv("DATABASE_URL", POSTGRES)
    monkeypatch.setenv("SHARD_IDS", ids)
    monkeypatch.setenv("SHARD_COUNT", count)
    with pytest.raises(StartupError, match="SHARD_IDS=0,1 and SHARD_COUNT=4") as refused:
        load_config()
    assert refused.value.exit_code == ExitCode.BAD_SETTING


@pytest.mark.parametrize("token", ["hunter2", "a.b", "Bot x.y.z", "aaaa.bbbb.cc dd eeeeeeee"])
def test_a_malformed_token_is_reported_before_anything_is_opened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], token: str
) -> None:
    """The token is neither tried nor printed."""
    monkeypatch.setenv("DISCORD_TOKEN", token)
    assert main([]) == ExitCode.TOKEN_MALFORMED
    output = capsys.readouterr().err
    assert "three parts with dots" in output
    assert token not in output


def test_printed_settings_hide_the_token() -> None:
    """Settings can be logged safely."""
    assert FAKE not in repr(Config(Path("a.db"), token=FAKE))


@pytest.mark.parametrize("path", ["", "/", "~/n.db", "a%20b.db", "a.db?mode=ro", "new/", "a#b.db"])
def test_an_ambiguous_path_is_refused(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """The path is refused, so that a mistake creates no folder ~ and no file with a question mark in its name."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    with pytest.raises(StartupError, match="does not name a SQLite file") as refused:
        load_config()
    assert refused.value.exit_code == ExitCode.BAD_SETTING


V4, V3 = "eyJhbGciOiJIUzI1NiJ9.made-up-payload.made-up-signature", "0123456789abcdef" * 2


@pytest.mark.parametrize("key", [V4, V3])
def test_a_tmdb_key_is_read_in_either_form(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """TMDB's own address is used, unless another one or a proxy is set."""
    monkeypatch.setenv("TMDB_TOKEN", key)
    assert load_config().tmdb == TmdbSettings(key, "https://api.themoviedb.org/3")
    monkeypatch.setenv("TMDB_BASE_URL", "https://api.tmdb.org/3/")
    monkeypatch.setenv("TMDB_PROXY", "http://me:hush@proxy.example:3128")
    assert load_config().tmdb == TmdbSettings(key, "https://api.tmdb.org/3", "http://me:hush@proxy.example:3128")
    printed = repr(load_config())
    assert (key in printed, "hush" in printed) == (False, False)
    assert load_config().secrets == (key, "http://me:hush@proxy.example:3128")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TMDB_TOKEN", "hush-hush"),
        ("TMDB_TOKEN", V3[:-1]),
        ("TMDB_TOKEN", f"{V3}?x"),
        ("TMDB_BASE_URL", "api.themoviedb.org"),
        ("TMDB_BASE_URL", "http://api.themoviedb.org/3"),
        ("TMDB_BASE_URL", "https://me@api.themoviedb.org/3"),
        ("TMDB_PROXY", "socks5://proxy.example"),
    ],
)
def test_an_invalid_tmdb_setting_prevents_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The message names the setting, but not its value."""
    monkeypatch.setenv(name, value)
    with pytest.raises(StartupError, match=name) as refused:
        load_config()
    assert refused.value.exit_code == ExitCode.BAD_SETTING
    assert value not in str(refused.value)


def test_a_tmdb_on_this_machine_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests and the demo use a TMDB server on loopback, over plain HTTP."""
    monkeypatch.setenv("TMDB_TOKEN", V4)
    monkeypatch.setenv("TMDB_BASE_URL", "http://127.0.0.1:8080/3")
    assert load_config().tmdb == TmdbSettings(V4, "http://127.0.0.1:8080/3")
