"""The SQL statements that delete expired rows from the cache."""

from bot.core.storage.sql import Reader, Writer

TOO_OLD = "NOT ({column} > :oldest AND {column} <= :newest)"
OLD_MOVIE = f"{TOO_OLD.format(column='text_fetched_at')} OR {TOO_OLD.format(column='offers_fetched_at')}"
OLD_LOOKUP = TOO_OLD.format(column="checked_at")
HAS_EXPIRED_ROWS = f"""
    SELECT EXISTS (SELECT 1 FROM tmdb_movie_cache WHERE {OLD_MOVIE})
        OR EXISTS (SELECT 1 FROM tmdb_lookup_cache WHERE {OLD_LOOKUP})
"""
DELETE_OLD_MOVIES = f"""
    DELETE FROM tmdb_movie_cache
    WHERE tmdb_id IN (SELECT tmdb_id FROM tmdb_movie_cache WHERE {OLD_MOVIE} LIMIT :batch_size)
"""
DELETE_OLD_LOOKUPS = f"DELETE FROM tmdb_lookup_cache WHERE {OLD_LOOKUP}"


async def has_expired_rows(reader: Reader, oldest: int, newest: int) -> bool:
    """Return whether anything was fetched at or before `oldest`, or after `newest` because the clock was wrong."""
    return bool((await reader.execute(HAS_EXPIRED_ROWS, {"oldest": oldest, "newest": newest}))[0][0])


async def delete_expired_rows(writer: Writer, oldest: int, newest: int, batch_size: int) -> None:
    """Delete up to `batch_size` expired films with their offers, and all expired lookups."""
    await writer.execute(DELETE_OLD_MOVIES, {"oldest": oldest, "newest": newest, "batch_size": batch_size})
    await writer.execute(DELETE_OLD_LOOKUPS, {"oldest": oldest, "newest": newest})
