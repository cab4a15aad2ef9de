"""The result of a poll with the film that won, and how the votes were counted."""

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import option_name, voter_count_text
from bot.polls.cards.message import SHOWN_COMMITMENT_LENGTH
from bot.polls.cards.outcome import ranking_text, reason_text
from bot.polls.rules.counting.tally import OutcomeReason
from bot.polls.rules.views.poll_view import PollView

MAX_FIELD_LENGTH, MAX_TICKETS = 1000, 6


def result_card(
    view: PollView,
    localize: Localizer,
    film_card: Embed | None = None,
    message_url: str | None = None,
    poster_url: str | None = None,
) -> Embed:
    """Return the result of a closed poll, with the content of the short card and the poster if a film won."""
    outcome, winner = view.outcome, view.winner
    reason = reason_text(outcome, localize) if outcome else ""
    card = Embed(
        title=f"🏆 {option_name(winner, localize)}" if winner else localize("polls.result.no-winner"),
        url=film_card.url if film_card else None,
        description=(film_card.description if film_card else "") if winner else reason,
        colour=theme.GOLD if winner else theme.GREY,
    )
    if winner:
        ranking = ranking_text(view, MAX_FIELD_LENGTH - escaping.utf16_length(reason) - 2, localize)
        card.add_field(name=voter_count_text(view.voter_count, localize), value=f"{reason}\n\n{ranking}", inline=False)
    card.set_thumbnail(url=poster_url)
    return card.set_author(name=escaping.label(view.poll.question, theme.TITLE_LIMIT), url=message_url)


def counting_card(view: PollView, localize: Localizer) -> Embed:
    """Return a card on how the votes were counted, with everything needed to verify a draw."""
    poll, outcome = view.poll, view.outcome
    tie = outcome.reason if outcome and outcome.reason in {OutcomeReason.EARLIEST, OutcomeReason.DRAW} else "no-tie"
    lines = [localize(f"polls.counted.{poll.method}"), localize(f"polls.counted.{tie}")]
    card = Embed(title=localize("polls.counted.title"), description="\n\n".join(lines), colour=theme.BLUE)
    if outcome and outcome.tickets:
        commitment = localize("polls.counted.commitment", digits=SHOWN_COMMITMENT_LENGTH)
        seed = f"`{poll.seed}`\n{commitment}\n`{poll.commitment}`"
        card.add_field(name=localize("polls.counted.seed"), value=seed, inline=False)
        for ticket in outcome.tickets[:MAX_TICKETS]:
            heading = escaping.truncate(option_name(ticket.option, localize), theme.FIELD_NAME_LIMIT)
            card.add_field(name=heading, value=f"{_verbatim(ticket.text)}\n`{ticket.digest}`", inline=False)
    return card


def _verbatim(text: str) -> str:
    """Return a text as a code block, or escaped if it has backticks, which would end the block."""
    return escaping.with_emoji(text, MAX_FIELD_LENGTH) if "`" in text else f"```\n{text}\n```"


def draw_record(view: PollView) -> bytes:
    """Return a draw as a text file: first the commitment and the seed, then each ticket's digest and text."""
    poll, tickets = view.poll, view.outcome.tickets if view.outcome else ()
    lines = [f"{poll.commitment}  {poll.seed}", "", *(f"{ticket.digest}  {ticket.text}" for ticket in tickets)]
    return ("\n".join(lines) + "\n").encode()
