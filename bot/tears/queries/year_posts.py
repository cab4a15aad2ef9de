"""The SQL statements for where servers want their year in tears posted, and which year was finished last."""

from collections.abc import Sequence
from typing import Any

from bot.core.storage.sql import Reader, Writer
from bot.core.text.languages import Language
from bot.ids import ChannelId, GuildId
from bot.tears.rules.year import YearPost

COLUMNS = "guild_id, channel_id, language, done_year, attempts"
IS_FREE = "channel_id IS NOT NULL AND done_year < :year AND claimed_until <= :now"


def _build_post(language: str, **columns: Any) -> YearPost:
    return YearPost(language=Language(language), **columns)


async def all_posts(reader: Reader) -> Sequence[YearPost]:
    """Return the choice of every server that has ever turned the post on."""
    return await reader.select(_build_post, f"SELECT {COLUMNS} FROM tear_year_post")


async def find(reader: Reader, guild_id: GuildId) -> YearPost | None:
    """Return the choice of a server, or None if it has never turned the post on."""
    sql = f"SELECT {COLUMNS} FROM tear_year_post WHERE guild_id = :guild_id"
    rows = await reader.select(_build_post, sql, {"guild_id": guild_id})
    return rows[0] if rows else None


async def turn_on(writer: Writer, guild_id: GuildId, channel_id: ChannelId, language: Language) -> None:
    """Store the channel and the language for a server's year, and keep the record of what was posted."""
    sql = (
        "INSERT INTO tear_year_post (guild_id, channel_id, language) VALUES (:guild_id, :channel_id, :language)"
        " ON CONFLICT (guild_id) DO UPDATE SET channel_id = excluded.channel_id, language = excluded.language"
    )
    await writer.execute(sql, {"guild_id": guild_id, "channel_id": channel_id, "language": str(language)})


async def turn_off(writer: Writer, guild_id: GuildId) -> None:
    """Remove the channel, but keep the record of what was posted, so that nothing is ever posted twice."""
    sql = "UPDATE tear_year_post SET channel_id = NULL WHERE guild_id = :guild_id"
    await writer.execute(sql, {"guild_id": guild_id})


async def list_free(reader: Reader, year: int, now: int) -> Sequence[YearPost]:
    """Return the choices of the servers whose year is wanted and not finished, claimed or postponed."""
    sql = f"SELECT {COLUMNS} FROM tear_year_post WHERE {IS_FREE} ORDER BY guild_id"
    return await reader.select(_build_post, sql, {"year": year, "now": now})


async def claim(writer: Writer, guild_id: GuildId, year: int, now: int, until: int) -> YearPost | None:
    """Claim a server's year and return where to post it; None if its post is off, finished, claimed or postponed."""
    sql = (
        "UPDATE tear_year_post SET claimed_until = :until, attempts = attempts + 1"
        f" WHERE guild_id = :guild_id AND {IS_FREE} RETURNING {COLUMNS}"
    )
    values = {"guild_id": guild_id, "year": year, "now": now, "until": until}
    rows = await writer.select(_build_post, sql, values)
    return rows[0] if rows else None


async def postpone(writer: Writer, guild_id: GuildId, until: int) -> None:
    """Keep every process from claiming a server's year until an epoch second."""
    sql = "UPDATE tear_year_post SET claimed_until = :until WHERE guild_id = :guild_id"
    await writer.execute(sql, {"guild_id": guild_id, "until": until})


async def finish(writer: Writer, guild_id: GuildId, year: int) -> None:
    """Record that a server's year is finished, and reset the claim and the attempts."""
    sql = "UPDATE tear_year_post SET done_year = :year, claimed_until = 0, attempts = 0 WHERE guild_id = :guild_id"
    await writer.execute(sql, {"guild_id": guild_id, "year": year})
