"""The SQL statements for drafts and options; callers look a draft up by server and host before they use its id."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from bot.core.storage.sql import Reader, Values, Writer
from bot.ids import ChannelId, DraftId, OptionId
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import Option, OptionContent
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import CloseAfter, CloseAt, Deadline, PollSettings, TieBreak, VotingMethod

IS_OWN_DRAFT = "id = :draft_id AND guild_id = :guild_id AND host_id = :host_id"


async def replace_draft(
    writer: Writer, actor: Actor, channel_id: ChannelId, settings: PollSettings, now: int
) -> DraftId:
    """Insert a draft, replacing the person's earlier one, and return its id."""
    values: Values = {**_owner_values(actor), "channel_id": channel_id, "now": now, **_settings_values(settings)}
    await writer.execute("DELETE FROM poll_draft WHERE guild_id = :guild_id AND host_id = :host_id", values)
    rows = await writer.execute(
        "INSERT INTO poll_draft"
        " (guild_id, host_id, channel_id, updated_at,"
        " question, method, tie_break, shows_counts, is_secret, duration_seconds, closes_at, veto_threshold,"
        " watch_at, takes_suggestions)"
        " VALUES (:guild_id, :host_id, :channel_id, :now, :question, :method, :tie_break, :shows_counts, :is_secret,"
        " :duration_seconds, :closes_at, :veto_threshold, :watch_at, :takes_suggestions) RETURNING id",
        values,
    )
    return DraftId(rows[0][0])


async def find_current_id(reader: Reader, actor: Actor) -> DraftId | None:
    """Return the id of the draft that a person has in a server, or None."""
    sql = "SELECT id FROM poll_draft WHERE guild_id = :guild_id AND host_id = :host_id"
    rows = await reader.execute(sql, _owner_values(actor))
    return rows[0][0] if rows else None


async def find_draft(reader: Reader, actor: Actor, draft_id: DraftId) -> Draft | None:
    """Return a draft with its options, or None if it is not this person's draft in this server."""
    options = await reader.select(
        Option,
        "SELECT label, film_id, korean_label, year, id, row_number() OVER (ORDER BY id) AS position"
        " FROM poll_draft_option WHERE draft_id = :draft_id ORDER BY id",
        {"draft_id": draft_id},
    )
    drafts = await reader.select(
        partial(_build_draft, tuple(options)),
        "SELECT id, guild_id, host_id, channel_id, question, method, tie_break,"
        " shows_counts, is_secret, duration_seconds, closes_at, veto_threshold, watch_at, takes_suggestions"
        f" FROM poll_draft WHERE {IS_OWN_DRAFT}",
        {"draft_id": draft_id, **_owner_values(actor)},
    )
    return drafts[0] if drafts else None


async def update_settings(writer: Writer, draft_id: DraftId, settings: PollSettings, now: int) -> None:
    """Write all settings of a draft."""
    await writer.execute(
        "UPDATE poll_draft SET question = :question, method = :method, tie_break = :tie_break,"
        " shows_counts = :shows_counts, is_secret = :is_secret, duration_seconds = :duration_seconds,"
        " closes_at = :closes_at, veto_threshold = :veto_threshold, watch_at = :watch_at,"
        " takes_suggestions = :takes_suggestions, updated_at = :now WHERE id = :draft_id",
        {"draft_id": draft_id, "now": now, **_settings_values(settings)},
    )


async def set_channel(writer: Writer, actor: Actor, draft_id: DraftId, channel_id: ChannelId) -> None:
    """Set the channel in which a person's draft will be posted."""
    values: Values = {"draft_id": draft_id, "channel_id": channel_id, **_owner_values(actor)}
    await writer.execute(f"UPDATE poll_draft SET channel_id = :channel_id WHERE {IS_OWN_DRAFT}", values)


