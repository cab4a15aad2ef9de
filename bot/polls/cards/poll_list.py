"""A server's polls: what is open, what was decided, what was lost."""

from collections.abc import Mapping, Sequence

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import label, name, people, stamp
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.views.poll_view import PollSummary, PollView

QUESTION, ROOM, STATE = 90, 3800, 40
MESSAGES = "https://discord.com/channels"


def listing_card(
    listed: Sequence[PollSummary], running: Mapping[int, PollView], start: str, localize: Localizer, *, more: int = 0
) -> Embed:
    """Every poll in two lines, the open ones, which `running` has, first, and how many `more`; `start` is a command."""
    card = Embed(title=localize("polls.list.title"), colour=theme.BLUE)
    if not listed:
        card.description = localize("polls.list.none", start=start)
        return card
    text, left = "", more
    for place, one in enumerate(listed):
        entry = f"{_entry(one, running.get(one.poll.id), localize)}\n\n"
        if theme.utf16_length(text) + theme.utf16_length(entry) > ROOM:
            left += len(listed) - place
            break
        text += entry
    card.description = text + (localize("polls.list.more", count=left) if left else "")
    return card


def _entry(one: PollSummary, shown: PollView | None, localize: Localizer) -> str:
    poll = one.poll
    lines = [f"**{_linked(poll)}**", _state(one, shown, localize)]
    if poll.unreachable_reason:
        lines.append(localize(f"polls.list.lost-{poll.unreachable_reason}"))
    elif poll.announced_at and not poll.result_message_id:
        lines.append(localize("polls.list.unseen"))
    return "\n".join(lines)


def _linked(poll: Poll) -> str:
    """The question, leading to the poll's message where there is one."""
    question = theme.with_emoji(poll.question, QUESTION)
    return f"[{question}]({link_to(poll)})" if poll.message_id and not poll.unreachable_reason else question


def _state(one: PollSummary, shown: PollView | None, localize: Localizer) -> str:
    poll = one.poll
    if poll.state is PollState.CANCELLED:
        return localize("polls.list.cancelled", when=stamp(poll.cancelled_at or poll.opened_at, "R"))
    if poll.state is PollState.CLOSED:
        when = stamp(poll.closed_at or poll.opened_at, "R")
        if one.winner is None:
            return localize("polls.list.no-votes", when=when)
        return localize("polls.list.won", winner=name(one.winner, localize), when=when)
    voted = people(shown.voter_count if shown else 0, localize)
    if poll.closes_at is None:
        return localize("polls.list.until-ended", people=voted)
    return localize("polls.list.open", people=voted, when=stamp(poll.closes_at, "R"))


def state_line(one: PollSummary, localize: Localizer) -> str:
    """How a poll stands, for a menu that knows no markdown."""
    if one.winner:
        return localize("polls.list.short-won", winner=label(one.winner, localize))
    return localize(f"polls.list.short-{one.poll.state}")


def choice_line(one: PollSummary, localize: Localizer) -> str:
    """A poll while somebody types its question."""
    state = theme.label(state_line(one, localize), STATE)
    return f"{theme.label(one.poll.question, theme.CHOICE_LIMIT - theme.utf16_length(state) - 3)} · {state}"


def link_to(poll: Poll, message: int | None = None) -> str:
    """The address of a poll's message, or of another one in its channel."""
    return f"{MESSAGES}/{poll.guild_id}/{poll.channel_id}/{message or poll.message_id}"
