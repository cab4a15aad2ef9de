"""`doctor` finds what is broken, says what to do, and finds no fault when all is well."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot import config
from bot.core.errors import StartupError
from bot.core.exit_codes import ExitCode
from bot.core.storage.sqlite import backup as sqlite_backup
from bot.core.storage.sqlite.process_lock import hold
from bot.ops import doctor
from bot.ops.doctor import Finding
from bot.ops.health import HealthSnapshot, ShardHealth, health_file, write
from tests.ops.helpers import CommandResult, execute_sql

FAKE = "fake.token.for-tests-only"
NOW = 1_900_000_000


@pytest.fixture
def examine(database_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., dict[str, Finding]]:
    """Return a function that runs `doctor` on an installation and returns its findings by subject."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database_path}")
    monkeypatch.setenv("DISCORD_TOKEN", FAKE)

    def run_doctor(
        catalogue: Callable[[], Sequence[object]] = tuple, check_tmdb_key: Callable[..., str] = str
    ) -> dict[str, Finding]:
        findings = doctor.run_checks(config.load_config, catalogue, check_tmdb_key, lambda: NOW)
        return {finding.subject: finding for finding in findings}

    return run_doctor


Examine = Callable[..., dict[str, Finding]]


def broken(findings: dict[str, Finding]) -> list[str]:
    return [subject for subject, finding in findings.items() if finding.severity == "broken"]


def test_a_complete_installation_has_nothing_broken(examine: Examine) -> None:
    """Every subject is checked, and those in order have no remedy."""
    findings = examine()
    assert broken(findings) == []
    assert {finding.remedy for finding in findings.values() if finding.severity == "ok"} == {""}
    subjects = "settings, token, database, disk, integrity, schema, process, SQLite, data files, libraries, clock"
    assert ", ".join(findings) == subjects


