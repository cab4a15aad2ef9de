"""The message of a poll: pure functions from what may be shown to an embed."""

from collections.abc import Iterator

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.vocabulary import Vocabulary
from bot.polls.cards.formatting import Notes, by_votes, count_blocks, option_blocks, people, stamp
from bot.polls.cards.outcome import sentence
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.settings import TieBreak
from bot.polls.rules.views.poll_view import PollView

ROOM = theme.DESCRIPTION_LIMIT


def message_card(shown: PollView, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Embed:
    """A poll as its channel sees it: open, closed or cancelled."""
    match shown.poll.state:
        case PollState.OPEN:
            return _open(shown, notes, vocabulary, localize)
        case PollState.CLOSED:
            return _closed(shown, localize)
        case PollState.CANCELLED:
            return _card(shown.poll, localize("polls.message.cancelled"), theme.PALE_BLUE)


def _card(poll: Poll, text: str, colour: int) -> Embed:
    return Embed(
        title=theme.with_emoji(poll.question, theme.TITLE_LIMIT), description=theme.truncate(text, ROOM), colour=colour
    )


def _open(shown: PollView, notes: Notes, vocabulary: Vocabulary, localize: Localizer) -> Embed:
    poll = shown.poll
    how = [localize(f"polls.message.{poll.method}"), *_discretion(poll, localize)]
    blocks = ["\n".join(how), *option_blocks(shown, notes, vocabulary, localize)]
    card = _card(poll, "\n\n".join(blocks), theme.BLUE)
    card.add_field(name=localize("polls.message.closes"), value=_closes(poll, localize))
    card.add_field(name=localize("polls.message.voted"), value=_voted(shown, localize))
    return card.add_field(name=localize("polls.message.tie"), value=_tie(poll, localize), inline=False)


def _voted(shown: PollView, localize: Localizer) -> str:
    return people(shown.voter_count, localize) if shown.voter_count else localize("polls.message.nobody")


def _discretion(poll: Poll, localize: Localizer) -> list[str]:
    """Who will know what, and when."""
    named = "named" if poll.shows_counts else "named-later"
    told = [localize("polls.message.secret") if poll.is_secret else localize(f"polls.message.{named}")]
    return told if poll.shows_counts else [*told, localize("polls.message.hidden")]


def _closes(poll: Poll, localize: Localizer) -> str:
    if poll.closes_at is None:
        return localize("polls.message.until-ended")
    return f"{stamp(poll.closes_at)}\n{stamp(poll.closes_at, 'R')}"


def _tie(poll: Poll, localize: Localizer) -> str:
    if poll.tie_break is TieBreak.EARLIEST:
        return localize("polls.message.tie-earliest")
    if poll.commitment is None:
        return localize("polls.message.tie-draw-later")
    return localize("polls.message.tie-draw", commitment=poll.commitment)


def _closed(shown: PollView, localize: Localizer) -> Embed:
    poll = shown.poll
    ended = localize(f"polls.message.closed-{poll.close_reason}", when=stamp(poll.closed_at or poll.opened_at))
    return _card(
        poll, "\n\n".join([f"{ended}\n{sentence(shown, localize)}", *_counts(shown, localize)]), theme.PALE_BLUE
    )


def _counts(shown: PollView, localize: Localizer) -> Iterator[str]:
    return count_blocks(shown, by_votes(shown), localize)
