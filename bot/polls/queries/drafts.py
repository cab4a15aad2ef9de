"""SQL on drafts and their options; every statement names the draft's server and host, or a draft that was found so."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from bot.core.storage.sql import Reader, Values, Writer
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import Option, OptionContent
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import CloseAfter, CloseAt, Deadline, PollSettings, TieBreak, VotingMethod

IS_OWN_DRAFT = "id = :draft AND server = :server AND person = :person"


async def replace_draft(writer: Writer, actor: Actor, channel_id: int, settings: PollSettings, now: int) -> int:
    """Insert a draft in place of the person's earlier one and return its id."""
    values: Values = {**_owner_values(actor), "channel": channel_id, "now": now, **_settings_values(settings)}
    await writer.execute("DELETE FROM poll_draft WHERE server = :server AND person = :person", values)
    rows = await writer.execute(
        "INSERT INTO poll_draft"
        " (server, person, channel, touched, question, method, tie, shows_counts, secret, lasts, closes)"
        " VALUES (:server, :person, :channel, :now,"
        " :question, :method, :tie, :shows_counts, :secret, :lasts, :closes) RETURNING id",
        values,
    )
    return int(rows[0][0])


async def find_current_id(reader: Reader, actor: Actor) -> int | None:
    """Return the id of the draft that a person has in a server."""
    sql = "SELECT id FROM poll_draft WHERE server = :server AND person = :person"
    rows = await reader.execute(sql, _owner_values(actor))
    return rows[0][0] if rows else None


async def find_draft(reader: Reader, actor: Actor, draft_id: int) -> Draft | None:
    """Return a draft with its options, if it is this person's in this server."""
    options = await reader.select(
        Option,
        "SELECT label, film AS film_id, hangul AS korean_label, year, id, row_number() OVER (ORDER BY id) AS position"
        " FROM poll_draft_option WHERE draft = :draft ORDER BY id",
        {"draft": draft_id},
    )
    drafts = await reader.select(
        partial(_draft, tuple(options)),
        "SELECT id, server AS guild_id, person AS host_id, channel AS channel_id, question, method, tie AS tie_break,"
        f" shows_counts, secret AS is_secret, lasts, closes FROM poll_draft WHERE {IS_OWN_DRAFT}",
        {"draft": draft_id, **_owner_values(actor)},
    )
    return drafts[0] if drafts else None


async def update_settings(writer: Writer, draft_id: int, settings: PollSettings, now: int) -> None:
    """Write all settings of a draft."""
    await writer.execute(
        "UPDATE poll_draft SET question = :question, method = :method, tie = :tie, shows_counts = :shows_counts,"
        " secret = :secret, lasts = :lasts, closes = :closes, touched = :now WHERE id = :draft",
        {"draft": draft_id, "now": now, **_settings_values(settings)},
    )


async def set_channel(writer: Writer, actor: Actor, draft_id: int, channel_id: int) -> None:
    """Set the channel in which a person's draft will be posted."""
    values: Values = {"draft": draft_id, "channel": channel_id, **_owner_values(actor)}
    await writer.execute(f"UPDATE poll_draft SET channel = :channel WHERE {IS_OWN_DRAFT}", values)


async def delete_draft(writer: Writer, actor: Actor, draft_id: int) -> None:
    """Delete a person's draft with its options."""
    values: Values = {"draft": draft_id, **_owner_values(actor)}
    await writer.execute(f"DELETE FROM poll_draft WHERE {IS_OWN_DRAFT}", values)


async def insert_options(writer: Writer, draft_id: int, options: Iterable[OptionContent], now: int) -> None:
    """Append options to a draft."""
    await writer.execute_many(
        "INSERT INTO poll_draft_option (draft, film, label, hangul, year)"
        " VALUES (:draft, :film, :label, :hangul, :year)",
        [{"draft": draft_id, **option_values(option)} for option in options],
    )
    await writer.execute("UPDATE poll_draft SET touched = :now WHERE id = :draft", {"draft": draft_id, "now": now})


async def set_option_film(writer: Writer, draft_id: int, option_id: int, film: OptionContent) -> None:
    """Replace what was typed with a film, at the same place in the list."""
    await writer.execute(
        "UPDATE poll_draft_option SET film = :film, label = :label, hangul = :hangul, year = :year"
        " WHERE id = :option AND draft = :draft",
        {"draft": draft_id, "option": option_id, **option_values(film)},
    )


async def delete_option(writer: Writer, draft_id: int, option_id: int, now: int) -> None:
    """Delete an option, if the draft has it."""
    values: Values = {"draft": draft_id, "option": option_id, "now": now}
    await writer.execute("DELETE FROM poll_draft_option WHERE id = :option AND draft = :draft", values)
    await writer.execute("UPDATE poll_draft SET touched = :now WHERE id = :draft", values)


async def delete_options_before(writer: Writer, draft_id: int, option_id: int) -> None:
    """Delete every option that was added before this one."""
    sql = "DELETE FROM poll_draft_option WHERE draft = :draft AND id < :option"
    await writer.execute(sql, {"draft": draft_id, "option": option_id})


def option_values(option: OptionContent) -> Values:
    """Return the columns that an option has in drafts and in polls alike."""
    return {"film": option.film_id, "label": option.label, "hangul": option.korean_label, "year": option.year}


def _owner_values(actor: Actor) -> Values:
    return {"server": actor.guild_id, "person": actor.user_id}


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


def _draft(  # noqa: PLR0913  # one parameter for each column that is no plain value
    options: tuple[Option, ...],
    *,
    question: str,
    method: str,
    tie_break: str,
    shows_counts: int,
    is_secret: int,
    lasts: int | None,
    closes: int | None,
    **columns: Any,
) -> Draft:
    deadline: Deadline = CloseAfter(lasts) if lasts else CloseAt(closes) if closes is not None else None
    settings = PollSettings(
        question, VotingMethod(method), TieBreak(tie_break), bool(shows_counts), bool(is_secret), deadline
    )
    return Draft(settings=settings, options=options, **columns)
