"""What else is changed of a draft while it is prepared."""

from bot.core.storage.sql import Values, Writer
from bot.polls.rules.actor import Actor
from bot.polls.rules.option import OptionContent


async def set_option_film(writer: Writer, draft_id: int, option_id: int, film: OptionContent) -> None:
    """Make a film of what was typed, in its place in the list."""
    values: Values = {
        "draft": draft_id,
        "option": option_id,
        "film": film.film_id,
        "label": film.label,
        "hangul": film.korean_label,
        "year": film.year,
    }
    await writer.execute(
        "UPDATE poll_draft_option SET film = :film, label = :label, hangul = :hangul, year = :year"
        " WHERE id = :option AND draft = :draft",
        values,
    )


async def delete_options_before(writer: Writer, draft_id: int, option_id: int) -> None:
    """Take off everything that was added before an option."""
    sql = "DELETE FROM poll_draft_option WHERE draft = :draft AND id < :option"
    await writer.execute(sql, {"draft": draft_id, "option": option_id})


async def set_channel(writer: Writer, actor: Actor, draft_id: int, channel_id: int) -> None:
    """Let a person's draft be posted in another channel."""
    values: Values = {"draft": draft_id, "server": actor.guild_id, "person": actor.user_id, "channel": channel_id}
    sql = "UPDATE poll_draft SET channel = :channel WHERE id = :draft AND server = :server AND person = :person"
    await writer.execute(sql, values)