async def delete_draft(writer: Writer, actor: Actor, draft_id: DraftId) -> None:
    """Delete a person's draft with its options."""
    values: Values = {"draft_id": draft_id, **_owner_values(actor)}
    await writer.execute(f"DELETE FROM poll_draft WHERE {IS_OWN_DRAFT}", values)


async def insert_options(writer: Writer, draft_id: DraftId, options: Iterable[OptionContent], now: int) -> None:
    """Append options to a draft."""
    await writer.execute_many(
        "INSERT INTO poll_draft_option (draft_id, film_id, label, korean_label, year)"
        " VALUES (:draft_id, :film_id, :label, :korean_label, :year)",
        [{"draft_id": draft_id, **option_values(option)} for option in options],
    )
    sql = "UPDATE poll_draft SET updated_at = :now WHERE id = :draft_id"
    await writer.execute(sql, {"draft_id": draft_id, "now": now})


async def set_option_film(writer: Writer, draft_id: DraftId, option_id: OptionId, film: OptionContent) -> None:
    """Replace a typed option with a film, at the same position."""
    await writer.execute(
        "UPDATE poll_draft_option SET film_id = :film_id, label = :label, korean_label = :korean_label, year = :year"
        " WHERE id = :option_id AND draft_id = :draft_id",
        {"draft_id": draft_id, "option_id": option_id, **option_values(film)},
    )


async def delete_option(writer: Writer, draft_id: DraftId, option_id: OptionId, now: int) -> None:
    """Delete an option, if the draft has it."""
    values: Values = {"draft_id": draft_id, "option_id": option_id, "now": now}
    await writer.execute("DELETE FROM poll_draft_option WHERE id = :option_id AND draft_id = :draft_id", values)
    await writer.execute("UPDATE poll_draft SET updated_at = :now WHERE id = :draft_id", values)


async def delete_options_before(writer: Writer, draft_id: DraftId, option_id: OptionId) -> None:
    """Delete every option that was added before this one."""
    sql = "DELETE FROM poll_draft_option WHERE draft_id = :draft_id AND id < :option_id"
    await writer.execute(sql, {"draft_id": draft_id, "option_id": option_id})


def option_values(option: OptionContent) -> Values:
    """Return the columns of an option that drafts and polls share."""
    return {"film_id": option.film_id, "label": option.label, "korean_label": option.korean_label, "year": option.year}


def _owner_values(actor: Actor) -> Values:
    return {"guild_id": actor.guild_id, "host_id": actor.user_id}


def _settings_values(settings: PollSettings) -> Values:
    deadline = settings.deadline
    return {
        "question": settings.question,
        "method": settings.method,
        "tie_break": settings.tie_break,
        "shows_counts": int(settings.shows_counts),
        "is_secret": int(settings.is_secret),
        "duration_seconds": deadline.seconds if isinstance(deadline, CloseAfter) else None,
        "closes_at": deadline.timestamp if isinstance(deadline, CloseAt) else None,
        "veto_threshold": settings.veto_threshold,
        "watch_at": settings.watch_at,
        "takes_suggestions": int(settings.takes_suggestions),
    }


def _build_draft(  # noqa: PLR0913  # one parameter per column that is converted
    options: tuple[Option, ...],
    *,
    question: str,
    method: str,
    tie_break: str,
    shows_counts: int,
    is_secret: int,
    duration_seconds: int | None,
    closes_at: int | None,
    veto_threshold: int | None,
    watch_at: int | None,
    takes_suggestions: int,
    **columns: Any,
) -> Draft:
    closes: Deadline = CloseAt(closes_at) if closes_at is not None else None
    deadline = CloseAfter(duration_seconds) if duration_seconds else closes
    settings = PollSettings(
        question,
        VotingMethod(method),
        TieBreak(tie_break),
        bool(shows_counts),
        bool(is_secret),
        deadline,
        veto_threshold,
        watch_at,
        bool(takes_suggestions),
    )
    return Draft(settings=settings, options=options, **columns)
