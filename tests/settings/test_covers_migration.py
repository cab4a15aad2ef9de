"""A database from before servers could hide covers is migrated without loss."""

from pathlib import Path

from bot.core.storage.database import Database
from bot.ids import GuildId
from bot.settings.rules.settings import GuildSettings
from bot.settings.service import SettingsService
from tests.old_database import make_database_before

HIDING_COVERS = 16
ROWS = """
    INSERT INTO server_setting (guild_id, language, region, time_zone)
    VALUES (111, 'ko', 'KR', 'Asia/Seoul'), (222, NULL, NULL, 'UTC');
"""


async def test_servers_keep_what_they_chose_and_can_hide_covers(tmp_path: Path) -> None:
    """Every server's row is unchanged, shows covers, and can be changed."""
    file = await make_database_before(tmp_path / "nunmul.db", HIDING_COVERS, ROWS)
    database = await Database.open(file)
    settings = SettingsService(database, lambda *_: None)
    await settings.load()
    assert settings.for_guild(GuildId(111)) == GuildSettings("ko", "KR", "Asia/Seoul")
    assert settings.for_guild(GuildId(222)) == GuildSettings(time_zone="UTC")
    assert settings.for_guild(GuildId(222)).shows_covers
    await settings.set_covers(GuildId(222), "off")
    await settings.set_covers(GuildId(333), "off")
    again = SettingsService(database, lambda *_: None)
    await again.load()
    assert again.for_guild(GuildId(222)) == GuildSettings(time_zone="UTC", covers="off")
    assert not again.for_guild(GuildId(333)).shows_covers
    await database.close()
