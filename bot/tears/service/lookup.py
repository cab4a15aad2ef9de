"""Finds films by a server's ratings, for other features' units of work."""

from bot.core.storage.sql import SqlFragment
from bot.films.rules.search.film_filter import FilmFilter
from bot.films.service.lookup import matching_film, never_offered
from bot.ids import GuildId
from bot.tears.queries.conditions import has_enough_ratings, has_mean_near


def film_with_tears(column: str, tissues: int, guild_id: GuildId) -> SqlFragment:
    """Return the condition that a film has this number of tissues, by the server's mean or else by our estimate."""
    enough, near = has_enough_ratings(column, guild_id), has_mean_near(column, tissues, guild_id)
    estimated = matching_film(column, FilmFilter(tears=tissues), guild_id, never_offered)
    sql = f"({near.sql} OR (NOT {enough.sql} AND {estimated.sql}))"
    return SqlFragment(sql, {**near.values, **estimated.values})
