"""The result of a poll, the film that won, and how to verify a draw."""

from collections.abc import Iterator

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film import content_note_lines, film_title
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film
from bot.films.rules.watch_links import WatchLink, watch_links
from bot.polls.cards.formatting import (
    MAX_NAME_LENGTH,
    count_blocks,
    discord_timestamp,
    option_name,
    options_by_votes,
    people_count_text,
)
from bot.polls.cards.outcome import outcome_text
from bot.polls.rules.poll import PollState
from bot.polls.rules.tally import DrawTicket, OutcomeReason
from bot.polls.rules.views.poll_view import PollView

MAX_TEXT_LENGTH, MAX_FIELD_LENGTH, MAX_SERVICE_LENGTH = 3000, 1000, 40
MAX_TICKETS, MAX_SERVICES = 6, 3
MAX_HOOK_LENGTH = 300


def result_card(view: PollView, localize: Localizer) -> Embed:
    """Return a card with the current or final result of a poll, with the votes that may be shown."""
    poll = view.poll
    blocks = [_status_text(view, localize)]
    if view.counts is not None:
        blocks += count_blocks(
            view, options_by_votes(view) if poll.state is PollState.CLOSED else view.options, localize
        )
    text = escaping.truncate("\n\n".join(block for block in blocks if block), MAX_TEXT_LENGTH)
    colour = theme.BLUE if poll.state is PollState.CLOSED else theme.PALE_BLUE
    card = Embed(title=escaping.with_emoji(poll.question, theme.TITLE_LIMIT), description=text, colour=colour)
    if view.outcome and view.outcome.tickets and poll.seed:
        draw = localize(
            "polls.result.draw-text", seed=poll.seed, lots="\n".join(_short_tickets(view.outcome.tickets, localize))
        )
        card.add_field(
            name=localize("polls.result.draw-heading"), value=escaping.truncate(draw, MAX_FIELD_LENGTH), inline=False
        )
    return card


def _status_text(view: PollView, localize: Localizer) -> str:
    poll = view.poll
    match poll.state:
        case PollState.CLOSED:
            return outcome_text(view, localize)
        case PollState.CANCELLED:
            return localize("polls.message.cancelled")
        case PollState.OPEN:
            closes = (
                localize("polls.message.until-ended")
                if poll.closes_at is None
                else discord_timestamp(poll.closes_at, "R")
            )
            hidden = [] if view.counts is not None else [localize("polls.message.hidden")]
            so_far = localize(
                "polls.result.so-far", people=people_count_text(view.voter_count, localize), closes=closes
            )
            return "\n".join([so_far, *hidden])


def _short_tickets(tickets: tuple[DrawTicket, ...], localize: Localizer) -> Iterator[str]:
    """Yield the tickets, the winner's first, with shortened digests and the names used in the draw."""
    for ticket in tickets[:MAX_TICKETS]:
        yield f"`{ticket.digest[:12]}{escaping.ELLIPSIS}` {escaping.with_emoji(ticket.option.name, MAX_NAME_LENGTH)}"
    if len(tickets) > MAX_TICKETS:
        yield localize("polls.result.more", count=len(tickets) - MAX_TICKETS)


def winner_card(film: Film, reference: ReferenceData, localize: Localizer, region: str | None) -> Embed:
    """Return a short card of the film that won: content notes, hook and where to watch it."""
    summary, film_text = film.summary, film.text(localize.language)
    second = escaping.escape_markdown(summary.second_title(localize.language) or "", theme.TITLE_LIMIT)
    hook = escaping.escape_markdown(film_text.hook if film_text else "", MAX_HOOK_LENGTH)
    facts = [*([f"**{second}**"] if second else []), *content_note_lines(film, reference.vocabulary, localize)]
    watch_text = _watch_text(watch_links(film, reference.services, localize.language, region), localize)
    parts = ("\n".join(facts), f"> {hook}" if hook else "", watch_text)
    text = "\n\n".join(part for part in parts if part)
    return Embed(title=film_title(summary, localize), description=text, colour=theme.BLUE)


def _watch_text(offers: tuple[WatchLink, ...], localize: Localizer) -> str:
    """Return the first services with the same kind and region as the first link, or an empty string."""
    first = offers[0]
    if first.kind == "finder":
        return ""
    names = [offer.name for offer in offers if (offer.kind, offer.region) == (first.kind, first.region)]
    services = ", ".join(escaping.escape_markdown(service, MAX_SERVICE_LENGTH) for service in names[:MAX_SERVICES])
    return localize(f"polls.result.{first.kind}", services=services, region=first.region)


def counting_card(view: PollView, localize: Localizer) -> Embed:
    """Return a card on how the votes were counted, with all that is needed to verify a draw."""
    poll, outcome = view.poll, view.outcome
    tie = outcome.reason if outcome and outcome.reason in {OutcomeReason.EARLIEST, OutcomeReason.DRAW} else "no-tie"
    lines = [localize(f"polls.counted.{poll.method}"), localize(f"polls.counted.{tie}")]
    card = Embed(title=localize("polls.counted.title"), description="\n\n".join(lines), colour=theme.BLUE)
    if outcome and outcome.tickets:
        seed = f"`{poll.seed}`\n{localize('polls.counted.commitment')}\n`{poll.commitment}`"
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
