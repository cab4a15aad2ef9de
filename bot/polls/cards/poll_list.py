"""The list of a server's polls."""

from collections.abc import Mapping, Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.ids import MessageId, PollId
from bot.polls.cards.formatting import (
    discord_timestamp,
    option_label,
    option_name,
    question_label,
    question_text,
    voter_count_text,
)
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.views.poll_view import PollSummary, PollView

MAX_QUESTION_LENGTH, MAX_TEXT_LENGTH, MAX_STATE_LENGTH = 90, 3800, 40
MESSAGES_URL = "https://discord.com/channels"


def poll_list_card(
    summaries: Sequence[PollSummary],
    views: Mapping[PollId, PollView],
    start: str,
    localize: Localizer,
    *,
    more: int = 0,
) -> Embed:
    """Return the list of polls; `more` counts polls not passed in, and `start` mentions the command for a new poll."""
    card = Embed(title=localize("polls.list.title"), colour=theme.BLUE)
    if not summaries:
        card.description = localize("polls.list.none", start=start)
        return card
    text, hidden_count = "", more
    for index, summary in enumerate(summaries):
        entry = f"{_entry(summary, views.get(summary.poll.id), localize)}\n\n"
        if escaping.utf16_length(text) + escaping.utf16_length(entry) > MAX_TEXT_LENGTH:
            hidden_count += len(summaries) - index
            break
        text += entry
    card.description = text + (localize("polls.list.more", count=hidden_count) if hidden_count else "")
    return card


def _entry(summary: PollSummary, view: PollView | None, localize: Localizer) -> str:
    poll = summary.poll
    lines = [f"**{_linked_question(poll, localize)}**", _state_text(summary, view, localize)]
    if poll.unreachable_reason:
        lines.append(localize(f"polls.list.lost-{poll.unreachable_reason}"))
    elif poll.announced_at and not poll.result_message_id:
        lines.append(localize("polls.list.unseen"))
    return "\n".join(lines)


def _linked_question(poll: Poll, localize: Localizer) -> str:
    """Return the question, linked to the poll's message if people can open it."""
    question = question_text(poll, localize, MAX_QUESTION_LENGTH)
    url = reachable_url(poll)
    return f"[{question}]({url})" if url else question


def _state_text(summary: PollSummary, view: PollView | None, localize: Localizer) -> str:
    poll = summary.poll
    if poll.state is PollState.CANCELLED:
        return localize("polls.list.cancelled", when=discord_timestamp(poll.cancelled_at or poll.opened_at, "R"))
    if poll.state is PollState.CLOSED:
        when = discord_timestamp(poll.closed_at or poll.opened_at, "R")
        if summary.winner is None:
            return localize("polls.list.run-off" if summary.has_run_off else "polls.list.no-votes", when=when)
        return localize("polls.list.won", winner=option_name(summary.winner, localize), when=when)
    voters = voter_count_text(view.voter_count if view else 0, localize, poll.method)
    if poll.closes_at is None:
        return localize("polls.list.until-ended", voters=voters)
    return localize("polls.list.open", voters=voters, when=discord_timestamp(poll.closes_at, "R"))


def short_state(summary: PollSummary, localize: Localizer) -> str:
    """Return a poll's state without markdown, for a menu."""
    if summary.winner:
        return localize("polls.list.short-won", winner=option_label(summary.winner, localize))
    return localize(f"polls.list.short-{summary.poll.state}")


def choice_label(summary: PollSummary, localize: Localizer) -> str:
    """Return a poll's question and state for an autocomplete choice."""
    suffix = escaping.label(short_state(summary, localize), MAX_STATE_LENGTH)
    question = question_label(summary.poll, localize, theme.CHOICE_LIMIT - escaping.utf16_length(suffix) - 3)
    return f"{question} · {suffix}"


def reachable_url(poll: Poll) -> str | None:
    """Return the URL of a poll's message, or None if the message is unknown or unreachable."""
    return message_url(poll) if poll.message_id and not poll.unreachable_reason else None


def message_url(poll: Poll, message_id: MessageId | None = None) -> str:
    """Return the URL of a poll's message, or of another message in its channel."""
    return f"{MESSAGES_URL}/{poll.guild_id}/{poll.channel_id}/{message_id or poll.message_id}"
