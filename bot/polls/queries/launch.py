"""A draft becomes a poll, and a poll that could not be posted a draft again."""

from bot.core.storage.sql import Reader, Values, Writer
from bot.polls.rules.draft import Draft

TERMS = "question, method, tie, shows_counts, secret"


async def start(  # noqa: PLR0913  # a start is all of this
    writer: Writer, draft: Draft, closes: int | None, seed: str | None, now: int, *, parent: int | None
) -> int:
    """Make the poll of a draft, and throw the draft away; gives the poll's id."""
    values: Values = {"draft": draft.id, "closes": closes, "now": now, "parent": parent}
    rows = await writer.execute(
        f"INSERT INTO poll (draft, server, channel, host, {TERMS}, lasts, opened, closes, parent)"
        f" SELECT id, server, channel, person, {TERMS}, lasts, :now, :closes, :parent"
        " FROM poll_draft WHERE id = :draft RETURNING id",
        values,
    )
    poll = int(rows[0][0])
    await writer.execute_many(
        "INSERT INTO poll_option (poll, position, film, label, hangul, year)"
        " VALUES (:poll, :position, :film, :label, :hangul, :year)",
        [
            {
                "poll": poll,
                "position": o.position,
                "film": o.film_id,
                "label": o.label,
                "hangul": o.korean_label,
                "year": o.year,
            }
            for o in draft.options
        ],
    )
    if seed:
        sql = "INSERT INTO poll_seed (poll, seed) VALUES (:poll, :seed)"
        await writer.execute(sql, {"poll": poll, "seed": seed})
    await writer.execute("DELETE FROM poll_draft WHERE id = :draft", values)
    return poll


async def restart(writer: Writer, server: int, poll: int, now: int) -> None:
    """Count the chosen length of an open poll from now on, where no message of it is known."""
    await writer.execute(
        "UPDATE poll SET closes = :now + lasts WHERE id = :poll AND server = :server"
        " AND state = 'open' AND message IS NULL AND lasts IS NOT NULL",
        {"poll": poll, "server": server, "now": now},
    )


async def has_begun(reader: Reader, poll: int) -> bool:
    """Whether anybody can have seen a poll: its message is known, or there are votes."""
    sql = (
        "SELECT message IS NOT NULL OR state <> 'open' OR EXISTS (SELECT 1 FROM ballot WHERE poll = :poll)"
        " FROM poll WHERE id = :poll"
    )
    return bool((await reader.execute(sql, {"poll": poll}))[0][0])


async def give_back(writer: Writer, poll: int, now: int) -> None:
    """Make a poll's draft anew, unless its host is gone or has begun another one; and delete the poll."""
    values: Values = {"poll": poll, "now": now}
    rows = await writer.execute(
        f"INSERT INTO poll_draft (server, person, channel, {TERMS}, lasts, closes, touched)"
        f" SELECT server, host, channel, {TERMS}, lasts, iif(lasts IS NULL, closes, NULL), :now"
        " FROM poll WHERE id = :poll AND host IS NOT NULL"
        " ON CONFLICT (server, person) DO NOTHING RETURNING id",
        values,
    )
    for row in rows:
        await writer.execute(
            "INSERT INTO poll_draft_option (draft, film, label, hangul, year)"
            " SELECT :draft, film, label, hangul, year FROM poll_option WHERE poll = :poll ORDER BY position",
            {"draft": row[0], "poll": poll},
        )
    await writer.execute("DELETE FROM poll WHERE id = :poll", values)
