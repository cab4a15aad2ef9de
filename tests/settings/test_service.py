"""Choices are stored and apply at once, and a row without choices is deleted."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest

from bot.core.errors import UserError
from bot.core.storage.database import Database
from bot.core.storage.location import Location
from bot.core.storage.sql import Row
from bot.core.text.language_choice import LanguageResolver
from bot.ids import GuildId, UserId
from bot.settings.rules.settings import NO_SETTINGS, NO_USER_SETTINGS, GuildSettings, UserSettings
from bot.settings.service import MAX_CACHED_USERS, SettingsService

HERE, THERE, SAM, JIWOO = GuildId(111), GuildId(222), UserId(333), UserId(444)


@pytest.fixture
def readers() -> LanguageResolver:
    return LanguageResolver()


@pytest.fixture
def settings(database: Database, readers: LanguageResolver) -> SettingsService:
    return SettingsService(database, readers.set_language)


async def read_rows(settings: SettingsService, table: str) -> Sequence[Row]:
    return await settings.database.read(lambda reader: reader.execute(f"SELECT * FROM {table} ORDER BY 1"))


async def test_a_server_without_choices_has_no_settings(settings: SettingsService) -> None:
    """Nothing is stored without a choice, and direct messages have no settings."""
    assert settings.for_guild(HERE) == settings.for_guild(None) == GuildSettings(None, None, None)
    assert await read_rows(settings, "server_setting") == []


async def test_a_servers_settings_apply_at_once_and_only_there(
    settings: SettingsService, readers: LanguageResolver
) -> None:
    """Language, region and zone are chosen one by one, and other servers are unaffected."""
    await settings.set_language(HERE, "ko")
    await settings.set_region(HERE, "KR")
    await settings.set_time_zone(HERE, "Asia/Seoul")
    assert settings.for_guild(HERE) == GuildSettings("ko", "KR", "Asia/Seoul")
    assert readers.language(HERE, None) == "ko"
    assert settings.for_guild(THERE) == NO_SETTINGS
    assert readers.language(THERE, None) == "en"


async def test_a_row_without_a_choice_is_deleted(settings: SettingsService, readers: LanguageResolver) -> None:
    """Clearing the last choice deletes the row."""
    await settings.set_region(HERE, "KR")
    await settings.set_language(HERE, "ko")
    await settings.set_region(HERE, None)
    assert await read_rows(settings, "server_setting") == [(HERE, "ko", None, None, None)]
    await settings.set_language(HERE, None)
    assert await read_rows(settings, "server_setting") == []
    assert (settings.for_guild(HERE), readers.chosen) == (NO_SETTINGS, {})


async def test_a_persons_language_can_be_set_changed_and_cleared(
    settings: SettingsService, readers: LanguageResolver
) -> None:
    """Each change applies at once, and clearing the language deletes the row."""
    for language in ("ko", "en"):
        await settings.set_user_language(SAM, language)
        assert await read_rows(settings, "person_setting") == [(SAM, language, None, None)]
        assert readers.chosen == {SAM: language}
    await settings.set_user_language(SAM, None)
    assert await read_rows(settings, "person_setting") == []
    assert readers.chosen == {}


async def test_each_choice_of_a_person_applies_at_once_and_changes_no_other(settings: SettingsService) -> None:
    """Language, country, services and the time when the country was asked for are stored separately. Clearing one keeps
    the others."""
    assert await settings.for_user(SAM) == NO_USER_SETTINGS
    await settings.set_user_language(SAM, "ko")
    await settings.set_country(SAM, "KR")
    await settings.mark_country_asked(SAM, 60)
    await settings.set_services(SAM, ["viki", "netflix"])
    assert await settings.for_user(SAM) == UserSettings("ko", "KR", 60, ("netflix", "viki"))
    await settings.set_user_language(SAM, None)
    assert await settings.for_user(SAM) == UserSettings(None, "KR", 60, ("netflix", "viki"))
    assert await settings.for_user(JIWOO) == NO_USER_SETTINGS
    await settings.set_country(SAM, None)
    await settings.set_services(SAM, [])
    assert await read_rows(settings, "person_setting") == [(SAM, None, None, 60)]
    assert await read_rows(settings, "own_service") == []


async def test_a_country_is_the_persons_own_or_the_servers_and_never_guessed(settings: SettingsService) -> None:
    """Someone who chose no country gets the server's. If the server chose none either, there is none."""
    assert await settings.country(SAM, HERE) is None
    await settings.set_region(HERE, "DE")
    await settings.set_country(JIWOO, "US")
    countries = [await settings.country(who, where) for who in (SAM, JIWOO) for where in (HERE, THERE, None)]
    assert countries == ["DE", None, None, "US", "US", "US"]


async def test_the_number_of_people_in_memory_is_bounded(settings: SettingsService) -> None:
    """The person whose settings were cached longest ago is dropped from the cache, and read again when needed."""
    await settings.set_country(SAM, "KR")
    for number in range(MAX_CACHED_USERS + 5):
        settings.evict(1000 + number)
    assert len(settings.cached_users) == MAX_CACHED_USERS
    assert (await settings.for_user(SAM)).country == "KR"


