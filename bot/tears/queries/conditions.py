"""SQL conditions on a server's ratings of films, for use in other features' statements."""

from bot.core.storage.sql import SqlFragment
from bot.ids import GuildId
from bot.tears.rules.board import MIN_SHOWN

RATINGS = "SELECT 1 FROM tear_rating WHERE tear_rating.guild_id = :tears_guild_id AND tear_rating.film_id = {column}"
ENOUGH = f" GROUP BY tear_rating.film_id HAVING count(*) >= {MIN_SHOWN}"
NEAREST = " AND 2 * sum(tissues) >= :tears_from * count(*) AND 2 * sum(tissues) < :tears_below * count(*)"


def has_enough_ratings(column: str, guild_id: GuildId) -> SqlFragment:
    """Return the condition that a column holds a film that enough people in the server have rated."""
    return SqlFragment(f"EXISTS ({RATINGS.format(column=column)}{ENOUGH})", {"tears_guild_id": guild_id})


def has_mean_near(column: str, tissues: int, guild_id: GuildId) -> SqlFragment:
    """Return the condition that a column holds a film with enough ratings, whose mean rounds to `tissues`."""
    sql = f"EXISTS ({RATINGS.format(column=column)}{ENOUGH}{NEAREST})"
    bounds = {"tears_from": 2 * tissues - 1, "tears_below": 2 * tissues + 1}
    return SqlFragment(sql, {"tears_guild_id": guild_id, **bounds})
