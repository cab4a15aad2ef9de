"""Drafts and the options on them."""

from collections.abc import Iterable

from bot.core.storage.sql import Reader, Row, Values, Writer
from bot.polls.rules.actor import Actor
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import Option, OptionContent
from bot.polls.rules.settings import CloseAfter, CloseAt, Deadline, PollSettings, TieBreak, VotingMethod

TERMS = "question, method, tie, shows_counts, secret, lasts, closes"
PUT_OPTION = (
    "INSERT INTO poll_draft_option (draft, film, label, hangul, year) VALUES (:draft, :film, :label, :hangul, :year)"
)


def _values(terms: PollSettings) -> Values:
    closing = terms.deadline
    return {
        "question": terms.question,
        "method": terms.method,
        "tie": terms.tie_break,
        "shows_counts": int(terms.shows_counts),
        "secret": int(terms.is_secret),
        "lasts": closing.seconds if isinstance(closing, CloseAfter) else None,
        "closes": closing.timestamp if isinstance(closing, CloseAt) else None,
    }


def _terms(row: Row) -> PollSettings:
    question, method, tie, shows_counts, secret, lasts, closes = row
    closing: Deadline = CloseAfter(lasts) if lasts else CloseAt(closes) if closes is not None else None
    return PollSettings(question, VotingMethod(method), TieBreak(tie), bool(shows_counts), bool(secret), closing)


async def put(writer: Writer, actor: Actor, channel: int, terms: PollSettings, now: int) -> int:
    """Make a draft in the place of the person's earlier one; gives its id."""
    values: Values = {
        "server": actor.guild_id,
        "person": actor.user_id,
        "channel": channel,
        "now": now,
        **_values(terms),
    }
    await writer.execute("DELETE FROM poll_draft WHERE server = :server AND person = :person", values)
    rows = await writer.execute(
        f"INSERT INTO poll_draft (server, person, channel, touched, {TERMS}) VALUES (:server, :person, :channel, :now,"
        " :question, :method, :tie, :shows_counts, :secret, :lasts, :closes) RETURNING id",
        values,
    )
    return int(rows[0][0])


async def current(reader: Reader, actor: Actor) -> int | None:
    """The id of the draft that a person has in a server."""
    sql = "SELECT id FROM poll_draft WHERE server = :server AND person = :person"
    rows = await reader.execute(sql, {"server": actor.guild_id, "person": actor.user_id})
    return rows[0][0] if rows else None


async def draft(reader: Reader, actor: Actor, key: int) -> Draft | None:
    """A draft of this person in this server."""
    values = {"draft": key, "server": actor.guild_id, "person": actor.user_id}
    rows = await reader.execute(
        f"SELECT channel, {TERMS} FROM poll_draft WHERE id = :draft AND server = :server AND person = :person",
        values,
    )
    if not rows:
        return None
    options = await reader.execute(
        "SELECT label, film, hangul, year, id, row_number() OVER (ORDER BY id) FROM poll_draft_option"
        " WHERE draft = :draft ORDER BY id",
        values,
    )
    channel, *terms = rows[0]
    return Draft(key, actor.guild_id, actor.user_id, channel, _terms(terms), tuple(Option(*row) for row in options))


async def set_terms(writer: Writer, key: int, terms: PollSettings, now: int) -> None:
    """Write what the host decided."""
    await writer.execute(
        "UPDATE poll_draft SET question = :question, method = :method, tie = :tie, shows_counts = :shows_counts,"
        " secret = :secret, lasts = :lasts, closes = :closes, touched = :now WHERE id = :draft",
        {"draft": key, "now": now, **_values(terms)},
    )


async def add_options(writer: Writer, key: int, wanted: Iterable[OptionContent], now: int) -> None:
    """Put options at the end of a draft."""
    rows = [
        {"draft": key, "film": w.film_id, "label": w.label, "hangul": w.korean_label, "year": w.year} for w in wanted
    ]
    await writer.execute_many(PUT_OPTION, rows)
    await writer.execute("UPDATE poll_draft SET touched = :now WHERE id = :draft", {"draft": key, "now": now})


async def remove_option(writer: Writer, key: int, option: int, now: int) -> None:
    """Take an option off a draft, if it is on it."""
    values = {"draft": key, "option": option, "now": now}
    await writer.execute("DELETE FROM poll_draft_option WHERE id = :option AND draft = :draft", values)
    await writer.execute("UPDATE poll_draft SET touched = :now WHERE id = :draft", values)


async def drop(writer: Writer, actor: Actor, key: int) -> None:
    """Throw a person's draft away."""
    sql = "DELETE FROM poll_draft WHERE id = :draft AND server = :server AND person = :person"
    await writer.execute(sql, {"draft": key, "server": actor.guild_id, "person": actor.user_id})
