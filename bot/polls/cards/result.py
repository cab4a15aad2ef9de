"""The result of a poll, with the film that won."""

from collections.abc import Mapping

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import option_name, question_label, voter_count_text
from bot.polls.cards.outcome import ranking_text, reason_text, side_notes
from bot.polls.rules.counting.tally import OutcomeReason
from bot.polls.rules.views.poll_view import PollView

MAX_FIELD_LENGTH = 1000
TITLES: Mapping[OutcomeReason, str] = {OutcomeReason.NO_VOTES: "no-winner", OutcomeReason.RUN_OFF: "tie"}
"""The title keys of results without a winner, by reason; for any other reason, the key is "no-winner-left"."""


def result_card(
    view: PollView,
    localize: Localizer,
    film_card: Embed | None = None,
    message_url: str | None = None,
    poster_url: str | None = None,
) -> Embed:
    """Return the result of a closed poll, with the film's short card and poster if a film won."""
    outcome, winner = view.outcome, view.winner
    reason = "\n".join([reason_text(outcome, localize), *side_notes(view, localize)]) if outcome else ""
    card = Embed(
        title=f"🏆 {option_name(winner, localize)}" if winner else localize(title_key(view)),
        url=film_card.url if film_card else None,
        description=(film_card.description if film_card else "") if winner else reason,
        colour=theme.GOLD if winner else theme.GREY,
    )
    if winner or view.voter_count:
        above = f"{reason}\n\n" if winner else ""
        ranking = ranking_text(view, MAX_FIELD_LENGTH - escaping.utf16_length(above), localize)
        card.add_field(name=_voters_text(view, localize), value=f"{above}{ranking}", inline=False)
    card.set_thumbnail(url=poster_url)
    return card.set_author(name=question_label(view.poll, localize, theme.TITLE_LIMIT), url=message_url)


def _voters_text(view: PollView, localize: Localizer) -> str:
    if not view.voter_count:
        return localize("polls.message.no-votes")
    return voter_count_text(view.voter_count, localize, view.poll.method)


def title_key(view: PollView) -> str:
    """Return the translation key for the title of a result without a winner."""
    reason = view.outcome.reason if view.outcome else OutcomeReason.NO_VOTES
    return f"polls.result.{TITLES.get(reason, 'no-winner-left')}"
