"""`python -m bot tmdb check` lists missing, dead and doubtful numbers. `doctor` says whether the key is accepted."""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot import app, tmdb_check
from bot.__main__ import main
from bot.config import TmdbSettings
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.demo_tmdb.answers import FakeFilm
from bot.films.catalogue import REFERENCE_FILES
from bot.tmdb import pauses
from bot.tmdb.rules.movie import MovieReference
from tests.tmdb_server.in_thread import serving_in_thread
from tests.tmdb_server.server import FaultyTmdb, TmdbFault

CommandResult = tuple[int, list[str]]


@pytest.fixture
def tmdb_in_thread() -> Iterator[FaultyTmdb]:
    """Yield an empty TMDB that runs in a thread of its own, because the command runs its own event loop."""
    with serving_in_thread(FaultyTmdb()) as tmdb:
        yield tmdb


@pytest.fixture
def ours() -> list[dict[str, Any]]:
    return json.loads(app.CATALOGUE_FILE.read_text(encoding="utf-8"))[:5]  # type: ignore[no-any-return]  # the file holds a list


@pytest.fixture
def check(tmdb_in_thread: FaultyTmdb, tmp_path: Path, ours: list[dict[str, Any]]) -> Callable[[], CommandResult]:
    """Return a function that runs the command on the films in `ours` and returns its exit code and printed lines."""

    def run_check() -> CommandResult:
        file, lines = tmp_path / "films.json", list[str]()
        file.write_text(json.dumps(ours), encoding="utf-8")
        for name in REFERENCE_FILES:
            shutil.copy(app.DATA_DIR / name, tmp_path)
        settings = TmdbSettings(tmdb_in_thread.key, tmdb_in_thread.base_url)
        return tmdb_check.check_numbers(settings, lines.append, file), lines

    return run_check


def as_at_tmdb(film: Mapping[str, Any], **changes: Any) -> FakeFilm:
    values = {
        "tmdb_id": film["tmdb_id"],
        "imdb_id": film["imdb_id"],
        "title": film["title_en"],
        "korean_title": film["title_ko"],
        "released_on": f"{film['year']}-05-05",
    }
    return FakeFilm(**(values | changes))


def test_correct_numbers_are_reported_as_correct(
    tmdb_in_thread: FaultyTmdb, ours: list[dict[str, Any]], check: Callable[[], CommandResult]
) -> None:
    """Each film costs one call to TMDB."""
    tmdb_in_thread.add(*map(as_at_tmdb, ours))
    assert check() == (
        0,
        ["Asking TMDB about 5 films, nine a second …", "5 films: 5 right, 0 missing, 0 dead, 0 doubtful"],
    )
    assert len(tmdb_in_thread.calls) == 5


def test_missing_dead_and_doubtful_numbers_are_listed(
    tmdb_in_thread: FaultyTmdb, ours: list[dict[str, Any]], check: Callable[[], CommandResult]
) -> None:
    """Each is listed with what TMDB says about it, so that the operator can decide."""
    missing, dead, other, right, adult = ours
    tmdb_in_thread.add(
        as_at_tmdb(missing),
        as_at_tmdb(dead, tmdb_id=999),
        as_at_tmdb(other, imdb_id="tt0000001", title="Another Film", korean_title="", released_on="1999-01-01"),
        as_at_tmdb(right, released_on="1950-01-01"),
        as_at_tmdb(adult, is_adult=True),
    )
    number = missing["tmdb_id"]
    missing["tmdb_id"] = None
    assert check() == (
        1,
        [
            "Asking TMDB about 5 films, nine a second …",
            f"missing   {missing['slug']}: TMDB has it as {number}",
            f"dead      {dead['slug']}: {dead['tmdb_id']} is gone; its IMDb id leads to 999 now",
            f"doubtful  {other['slug']}: {other['tmdb_id']} is “Another Film” (1999, tt0000001) at TMDB",
            f"doubtful  {adult['slug']}: {adult['tmdb_id']} is an adult film",
            "5 films: 1 right, 1 missing, 1 dead, 2 doubtful",
        ],
    )


