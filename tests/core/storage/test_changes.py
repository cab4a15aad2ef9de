"""Processes notice one another's changes, even after a connection was cut."""

import asyncio
from collections.abc import AsyncIterator, Callable

import psycopg
import pytest

from bot.core.storage.changes import Change
from bot.core.storage.database import Database
from bot.core.storage.location import PostgresUrl
from bot.core.storage.sql import Writer
from bot.core.text.language_choice import LanguageResolver
from bot.core.text.languages import Language
from bot.ids import GuildId, UserId
from bot.settings.rules.settings import GuildSettings
from bot.settings.service import GUILD_TOPIC, USER_TOPIC, SettingsService

HERE, SAM = GuildId(100), UserId(7)
NOTICE_TIMEOUT = 10.0
"""Seconds to wait for a notice. It takes milliseconds, but longer on a busy machine."""
CUT_LISTENERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()
"""


async def wait_until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(NOTICE_TIMEOUT):
        while not condition():  # noqa: ASYNC110  # no event is set when a notice arrives
            await asyncio.sleep(0.01)


class Process:
    """The settings of one process, kept up to date by the notices of the others."""

    def __init__(self, database: Database) -> None:
        self.database, self.locales = database, LanguageResolver()
        self.settings = SettingsService(database, self.locales.set_language)
        self.heard: list[Change | None] = []
        self.listening = asyncio.create_task(database.watch(self.hear))

    async def hear(self, change: Change | None) -> None:
        hooks = {GUILD_TOPIC: self.settings.reload_guild, USER_TOPIC: self.settings.reload_user}
        for topic, hook in hooks.items():
            if change is None or change.topic == topic:
                await hook(change.changed_id if change else None)
        self.heard.append(change)


@pytest.fixture
async def processes(postgres_url: PostgresUrl) -> AsyncIterator[list[Process]]:
    """Yield two processes that listen."""
    both = [Process(await Database.open(postgres_url)) for _ in range(2)]
    await wait_until(lambda: all(process.heard for process in both))
    yield both
    for process in both:
        process.listening.cancel()
        await asyncio.gather(process.listening, return_exceptions=True)
        await process.database.close()


async def test_settings_and_languages_apply_in_the_other_process(processes: list[Process]) -> None:
    """A server's and a person's choices reach the other process once they are committed."""
    one, other = processes
    await one.settings.set_language(HERE, "ko")
    await one.settings.set_user_language(SAM, "ko")
    await wait_until(lambda: other.locales.chosen == {HERE: Language.KOREAN, SAM: Language.KOREAN})
    assert other.settings.for_guild(HERE) == GuildSettings("ko")
    assert (await other.settings.for_user(SAM)).language == "ko"
    await other.settings.set_language(HERE, None)
    await wait_until(lambda: HERE not in one.locales.chosen)


async def test_a_process_does_not_hear_itself(processes: list[Process]) -> None:
    """A process ignores its own notices."""
    one, other = processes
    await one.settings.set_language(HERE, "ko")
    await wait_until(lambda: len(other.heard) == 2)
    assert one.heard == [None]


async def test_a_rolled_back_change_is_not_announced(processes: list[Process]) -> None:
    """A notice is sent only if its transaction is committed."""

    async def fail(writer: Writer) -> None:
        await writer.notify(GUILD_TOPIC, HERE)
        raise LookupError

    one, other = processes
    with pytest.raises(LookupError):
        await one.database.write(fail)
    await one.settings.set_language(HERE, "ko")
    await wait_until(lambda: len(other.heard) == 2)


async def test_missed_changes_are_read_again(processes: list[Process], postgres_url: PostgresUrl) -> None:
    """After its connection is cut, a process reloads all settings and forgets those removed meanwhile."""
    one, other = processes
    await one.settings.set_language(HERE, "ko")
    await wait_until(lambda: HERE in other.locales.chosen)
    with psycopg.connect(postgres_url.url, autocommit=True) as connection:
        connection.execute(CUT_LISTENERS.encode())
    await one.settings.set_language(HERE, None)
    await one.settings.set_language(GuildId(200), "ko")
    await wait_until(lambda: other.locales.chosen == {200: Language.KOREAN})
