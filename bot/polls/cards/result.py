"""The result of a poll with the film that won, and how the votes were counted."""

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film import content_note_lines
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.rules.film import Film
from bot.films.rules.watch_links import WatchLink, watch_links
from bot.polls.cards.formatting import option_name, voter_count_text
from bot.polls.cards.message import SHOWN_COMMITMENT_LENGTH
from bot.polls.cards.outcome import ranking_text, reason_text
from bot.polls.rules.tally import OutcomeReason
from bot.polls.rules.views.poll_view import PollView

MAX_FIELD_LENGTH, MAX_SERVICE_LENGTH = 1000, 40
MAX_TICKETS, MAX_SERVICES = 6, 3
MAX_HOOK_LENGTH = 300


def result_card(view: PollView, localize: Localizer, film_text: str = "", message_url: str | None = None) -> Embed:
    """Return the result of a closed poll; `film_text` says what must be known of a film that won."""
    outcome, winner = view.outcome, view.winner
    reason = reason_text(outcome, localize) if outcome else ""
    card = Embed(
        title=f"🏆 {option_name(winner, localize)}" if winner else localize("polls.result.no-winner"),
        description=film_text if winner else reason,
        colour=theme.GOLD if winner else theme.GREY,
    )
    if winner:
        ranking = ranking_text(view, MAX_FIELD_LENGTH - escaping.utf16_length(reason) - 2, localize)
        card.add_field(name=voter_count_text(view.voter_count, localize), value=f"{ranking}\n\n{reason}", inline=False)
    return card.set_author(name=escaping.label(view.poll.question, theme.TITLE_LIMIT), url=message_url)


def winner_text(film: Film, reference: ReferenceData, localize: Localizer, region: str | None) -> str:
    """Return what must be known of the film that won: content notes, hook and where to watch it."""
    film_text = film.text(localize.language)
    second = escaping.escape_markdown(film.summary.second_title(localize.language) or "", theme.TITLE_LIMIT)
    hook = escaping.escape_markdown(film_text.hook if film_text else "", MAX_HOOK_LENGTH)
    lines = (
        f"**{second}**" if second else "",
        next(iter(content_note_lines(film, reference.vocabulary, localize))),
        f"> {hook}" if hook else "",
    )
    watch = _watch_text(watch_links(film, reference.services, localize.language, region), localize)
    return "\n\n".join(filter(None, ("\n".join(filter(None, lines)), watch)))


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
