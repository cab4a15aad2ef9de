"""Private replies about votes: the confirmation of a vote, a person's own ballot, and the menu of films."""

from collections.abc import Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import CONTENT_NOTE_KIND
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.polls.cards.ballots.ranking import ranking_lines
from bot.polls.cards.formatting import option_name, question_label
from bot.polls.rules.ballot import Ballot, VoteReceipt
from bot.polls.rules.option import Option
from bot.polls.rules.poll import UNDO_SECONDS, Poll, PollState
from bot.polls.rules.settings import VotingMethod

MAX_QUESTION_LENGTH, MAX_NOTES_LENGTH = 100, 900


def vote_card(receipt: VoteReceipt, warning: str, localize: Localizer) -> Embed:
    """Return the reply to a vote; `warning` names any content that the person avoids, or is empty."""
    lines = [localize(f"polls.vote.{receipt.change}", option=option_name(receipt.option, localize))]
    if receipt.poll.method is VotingMethod.APPROVAL and receipt.chosen:
        lines.append(_chosen_text(receipt.chosen, localize))
    return _private_card(receipt.poll, [*lines, *filter(None, [warning])], localize)


def avoided_text(option: Option, avoided: Sequence[str], vocabulary: Vocabulary, localize: Localizer) -> str:
    """Return the sentence that names which of a film's strong notes the person avoids."""
    labels = " · ".join(vocabulary.label(CONTENT_NOTE_KIND, key, localize.language) for key in avoided)
    notes = escaping.escape_markdown(labels, MAX_NOTES_LENGTH)
    return localize("polls.vote.avoided", option=option_name(option, localize), notes=notes)


def ballot_card(ballot: Ballot, now: int, localize: Localizer) -> Embed:
    """Return a card with what a person has voted for, and whether that can be changed."""
    is_ranked = ballot.poll.method is VotingMethod.RANKED
    if ballot.chosen:
        chosen = (
            "\n".join(ranking_lines(ballot.chosen, localize)) if is_ranked else _option_list(ballot.chosen, localize)
        )
        lines = [localize("polls.vote.yours"), chosen]
        may_change = "polls.rank.may-change" if is_ranked else "polls.vote.may-change"
        lines += [localize(may_change)] if ballot.poll.state is PollState.OPEN else []
    else:
        key = f"polls.vote.{_no_ballot_key(ballot.poll, now)}"
        lines = [localize("polls.rank.nothing" if is_ranked and key == "polls.vote.none-yet" else key)]
    return _private_card(ballot.poll, lines, localize)


def _no_ballot_key(poll: Poll, now: int) -> str:
    if poll.state is PollState.OPEN:
        return "none-yet"
    return (
        "forgotten" if poll.is_secret and now > (poll.closed_at or poll.cancelled_at or now) + UNDO_SECONDS else "none"
    )


def _chosen_text(chosen: Sequence[Option], localize: Localizer) -> str:
    return f"{localize('polls.vote.yours')}\n{_option_list(chosen, localize)}"


def _option_list(chosen: Sequence[Option], localize: Localizer) -> str:
    return "\n".join(f"• {option_name(option, localize)}" for option in chosen)


def _private_card(poll: Poll, lines: Sequence[str], localize: Localizer) -> Embed:
    card = Embed(description="\n".join(lines), colour=theme.BLUE)
    return card.set_footer(text=question_label(poll, localize, MAX_QUESTION_LENGTH))


def films_card(localize: Localizer) -> Embed:
    """Return the card above the menu of a poll's films."""
    return Embed(description=localize("polls.vote.films"), colour=theme.BLUE)
