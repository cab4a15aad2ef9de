"""Settings come from the environment and .env, and a bad one is said in a sentence."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.config import Settings, settings
from bot.kit.refusals import CannotStart, Exit

FAKE = "fake.token.for-tests-only"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_settings_the_database_is_in_data() -> None:
    """Nothing has to be set but the token."""
    assert settings() == Settings(Path("data/nunmul.db"), "")


def test_the_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says overrides .env."""
    Path(".env").write_text(f"DISCORD_TOKEN={FAKE}\nDATABASE_URL=sqlite:///a.db\n", encoding="utf-8")
    assert settings() == Settings(Path("a.db"), FAKE)
    monkeypatch.setenv("DATABASE_URL", "sqlite:////somewhere/b.db")
    assert settings().database == Path("/somewhere/b.db")


@pytest.mark.parametrize("url", ["postgresql://host/db", "nunmul.db", "sqlite:///"])
def test_any_other_database_is_refused_for_now(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Only SQLite is known; the sentence says what to write."""
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(CannotStart, match="write sqlite:///data") as refused:
        settings()
    assert refused.value.exit_code == Exit.BAD_SETTING


def test_a_missing_token_is_said_with_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m bot` without a token ends with a sentence and its own exit code, and makes no file."""
    assert main([]) == Exit.NO_TOKEN
    assert "put your bot's token into .env" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_a_token_is_in_no_printed_form() -> None:
    """Settings can be logged."""
    assert FAKE not in repr(Settings(Path("a.db"), FAKE))
