"""Private replies about votes: a person's own ballot, the voters, the films."""

from collections.abc import Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import CONTENT_NOTE_KIND
from bot.films.rules.catalogue.reference_data import Vocabulary
from bot.ids import UserId
from bot.polls.cards.ballots.ranking import ranking_lines
from bot.polls.cards.formatting import option_name, question_label
from bot.polls.rules.ballot import Ballot, VoteReceipt
from bot.polls.rules.option import Option
from bot.polls.rules.poll import UNDO_SECONDS, Poll, PollState
from bot.polls.rules.settings import VotingMethod
from bot.polls.rules.views.poll_view import PollView

MAX_QUESTION_LENGTH, MAX_NOTES_LENGTH = 100, 900
MAX_VOTERS_LENGTH, MAX_FIELD_LENGTH, MAX_DISPLAY_NAME_LENGTH = 3_900, 1_000, 32
"""The most characters of all voters, of one option's voters and of one display name, to fit an embed."""
SEPARATOR = ", "


def vote_card(receipt: VoteReceipt, warning: str, localize: Localizer) -> Embed:
    """Return the reply to a vote; `warning` is about content that the person avoids."""
    lines = [localize(f"polls.vote.{receipt.change}", option=option_name(receipt.option, localize))]
    if receipt.poll.method is VotingMethod.APPROVAL and receipt.chosen:
        lines.append(_chosen_text(receipt.chosen, localize))
    return _private_card(receipt.poll, [*lines, *filter(None, [warning])], localize)


def avoided_text(option: Option, avoided: Sequence[str], vocabulary: Vocabulary, localize: Localizer) -> str:
    """Return the sentence that names the strong notes of a film that the person avoids."""
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


def voters_card(view: PollView, localize: Localizer) -> Embed:
    """Return a card that shows who voted for what in a poll that is not secret."""
    card = Embed(title=localize("polls.vote.who"), colour=theme.BLUE)
    for option in view.options:
        if people := _voters_text(view, option, localize):
            card.add_field(
                name=escaping.truncate(option_name(option, localize), theme.FIELD_NAME_LIMIT),
                value=people,
                inline=False,
            )
    if not card.fields:
        card.description = localize("polls.vote.nobody")
    return card


def _voters_text(view: PollView, option: Option, localize: Localizer) -> str:
    """Return the known voters of an option, as many as fit."""
    count = (view.counts or {}).get(option.id, 0)
    remaining = min(MAX_FIELD_LENGTH, MAX_VOTERS_LENGTH // len(view.options)) - len(
        localize("polls.vote.more-people", count=count)
    )
    names: list[str] = []
    for user_id in (view.voters or {}).get(option.id, ()):
        remaining -= escaping.utf16_length(_voter_name(view, user_id)) + len(SEPARATOR)
        if remaining < 0:
            break
        names.append(_voter_name(view, user_id))
    if more := count - len(names):
        names.append(localize("polls.vote.more-people", count=more))
    return SEPARATOR.join(names)


def _voter_name(view: PollView, user_id: UserId) -> str:
    """Return the display name last seen, or a mention if no name is known."""
    return escaping.escape_markdown(view.display_names.get(user_id, ""), MAX_DISPLAY_NAME_LENGTH) or f"<@{user_id}>"
