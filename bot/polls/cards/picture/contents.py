"""Collects what the picture of a result shows, in the reader's language."""

from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import options_by_votes, question_label, votes_text
from bot.polls.cards.outcome import reason_text
from bot.polls.cards.picture.labels import MAX_LENGTH, option_text
from bot.polls.cards.picture.rounds import flows
from bot.polls.cards.result import title_key
from bot.polls.pictures.result_picture import MAX_IN_ONE_COLUMN, Bar, ResultPicture
from bot.polls.pictures.words import printable
from bot.polls.rules.counting.tally import Outcome, OutcomeReason
from bot.polls.rules.option import Option
from bot.polls.rules.views.poll_view import PollView

SHORT_TIES = frozenset({OutcomeReason.EARLIEST, OutcomeReason.DRAW, OutcomeReason.RUN_OFF})


def picture_contents(view: PollView, localize: Localizer, cover: bytes = b"") -> ResultPicture:
    """Return what the picture of a closed poll shows; `cover` is the cover of the film that won."""
    count = view.outcome.count if view.outcome else None
    return ResultPicture(
        printable(question_label(view.poll, localize, MAX_LENGTH)),
        printable(localize(title_key(view))) if view.winner is None else option_text(view.winner, localize),
        printable(outcome_line(view, localize)),
        tuple(_bar(view, option, localize) for option in options_by_votes(view)),
        flows(view, count, localize) if count and len(count.rounds) > 1 else (),
        localize("polls.picture.rounds"),
        cover,
    )


def outcome_line(view: PollView, localize: Localizer) -> str:
    """Return a few words on how the winner won, or why there is none."""
    outcome = view.outcome
    if outcome is None:
        return ""
    if outcome.reason is OutcomeReason.MOST:
        key = "polls.picture.most" if view.voter_count > 1 else "polls.picture.only"
        return localize(key, votes=outcome.votes, voters=view.voter_count)
    if outcome.reason is OutcomeReason.MAJORITY and outcome.count:
        last = outcome.count.rounds[-1]
        total = sum(last.votes.values())
        return localize("polls.picture.majority", round=last.number, votes=outcome.votes, total=total)
    if outcome.reason in SHORT_TIES:
        return localize(f"polls.picture.{outcome.reason}", votes=outcome.votes)
    return reason_text(outcome, localize)


def _bar(view: PollView, option: Option, localize: Localizer) -> Bar:
    votes = (view.counts or {}).get(option.id, 0)
    is_short = len(view.options) > MAX_IN_ONE_COLUMN
    return Bar(
        option_text(option, localize),
        str(votes) if is_short else votes_text(view, option, localize),
        votes / view.voter_count if view.voter_count else 0.0,
        is_winner=option == view.winner,
        is_tied=_is_tied(view.outcome, option),
        is_out=view.outcome is not None and option in view.outcome.vetoed,
    )


def _is_tied(outcome: Outcome | None, option: Option) -> bool:
    return outcome is not None and len(outcome.tied) > 1 and option in outcome.tied