def test_a_tmdb_key_is_checked_if_there_is_one(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused key is only a warning, because the bot works without one."""
    monkeypatch.setenv("TMDB_TOKEN", "0" * 32)
    assert examine(check_tmdb_key=lambda settings: f"key of {len(settings.key)}")["TMDB"] == Finding(
        "TMDB", "ok", "key of 32"
    )

    def refuse(_: object) -> str:
        raise StartupError("TMDB refuses TMDB_TOKEN (code 7): copy it again.", ExitCode.TMDB_NOT_ASKED)

    findings = examine(check_tmdb_key=refuse)
    assert findings["TMDB"] == Finding("TMDB", "warning", "TMDB refuses TMDB_TOKEN (code 7)", "copy it again.")
    assert broken(findings) == []


def unknown_setting(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("DISCORD_TOKE=x\n", encoding="utf-8")


def unreadable_settings(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_bytes(b"DISCORD_TOKEN=\xff\xfe\n")


def no_token(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")


def malformed_token(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "hush-hush")


def folder_instead_of_database(database_path: Path, _: pytest.MonkeyPatch) -> None:
    database_path.unlink()
    database_path.mkdir()


def damaged_database(database_path: Path, _: pytest.MonkeyPatch) -> None:
    content = database_path.read_bytes()
    database_path.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])


def foreign_database(database_path: Path, _: pytest.MonkeyPatch) -> None:
    execute_sql(database_path, "DROP TABLE migration")


def newer_database(database_path: Path, _: pytest.MonkeyPatch) -> None:
    execute_sql(database_path, f"INSERT INTO migration VALUES ({sqlite_backup.latest_version() + 1}, 'later')")


@pytest.mark.parametrize(
    ("harm", "subject"),
    [
        (unknown_setting, "settings"),
        (unreadable_settings, "settings"),
        (no_token, "token"),
        (malformed_token, "token"),
        (folder_instead_of_database, "database"),
        (damaged_database, "integrity"),
        (foreign_database, "integrity"),
        (newer_database, "schema"),
    ],
)
def test_each_kind_of_fault_is_found(
    examine: Examine, database_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[..., None], subject: str
) -> None:
    """Only the faulty subject is reported as broken, with a remedy. No token is shown."""
    harm(database_path, monkeypatch)
    findings = examine()
    assert broken(findings) == [subject]
    assert findings[subject].remedy
    assert "hush-hush" not in "\n".join(doctor.format_findings([*findings.values()]))


def test_faults_in_the_data_files_are_found(examine: Examine) -> None:
    """A mistake in the catalogue is found, and so is a file that cannot be read at all."""

    def unreadable() -> Sequence[object]:
        raise StartupError("A data file is broken: restore it.", ExitCode.DATA_BROKEN)

    assert broken(examine(lambda: ["films.json: hope: year"])) == ["data files"]
    assert broken(examine(unreadable)) == ["data files"]


def test_a_library_that_cannot_be_imported_is_named(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that a start does not load is named if it is broken, with the way to install it again."""
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert examine()["libraries"] == Finding(
        "libraries", "broken", "The library rapidfuzz cannot be imported", "uv sync installs it again."
    )


def test_a_missing_database_is_left_to_the_first_start(examine: Examine, database_path: Path) -> None:
    """A missing database is a warning that names DATABASE_URL, and the check creates no file."""
    database_path.unlink()
    finding = examine()["database"]
    assert (finding.severity, "DATABASE_URL" in finding.remedy) == ("warning", True)
    assert not database_path.exists()


def test_a_running_bot_is_named(examine: Examine, database_path: Path) -> None:
    """`doctor` names the process that holds the database, and warns that it has no health file."""
    assert examine()["process"].severity == "ok"
    with hold(database_path):
        finding = examine()["process"]
    assert (finding.severity, "running as process" in finding.detail) == ("warning", True)


@pytest.mark.parametrize(("mode", "severity"), [(0o644, "warning"), (0o604, "warning"), (0o600, "ok"), (0o640, "ok")])
def test_a_settings_file_that_others_can_read_is_reported(examine: Examine, mode: int, severity: str) -> None:
    """A .env file that everyone can read gets a warning. One that its group can read does not."""
    Path(".env").write_text(f"DISCORD_TOKEN={FAKE}\n", encoding="utf-8")
    Path(".env").chmod(mode)
    finding = examine()["settings"]
    assert (finding.severity, "chmod 600 .env" in finding.remedy) == (severity, severity == "warning")


def test_a_database_that_others_can_read_is_reported(examine: Examine, database_path: Path) -> None:
    """A database that others can read gets a warning. One that only its owner can read gets no finding."""
    assert "file modes" not in examine()
    database_path.chmod(0o644)
    assert examine()["file modes"].severity == "warning"


def test_a_database_that_was_deleted_under_a_running_bot_is_broken(examine: Examine, database_path: Path) -> None:
    """`doctor` does not take it for a new installation, because a bot still holds the deleted file."""
    with hold(database_path):
        database_path.unlink()
        finding = examine()["database"]
    assert (finding.severity, "deleted while" in finding.detail) == ("broken", True)


def test_a_bot_that_lost_its_file_is_broken(examine: Examine, database_path: Path) -> None:
    """The process is reported as broken even if another, intact file was put in place of the lost one."""
    lost = HealthSnapshot(
        os.getpid(),
        NOW,
        (ShardHealth(0, connected=True, last_heartbeat_ack_age_s=1.0),),
        database_answers=True,
        database_in_place=False,
    )
    write(health_file(database_path), lost)
    with hold(database_path):
        finding = examine()["process"]
    assert (finding.severity, "nothing is saved" in finding.detail) == ("broken", True)


def test_the_health_file_of_an_earlier_process_is_ignored(examine: Examine, database_path: Path) -> None:
    """`doctor` warns, because the process that holds the lock has not written a health file."""
    write(
        health_file(database_path),
        HealthSnapshot(1, NOW, (ShardHealth(0, connected=True, last_heartbeat_ack_age_s=1.0),), database_answers=True),
    )
    with hold(database_path):
        assert examine()["process"].severity == "warning"


def test_foreign_schema_objects_are_reported(examine: Examine, database_path: Path) -> None:
    """`doctor` warns of a foreign trigger, because a restore would refuse a backup that contains it."""
    execute_sql(database_path, "CREATE TRIGGER spy AFTER INSERT ON ballot BEGIN DELETE FROM film; END")
    finding = examine()["integrity"]
    assert (finding.severity, "trigger spy" in finding.detail) == ("warning", True)


@pytest.mark.parametrize(
    ("finding", "severity"),
    [
        (doctor.check_disk_space(10**9), "ok"),
        (doctor.check_disk_space(50 * 10**6), "warning"),
        (doctor.check_disk_space(10**6), "broken"),
        (doctor.check_schema_version(1, 2), "warning"),
        (doctor.check_sqlite((3, 6, 23)), "ok"),
        (doctor.check_sqlite((3, 7, 0)), "warning"),
        (doctor.check_sqlite((3, 51, 2)), "warning"),
        (doctor.check_sqlite((3, 51, 3)), "ok"),
        (doctor.check_clock(0, 0), "broken"),
        (doctor.check_clock(9_999_999_999, 0), "broken"),
        (doctor.check_clock(NOW, NOW + 90_000), "warning"),
    ],
)
def test_checks_that_depend_on_a_number(finding: Finding, severity: str) -> None:
    """Disk space, the schema, SQLite's version and the clock are judged, and only what is not in order has a remedy."""
    assert finding.severity == severity
    assert (finding.remedy == "") == (severity == "ok")


def test_the_lines_fit_a_terminal(examine: Examine) -> None:
    """Lines have at most 80 columns, a finding starts with its severity, and a summary comes last."""
    findings = [Finding("token", "broken", "a long detail " * 9, "a long remedy " * 9), Finding("clock", "ok", "true")]
    lines = "\n".join(doctor.format_findings(findings)).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("✗ broken   token  a long")
    assert lines[-2:] == ["✓ ok       clock  true", "Broken: token; no warnings."]


def test_the_exit_code_says_whether_anything_is_broken(run_in_process: Callable[..., CommandResult]) -> None:
    """The real command exits with 1 if there is no token."""
    result = run_in_process("doctor")
    assert (result.exit_code, result.err) == (1, "")
    assert "✓ ok       data files" in result.out
    assert result.out.endswith("Broken: token; 1 warning.\n") or result.out.endswith("Broken: token; no warnings.\n")
