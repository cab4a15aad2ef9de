"""Describes the picture of a result in words."""

from bot.core.text import escaping
from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import options_by_votes, question_label, vote_count_text
from bot.polls.cards.picture.contents import outcome_line
from bot.polls.cards.picture.labels import short_title
from bot.polls.cards.picture.rounds import rounds_text
from bot.polls.cards.result import title_key
from bot.polls.pictures.words import printable
from bot.polls.rules.views.poll_view import PollView

ALT_TEXT_LIMIT, MAX_QUESTION_LENGTH = 1024, 150


def picture_alt_text(view: PollView, localize: Localizer) -> str:
    """Return the question, the winner, how it won, the votes, and what was vetoed, without markdown."""
    winner = short_title(view.winner, localize) if view.winner else printable(localize(title_key(view)))
    text = localize(
        "polls.picture.alt",
        question=question_label(view.poll, localize, MAX_QUESTION_LENGTH),
        winner=winner,
        line=escaping.clean(outcome_line(view, localize)).rstrip("."),
        details=" ".join([_counts_text(view, localize), *_vetoed_texts(view, localize)]),
    )
    return escaping.truncate(text, ALT_TEXT_LIMIT)


def _counts_text(view: PollView, localize: Localizer) -> str:
    count = view.outcome.count if view.outcome else None
    if count and count.first:
        return rounds_text(view, count, localize)
    counts = view.counts or {}
    votes = ", ".join(
        f"{short_title(option, localize)} {vote_count_text(counts.get(option.id, 0), localize)}"
        for option in options_by_votes(view)
    )
    return localize("polls.picture.votes", votes=votes)


def _vetoed_texts(view: PollView, localize: Localizer) -> list[str]:
    vetoed = view.outcome.vetoed if view.outcome else ()
    names = ", ".join(short_title(option, localize) for option in vetoed)
    return [localize("polls.picture.vetoed", names=names)] if vetoed else []