def test_without_an_imdb_id_title_and_year_decide(
    tmdb_in_thread: FaultyTmdb, ours: list[dict[str, Any]], check: Callable[[], CommandResult]
) -> None:
    """A missing Korean title or a year's difference is accepted. A missing year or another title is doubtful."""
    year = ours[1]["year"]
    tmdb_in_thread.add(
        as_at_tmdb(ours[0], imdb_id=None, korean_title=""),
        as_at_tmdb(ours[1], imdb_id=None, released_on=f"{year + 1}-02-02"),
        as_at_tmdb(ours[2], imdb_id=None, released_on=""),
        as_at_tmdb(ours[3], imdb_id=None, title="X", korean_title=""),
    )
    tmdb_in_thread.lasting_fault = None
    code, lines = check()
    assert (code, [line.split(":")[0] for line in lines[1:-1]]) == (
        1,
        [f"doubtful  {ours[2]['slug']}", f"doubtful  {ours[3]['slug']}", f"dead      {ours[4]['slug']}"],
    )
    assert lines[1].endswith("(no year, no IMDb id) at TMDB")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (TmdbFault.refused(7), "TMDB refuses TMDB_TOKEN (code 7): copy it again"),
        (TmdbFault.page(), "TMDB cannot be reached (status 200 from a server that is not TMDB): check"),
        (TmdbFault(503, {}), "TMDB cannot be reached (status 503): check"),
    ],
)
def test_an_unusable_tmdb_gets_one_sentence(
    tmdb_in_thread: FaultyTmdb,
    check: Callable[[], CommandResult],
    monkeypatch: pytest.MonkeyPatch,
    fault: TmdbFault,
    sentence: str,
) -> None:
    """The command ends with its own exit code, and the sentence does not repeat the key."""
    monkeypatch.setattr(pauses, "MAX_DELAY_SECONDS", 0.05)
    tmdb_in_thread.lasting_fault = fault
    with pytest.raises(StartupError, match=re.escape(sentence)) as raised:
        check()
    assert raised.value.exit_code == ExitCode.TMDB_NOT_ASKED
    assert tmdb_in_thread.key not in str(raised.value)


def test_the_command_line_shows_slugs_and_titles_in_full_and_never_the_key(
    tmdb_in_thread: FaultyTmdb, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key is hidden even if the server repeats it as a title."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMDB_TOKEN", tmdb_in_thread.key)
    monkeypatch.setenv("TMDB_BASE_URL", tmdb_in_thread.base_url)
    film = MovieReference(282153, None, ("How to Steal a Dog",), 2014)
    monkeypatch.setattr(tmdb_check, "_references", lambda _: {"how-to-steal-a-dog": film})
    tmdb_in_thread.add(FakeFilm(282153, None, tmdb_in_thread.key, "82년생 김지영", original_language="en"))
    assert main(["tmdb", "check"]) == 1
    output = capsys.readouterr().out
    assert "doubtful  how-to-steal-a-dog: 282153 is “[hidden]” (2013, no IMDb id) at TMDB" in output


def test_the_command_line_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a key, the message says where to put one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMDB_TOKEN", "")
    assert main(["tmdb", "check"]) == ExitCode.TMDB_NOT_ASKED
    assert "There is no TMDB_TOKEN: put a TMDB key into .env" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["eyJhbGciOiJIUzI1NiJ9.made-up-payload.made-up-signature", "0123456789abcdef" * 2])
def test_doctor_says_whether_the_key_is_accepted(
    tmdb_in_thread: FaultyTmdb,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    key: str,
) -> None:
    """`doctor` asks TMDB only if there is a key, and never prints the key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMDB_TOKEN", key)
    monkeypatch.setenv("TMDB_BASE_URL", tmdb_in_thread.base_url)
    tmdb_in_thread.key = key
    main(["doctor"])
    output = capsys.readouterr().out
    assert re.search(r"✓ ok +TMDB +accepts the key, which is an API (key \(v3\)|read access token \(v4\))", output), (
        output
    )
    tmdb_in_thread.key = "another"
    main(["doctor"])
    refused = capsys.readouterr().out
    assert re.search(r"! warning +TMDB +TMDB refuses TMDB_TOKEN \(code 7\)", refused), refused
    assert key not in output + refused
    monkeypatch.setenv("TMDB_TOKEN", "")
    main(["doctor"])
    assert "TMDB" not in capsys.readouterr().out
    assert len(tmdb_in_thread.calls) == 2
