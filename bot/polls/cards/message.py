"""The public message of a poll."""

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.polls.cards.formatting import (
    Notes,
    add_option_fields,
    discord_timestamp,
    option_name,
    question_title,
    veto_rule,
    voter_count_text,
    watch_lines,
)
from bot.polls.rules.counting.tally import OutcomeReason
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.settings import TieBreak
from bot.polls.rules.views.poll_view import Host, PollView

MAX_HOST_NAME_LENGTH, SHOWN_COMMITMENT_LENGTH = 64, 32
"""The maximum length of a host's name, and the number of commitment digits shown, enough to rule out other seeds."""
SEPARATOR = " · "


def message_card(
    view: PollView, notes: Notes, vocabulary: Vocabulary, localize: Localizer, host: Host | None = None
) -> Embed:
    """Return the card of an open, closed or cancelled poll; an open one names its `host`."""
    match view.poll.state:
        case PollState.OPEN:
            card = open_card(view, notes, vocabulary, localize)
            closing = [_closing_text(view.poll, localize), *watch_lines(view.poll.watch_at, localize)]
            lines = [*closing, *_rule_lines(view.poll, localize)]
            card.description = "\n".join([*lines, *_streaming_note(view, localize)])
            return _with_host(card, host, localize) if host else card
        case PollState.CLOSED:
            return _card(view.poll, _closed_text(view, localize), theme.GREY, localize)
        case PollState.CANCELLED:
            return _card(view.poll, localize("polls.message.cancelled"), theme.RED, localize)


def snapshot_card(view: PollView, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Embed:
    """Return a card with the current state of an open poll, for a message that will not be updated."""
    card = open_card(view, notes, vocabulary, localize)
    status_line = f"{localize('polls.result.so-far')} {_closing_text(view.poll, localize)}"
    card.description = "\n".join([status_line, *_streaming_note(view, localize)])
    return card


def open_card(view: PollView, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Embed:
    """Return a card with an open poll's question and options, the rules in its footer, and no description."""
    card = Embed(title=question_title(view.poll, localize), colour=theme.BLUE)
    add_option_fields(card, view, notes, vocabulary, localize)
    return card.set_footer(text=_footer(view, localize))


def _card(poll: Poll, text: str, colour: int, localize: Localizer) -> Embed:
    return Embed(title=question_title(poll, localize), description=text, colour=colour)


def _with_host(card: Embed, host: Host, localize: Localizer) -> Embed:
    name = escaping.label(host.name, MAX_HOST_NAME_LENGTH)
    if not name:
        return card
    return card.set_author(name=localize("polls.message.asks", name=name), icon_url=host.avatar_url)


def _rule_lines(poll: Poll, localize: Localizer) -> list[str]:
    """Return the lines that apply: what a run-off is, how to vote, and what a veto does."""
    run_off = localize("polls.message.is-run-off") if poll.is_run_off else ""
    vetoes = veto_rule(poll.veto_threshold, localize)
    return [line for line in (run_off, localize(f"polls.message.{poll.method}"), vetoes) if line]


def _streaming_note(view: PollView, localize: Localizer) -> list[str]:
    """Return the line that explains the streaming counts of the films, if there are any."""
    if not view.streaming or not view.streaming.counts:
        return []
    source = "streaming-justwatch" if view.streaming.is_from_justwatch else "streaming-note"
    return [localize(f"polls.message.{source}")]


def _closing_text(poll: Poll, localize: Localizer) -> str:
    if poll.closes_at is None:
        return localize("polls.message.until-ended")
    return localize("polls.message.closes", when=discord_timestamp(poll.closes_at, "R"))


def _footer(view: PollView, localize: Localizer) -> str:
    """Return who sees votes, how many people have voted, how a tie will be broken, and the seed's commitment."""
    poll = view.poll
    privacy = "secret" if poll.is_secret else "named" if poll.shows_counts else "named-later"
    parts = (
        localize(f"polls.message.{privacy}"),
        voter_count_text(view.voter_count, localize, poll.method),
        localize(f"polls.message.tie-{poll.tie_break}"),
        _commitment_text(poll, localize),
    )
    return SEPARATOR.join(filter(None, parts))


def _commitment_text(poll: Poll, localize: Localizer) -> str:
    if poll.tie_break is TieBreak.EARLIEST or poll.commitment is None:
        return ""
    return localize("polls.message.commitment", digits=poll.commitment[:SHOWN_COMMITMENT_LENGTH])


def _closed_text(view: PollView, localize: Localizer) -> str:
    poll, winner = view.poll, view.winner
    reason = view.outcome.reason if view.outcome else OutcomeReason.NO_VOTES
    won = (
        localize("polls.message.won", winner=option_name(winner, localize))
        if winner
        else localize(f"polls.message.{reason}")
    )
    closed_at = discord_timestamp(poll.closed_at or poll.opened_at, "R")
    return f"{won} {localize(f'polls.message.closed-{poll.close_reason}', when=closed_at)}"
