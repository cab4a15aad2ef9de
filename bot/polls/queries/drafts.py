"""Drafts and the options on them."""

from collections.abc import Iterable

from bot.core.storage.sql import Reader, Row, Values, Writer
from bot.polls.rules.actor import Actor
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import Option, OptionContent
from bot.polls.rules.settings import CloseAfter, CloseAt, Deadline, PollSettings, TieBreak, VotingMethod

SETTINGS_COLUMNS = "question, method, tie, shows_counts, secret, lasts, closes"
INSERT_OPTION = (
    "INSERT INTO poll_draft_option (draft, film, label, hangul, year) VALUES (:draft, :film, :label, :hangul, :year)"
)


def _settings_values(settings: PollSettings) -> Values:
    deadline = settings.deadline
    return {
        "question": settings.question,
        "method": settings.method,
        "tie": settings.tie_break,
        "shows_counts": int(settings.shows_counts),
        "secret": int(settings.is_secret),
        "lasts": deadline.seconds if isinstance(deadline, CloseAfter) else None,
        "closes": deadline.timestamp if isinstance(deadline, CloseAt) else None,
    }


def _to_settings(row: Row) -> PollSettings:
    question, method, tie_break, shows_counts, is_secret, lasts, closes = row
    deadline: Deadline = CloseAfter(lasts) if lasts else CloseAt(closes) if closes is not None else None
    return PollSettings(
        question, VotingMethod(method), TieBreak(tie_break), bool(shows_counts), bool(is_secret), deadline
    )


async def replace_draft(writer: Writer, actor: Actor, channel_id: int, settings: PollSettings, now: int) -> int:
    """Make a draft in the place of the person's earlier one; gives its id."""
    values: Values = {
        "server": actor.guild_id,
        "person": actor.user_id,
        "channel": channel_id,
        "now": now,
        **_settings_values(settings),
    }
    await writer.execute("DELETE FROM poll_draft WHERE server = :server AND person = :person", values)
    rows = await writer.execute(
        f"INSERT INTO poll_draft (server, person, channel, touched, {SETTINGS_COLUMNS})"
        " VALUES (:server, :person, :channel, :now,"
        " :question, :method, :tie, :shows_counts, :secret, :lasts, :closes) RETURNING id",
        values,
    )
    return int(rows[0][0])


async def find_current_id(reader: Reader, actor: Actor) -> int | None:
    """The id of the draft that a person has in a server."""
    sql = "SELECT id FROM poll_draft WHERE server = :server AND person = :person"
    rows = await reader.execute(sql, {"server": actor.guild_id, "person": actor.user_id})
    return rows[0][0] if rows else None


async def find_draft(reader: Reader, actor: Actor, draft_id: int) -> Draft | None:
    """A draft of this person in this server."""
    values = {"draft": draft_id, "server": actor.guild_id, "person": actor.user_id}
    rows = await reader.execute(
        f"SELECT channel, {SETTINGS_COLUMNS} FROM poll_draft"
        " WHERE id = :draft AND server = :server AND person = :person",
        values,
    )
    if not rows:
        return None
    options = await reader.execute(
        "SELECT label, film, hangul, year, id, row_number() OVER (ORDER BY id) FROM poll_draft_option"
        " WHERE draft = :draft ORDER BY id",
        values,
    )
    channel_id, *settings = rows[0]
    return Draft(
        draft_id,
        actor.guild_id,
        actor.user_id,
        channel_id,
        _to_settings(settings),
        tuple(Option(*row) for row in options),
    )


async def update_settings(writer: Writer, draft_id: int, settings: PollSettings, now: int) -> None:
    """Write what the host decided."""
    await writer.execute(
        "UPDATE poll_draft SET question = :question, method = :method, tie = :tie, shows_counts = :shows_counts,"
        " secret = :secret, lasts = :lasts, closes = :closes, touched = :now WHERE id = :draft",
        {"draft": draft_id, "now": now, **_settings_values(settings)},
    )


async def insert_options(writer: Writer, draft_id: int, options: Iterable[OptionContent], now: int) -> None:
    """Put options at the end of a draft."""
    rows = [
        {
            "draft": draft_id,
            "film": option.film_id,
            "label": option.label,
            "hangul": option.korean_label,
            "year": option.year,
        }
        for option in options
    ]
    await writer.execute_many(INSERT_OPTION, rows)
    await writer.execute("UPDATE poll_draft SET touched = :now WHERE id = :draft", {"draft": draft_id, "now": now})


async def delete_option(writer: Writer, draft_id: int, option_id: int, now: int) -> None:
    """Take an option off a draft, if it is on it."""
    values = {"draft": draft_id, "option": option_id, "now": now}
    await writer.execute("DELETE FROM poll_draft_option WHERE id = :option AND draft = :draft", values)
    await writer.execute("UPDATE poll_draft SET touched = :now WHERE id = :draft", values)


async def delete_draft(writer: Writer, actor: Actor, draft_id: int) -> None:
    """Throw a person's draft away."""
    sql = "DELETE FROM poll_draft WHERE id = :draft AND server = :server AND person = :person"
    await writer.execute(sql, {"draft": draft_id, "server": actor.guild_id, "person": actor.user_id})