async def test_a_read_in_progress_does_not_restore_an_erased_person(settings: SettingsService) -> None:
    """What was read before the erasure is not put back into memory."""
    await settings.set_country(SAM, "KR")
    settings.cached_users.clear()
    reading = asyncio.create_task(settings.for_user(SAM))
    await asyncio.sleep(0)
    settings.evict(SAM)
    await reading
    assert await settings.for_user(SAM) == NO_USER_SETTINGS


async def test_everything_is_there_after_a_restart(settings: SettingsService, database_location: Location) -> None:
    """A new service loads all earlier choices."""
    await settings.set_time_zone(HERE, "Europe/Berlin")
    await settings.set_language(THERE, "ko")
    await settings.set_user_language(SAM, "ko")
    readers, opened = LanguageResolver(), await Database.open(database_location)
    reloaded = SettingsService(opened, readers.set_language)
    await reloaded.load()
    await opened.close()
    assert reloaded.for_guild(HERE) == GuildSettings(time_zone="Europe/Berlin")
    assert readers.chosen == {THERE: "ko", SAM: "ko"}


async def test_deleted_settings_are_gone_from_memory_too(settings: SettingsService, readers: LanguageResolver) -> None:
    """After `evict`, a server has no settings and a person has no chosen language."""
    await settings.set_language(HERE, "ko")
    await settings.set_user_language(SAM, "ko")
    for gone in (HERE, SAM, THERE):
        settings.evict(gone)
    assert (settings.for_guild(HERE), readers.chosen) == (NO_SETTINGS, {})


@pytest.mark.parametrize("made_up", ["", "xx", "EN", "ZZ", "001", "korea", "Mars/Olympus", "Etc/GMT+9", "🎬"])
async def test_forged_values_are_refused(settings: SettingsService, made_up: str) -> None:
    """Whatever a control's id contains, only languages, countries and zones are stored."""
    here = (partial(choose, HERE) for choose in (settings.set_language, settings.set_region, settings.set_time_zone))
    for choose in (*here, partial(settings.set_user_language, SAM), partial(settings.set_country, SAM)):
        with pytest.raises(UserError, match=r"core\.unknown-press"):
            await choose(made_up)
    assert await read_rows(settings, "server_setting") == await read_rows(settings, "person_setting") == []


async def test_an_unsaved_choice_does_not_apply(
    settings: SettingsService, readers: LanguageResolver, database: Database
) -> None:
    """A choice that the database refused changes nothing in memory."""
    await database.write(lambda writer: writer.execute("ALTER TABLE server_setting RENAME TO gone"))
    await database.write(lambda writer: writer.execute("ALTER TABLE person_setting RENAME TO gone_too"))
    for choose in (partial(settings.set_language, HERE), partial(settings.set_user_language, SAM)):
        with pytest.raises(Exception, match=r"no such table|does not exist"):
            await choose("ko")
    assert (settings.for_guild(HERE), readers.chosen) == (NO_SETTINGS, {})


async def test_covers_are_shown_until_a_server_hides_them(settings: SettingsService) -> None:
    """Showing covers again leaves no row, and any other choice is refused."""
    assert all(settings.for_guild(guild).shows_covers for guild in (HERE, None))
    await settings.set_covers(HERE, "off")
    assert not settings.for_guild(HERE).shows_covers
    await settings.set_covers(HERE, "on")
    assert await read_rows(settings, "server_setting") == []
    with pytest.raises(UserError):
        await settings.set_covers(HERE, "maybe")


async def test_nothing_is_read_for_people_without_settings(
    settings: SettingsService, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People without settings cost no read, so that their cards do not wait for the database."""
    await settings.set_country(SAM, "KR")
    reloaded = SettingsService(database, lambda *_: None)
    await reloaded.load()
    reads: list[object] = []
    read = Database.read

    async def counted(self: Database, work: Any) -> Any:
        reads.append(work)
        return await read(self, work)

    monkeypatch.setattr(Database, "read", counted)
    assert await reloaded.for_user(JIWOO) == NO_USER_SETTINGS
    assert reads == []
    assert await reloaded.country(SAM, None) == "KR"
    assert len(reads) == 1
    await reloaded.set_services(JIWOO, ["netflix"])
    reloaded.cached_users.clear()
    assert (await reloaded.for_user(JIWOO)).services == ("netflix",)


async def test_everyone_is_read_when_too_many_have_settings(
    settings: SettingsService, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If too many people have settings, their ids are not kept, and each person is read."""
    monkeypatch.setattr("bot.settings.service.MAX_KNOWN_PEOPLE", 1)
    await settings.set_country(SAM, "KR")
    await settings.set_services(JIWOO, ["netflix"])
    reloaded = SettingsService(database, lambda *_: None)
    await reloaded.load()
    assert reloaded.people_with_settings is None
    assert await reloaded.country(SAM, None) == "KR"
