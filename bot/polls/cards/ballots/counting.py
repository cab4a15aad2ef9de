"""Explains how the votes of a poll were counted, and lists the lots, so that anyone can check them."""

from collections.abc import Iterator

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.polls.cards.ballots.rounds import add_round_fields
from bot.polls.cards.formatting import option_name
from bot.polls.cards.message import SHOWN_COMMITMENT_LENGTH
from bot.polls.cards.outcome import losing_condorcet_winner, name_list
from bot.polls.rules.counting.ranked import RankedCount
from bot.polls.rules.counting.tally import Outcome, OutcomeReason
from bot.polls.rules.settings import TieBreak, VotingMethod
from bot.polls.rules.views.poll_view import PollView

MAX_FIELD_LENGTH, MAX_TICKETS, MAX_TICKETS_WITH_ROUNDS = 1000, 6, 4
TIES = frozenset({OutcomeReason.EARLIEST, OutcomeReason.DRAW, OutcomeReason.RUN_OFF})


def counting_card(view: PollView, localize: Localizer) -> Embed:
    """Return a card that explains how the votes were counted, with the seed and the first tickets of any lots."""
    outcome = view.outcome
    lines = [*_method_lines(view, localize), *_note_lines(view, localize), *_tie_lines(outcome, localize)]
    card = Embed(title=localize("polls.counted.title"), description="\n\n".join(lines), colour=theme.BLUE)
    if outcome and outcome.count and outcome.count.first:
        add_round_fields(card, view, outcome.count, localize)
    if outcome and outcome.tickets:
        _add_tickets(card, view, outcome, localize)
    return card


def _method_lines(view: PollView, localize: Localizer) -> Iterator[str]:
    yield localize(f"polls.counted.{view.poll.method}")
    if view.poll.method is VotingMethod.RANKED:
        yield localize(f"polls.counted.fewest-{'earliest' if view.poll.tie_break is TieBreak.EARLIEST else 'lots'}")


def _note_lines(view: PollView, localize: Localizer) -> Iterator[str]:
    """Yield notes on a count: vetoes, one option left, a single voter, exhausted ballots, the Condorcet winner."""
    outcome = view.outcome
    if outcome and outcome.vetoed:
        yield localize("polls.result.vetoed", names=name_list(outcome.vetoed, localize))
    if outcome and outcome.winner and len(outcome.vetoed) == len(view.options) - 1:
        yield localize("polls.counted.one-left", option=option_name(outcome.winner, localize))
    if outcome and outcome.count:
        yield from _ranked_lines(view, outcome.count, localize)


def _ranked_lines(view: PollView, count: RankedCount, localize: Localizer) -> Iterator[str]:
    if view.voter_count == 1 and view.winner:
        yield localize("polls.counted.one-voter")
    if exhausted := count.rounds[-1].exhausted:
        key = "exhausted-one" if exhausted == 1 else "exhausted"
        yield localize(f"polls.counted.{key}", count=exhausted)
    if loser := losing_condorcet_winner(view):
        key = "condorcet-tied" if loser.id in count.rounds[-1].votes else "condorcet-other"
        yield localize(f"polls.counted.{key}", option=option_name(loser, localize))
    elif count.condorcet_id and view.winner:
        yield localize("polls.counted.condorcet")


def _tie_lines(outcome: Outcome | None, localize: Localizer) -> Iterator[str]:
    is_tie = outcome is not None and outcome.reason in TIES
    yield localize(f"polls.counted.{outcome.reason if outcome and is_tie else 'no-tie'}")
    if outcome and outcome.tickets and outcome.reason is not OutcomeReason.DRAW:
        yield localize("polls.counted.lots")


def _add_tickets(card: Embed, view: PollView, outcome: Outcome, localize: Localizer) -> None:
    """Add the seed, its SHA-256, and the first few tickets."""
    poll = view.poll
    commitment = localize("polls.counted.commitment", digits=SHOWN_COMMITMENT_LENGTH)
    seed = f"`{poll.seed}`\n{commitment}\n`{poll.commitment}`"
    card.add_field(name=localize("polls.counted.seed"), value=seed, inline=False)
    limit = MAX_TICKETS_WITH_ROUNDS if outcome.count else MAX_TICKETS
    for ticket in outcome.tickets[:limit]:
        heading = escaping.truncate(option_name(ticket.option, localize), theme.FIELD_NAME_LIMIT)
        card.add_field(name=heading, value=f"{_verbatim(ticket.text)}\n`{ticket.digest}`", inline=False)


def _verbatim(text: str) -> str:
    """Return a text as a code block, or escaped if it contains backticks, which would end the block."""
    return escaping.with_emoji(text, MAX_FIELD_LENGTH) if "`" in text else f"```\n{text}\n```"


def lots_record(view: PollView) -> bytes:
    """Return the lots as a text file: the commitment and the seed, then the digest and the text of each ticket."""
    poll, tickets = view.poll, view.outcome.tickets if view.outcome else ()
    lines = [f"{poll.commitment}  {poll.seed}", "", *(f"{ticket.digest}  {ticket.text}" for ticket in tickets)]
    return ("\n".join(lines) + "\n").encode()
