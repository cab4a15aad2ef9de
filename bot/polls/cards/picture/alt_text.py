"""Says in words what the picture of a result shows."""

from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import options_by_votes, vote_count_text
from bot.polls.cards.picture.contents import outcome_line
from bot.polls.cards.picture.labels import short_title
from bot.polls.rules.views.poll_view import PollView

ALT_TEXT_LIMIT, MAX_QUESTION_LENGTH = 1024, 150


def picture_alt_text(view: PollView, localize: Localizer) -> str:
    """Return the question, the winner, how it won and all votes, without markdown."""
    question = escaping.label(view.poll.question, MAX_QUESTION_LENGTH)
    winner = short_title(view.winner, localize) if view.winner else localize("polls.picture.no-winner")
    line = escaping.clean(outcome_line(view, localize)).rstrip(".")
    text = localize("polls.picture.alt", question=question, winner=winner, line=line, votes=_votes(view, localize))
    return escaping.truncate(text, ALT_TEXT_LIMIT)


def _votes(view: PollView, localize: Localizer) -> str:
    counts = view.counts or {}
    return ", ".join(
        f"{short_title(option, localize)} {vote_count_text(counts.get(option.id, 0), localize)}"
        for option in options_by_votes(view)
    )
