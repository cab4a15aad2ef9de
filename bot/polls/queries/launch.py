"""A draft becomes a poll, and a poll that could not be posted a draft again."""

from bot.core.storage.sql import Reader, Values, Writer
from bot.polls.rules.draft import Draft

SETTINGS_COLUMNS = "question, method, tie, shows_counts, secret"


async def insert_poll(  # noqa: PLR0913  # a start is all of this
    writer: Writer, draft: Draft, closes_at: int | None, seed: str | None, now: int, *, parent_channel_id: int | None
) -> int:
    """Make the poll of a draft, and throw the draft away; gives the poll's id."""
    values: Values = {"draft": draft.id, "closes": closes_at, "now": now, "parent": parent_channel_id}
    rows = await writer.execute(
        f"INSERT INTO poll (draft, server, channel, host, {SETTINGS_COLUMNS}, lasts, opened, closes, parent)"
        f" SELECT id, server, channel, person, {SETTINGS_COLUMNS}, lasts, :now, :closes, :parent"
        " FROM poll_draft WHERE id = :draft RETURNING id",
        values,
    )
    poll_id = int(rows[0][0])
    await writer.execute_many(
        "INSERT INTO poll_option (poll, position, film, label, hangul, year)"
        " VALUES (:poll, :position, :film, :label, :hangul, :year)",
        [
            {
                "poll": poll_id,
                "position": option.position,
                "film": option.film_id,
                "label": option.label,
                "hangul": option.korean_label,
                "year": option.year,
            }
            for option in draft.options
        ],
    )
    if seed:
        sql = "INSERT INTO poll_seed (poll, seed) VALUES (:poll, :seed)"
        await writer.execute(sql, {"poll": poll_id, "seed": seed})
    await writer.execute("DELETE FROM poll_draft WHERE id = :draft", values)
    return poll_id


async def restart_duration(writer: Writer, guild_id: int, poll_id: int, now: int) -> None:
    """Count the chosen length of an open poll from now on, where no message of it is known."""
    await writer.execute(
        "UPDATE poll SET closes = :now + lasts WHERE id = :poll AND server = :server"
        " AND state = 'open' AND message IS NULL AND lasts IS NOT NULL",
        {"poll": poll_id, "server": guild_id, "now": now},
    )


async def has_begun(reader: Reader, poll_id: int) -> bool:
    """Whether anybody can have seen a poll: its message is known, or there are votes."""
    sql = (
        "SELECT message IS NOT NULL OR state <> 'open' OR EXISTS (SELECT 1 FROM ballot WHERE poll = :poll)"
        " FROM poll WHERE id = :poll"
    )
    return bool((await reader.execute(sql, {"poll": poll_id}))[0][0])


async def revert_to_draft(writer: Writer, poll_id: int, now: int) -> None:
    """Make a poll's draft anew, unless its host is gone or has begun another one; and delete the poll."""
    values: Values = {"poll": poll_id, "now": now}
    rows = await writer.execute(
        f"INSERT INTO poll_draft (server, person, channel, {SETTINGS_COLUMNS}, lasts, closes, touched)"
        f" SELECT server, host, channel, {SETTINGS_COLUMNS}, lasts, iif(lasts IS NULL, closes, NULL), :now"
        " FROM poll WHERE id = :poll AND host IS NOT NULL"
        " ON CONFLICT (server, person) DO NOTHING RETURNING id",
        values,
    )
    for row in rows:
        await writer.execute(
            "INSERT INTO poll_draft_option (draft, film, label, hangul, year)"
            " SELECT :draft, film, label, hangul, year FROM poll_option WHERE poll = :poll ORDER BY position",
            {"draft": row[0], "poll": poll_id},
        )
    await writer.execute("DELETE FROM poll WHERE id = :poll", values)
