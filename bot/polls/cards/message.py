"""The public message of a poll."""

from collections.abc import Iterator

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.polls.cards.formatting import (
    Notes,
    count_blocks,
    discord_timestamp,
    option_blocks,
    options_by_votes,
    people_count_text,
)
from bot.polls.cards.outcome import outcome_text
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.settings import TieBreak
from bot.polls.rules.views.poll_view import PollView

MAX_TEXT_LENGTH = theme.DESCRIPTION_LIMIT


def message_card(view: PollView, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Embed:
    """Return the message of an open, closed or cancelled poll."""
    match view.poll.state:
        case PollState.OPEN:
            return _open_card(view, notes, vocabulary, localize)
        case PollState.CLOSED:
            return _closed_card(view, localize)
        case PollState.CANCELLED:
            return _card(view.poll, localize("polls.message.cancelled"), theme.PALE_BLUE)


def _card(poll: Poll, text: str, colour: int) -> Embed:
    return Embed(
        title=escaping.with_emoji(poll.question, theme.TITLE_LIMIT),
        description=escaping.truncate(text, MAX_TEXT_LENGTH),
        colour=colour,
    )


def _open_card(view: PollView, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Embed:
    poll = view.poll
    rules = [localize(f"polls.message.{poll.method}"), *_privacy_lines(poll, localize)]
    blocks = ["\n".join(rules), *option_blocks(view, notes, vocabulary, localize)]
    card = _card(poll, "\n\n".join(blocks), theme.BLUE)
    card.add_field(name=localize("polls.message.closes"), value=_closes_text(poll, localize))
    card.add_field(name=localize("polls.message.voted"), value=_voted_text(view, localize))
    return card.add_field(name=localize("polls.message.tie"), value=_tie_break_text(poll, localize), inline=False)


def _voted_text(view: PollView, localize: Localizer) -> str:
    return people_count_text(view.voter_count, localize) if view.voter_count else localize("polls.message.nobody")


def _privacy_lines(poll: Poll, localize: Localizer) -> list[str]:
    """Return lines that say who can see which votes, and when."""
    key = "named" if poll.shows_counts else "named-later"
    lines = [localize("polls.message.secret") if poll.is_secret else localize(f"polls.message.{key}")]
    return lines if poll.shows_counts else [*lines, localize("polls.message.hidden")]


def _closes_text(poll: Poll, localize: Localizer) -> str:
    if poll.closes_at is None:
        return localize("polls.message.until-ended")
    return f"{discord_timestamp(poll.closes_at)}\n{discord_timestamp(poll.closes_at, 'R')}"


def _tie_break_text(poll: Poll, localize: Localizer) -> str:
    if poll.tie_break is TieBreak.EARLIEST:
        return localize("polls.message.tie-earliest")
    if poll.commitment is None:
        return localize("polls.message.tie-draw-later")
    return localize("polls.message.tie-draw", commitment=poll.commitment)


def _closed_card(view: PollView, localize: Localizer) -> Embed:
    poll = view.poll
    heading = localize(
        f"polls.message.closed-{poll.close_reason}", when=discord_timestamp(poll.closed_at or poll.opened_at)
    )
    return _card(
        poll,
        "\n\n".join([f"{heading}\n{outcome_text(view, localize)}", *_count_blocks(view, localize)]),
        theme.PALE_BLUE,
    )


def _count_blocks(view: PollView, localize: Localizer) -> Iterator[str]:
    return count_blocks(view, options_by_votes(view), localize)
