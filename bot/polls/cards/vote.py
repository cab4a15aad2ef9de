"""What one person alone is told: what their ballot is, who voted, which films there are."""

from collections.abc import Sequence

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.cards.film import CONTENT_NOTE_KIND
from bot.films.rules.catalogue.vocabulary import Vocabulary
from bot.polls.cards.formatting import option_name
from bot.polls.rules.ballot import Ballot, VoteReceipt
from bot.polls.rules.option import Option
from bot.polls.rules.poll import UNDO_SECONDS, Poll, PollState
from bot.polls.rules.settings import VotingMethod
from bot.polls.rules.views.poll_view import PollView

QUESTION, LINE = 100, 900
PEOPLE, FIELD, DISPLAY_NAME = 3_900, 1_000, 32
"""Characters of the people who voted, in all and for one option, and of one display name: an embed holds no more."""
BETWEEN = ", "


def vote_card(pressed: VoteReceipt, avoided: Sequence[str], vocabulary: Vocabulary, localize: Localizer) -> Embed:
    """What a ballot is after a press; `avoided` are the strong notes of the film that the person keeps away from."""
    chosen = option_name(pressed.option, localize)
    lines = [localize(f"polls.vote.{pressed.change}", option=chosen)]
    if pressed.poll.method is VotingMethod.APPROVAL and pressed.chosen:
        lines.append(_ticked(pressed.chosen, localize))
    if avoided:
        notes = " · ".join(vocabulary.label(CONTENT_NOTE_KIND, key, localize.language) for key in avoided)
        lines.append(localize("polls.vote.avoided", option=chosen, notes=theme.escape_markdown(notes, LINE)))
    return _own_card(pressed.poll, lines)


def ballot_card(ballot: Ballot, now: int, localize: Localizer) -> Embed:
    """What somebody has voted for, and what can be done about it."""
    if ballot.chosen:
        lines = [localize("polls.vote.yours"), _listed(ballot.chosen, localize)]
        lines += [localize("polls.vote.may-change")] if ballot.poll.state is PollState.OPEN else []
    else:
        lines = [localize(f"polls.vote.{_why_none(ballot.poll, now)}")]
    return _own_card(ballot.poll, lines)


def _why_none(poll: Poll, now: int) -> str:
    if poll.state is PollState.OPEN:
        return "none-yet"
    return (
        "forgotten" if poll.is_secret and now > (poll.closed_at or poll.cancelled_at or now) + UNDO_SECONDS else "none"
    )


def _ticked(chosen: Sequence[Option], localize: Localizer) -> str:
    return f"{localize('polls.vote.yours')}\n{_listed(chosen, localize)}"


def _listed(chosen: Sequence[Option], localize: Localizer) -> str:
    return "\n".join(f"• {option_name(option, localize)}" for option in chosen)


def _own_card(poll: Poll, lines: Sequence[str]) -> Embed:
    card = Embed(description="\n".join(lines), colour=theme.BLUE)
    return card.set_footer(text=theme.label(poll.question, QUESTION))


def films_card(localize: Localizer) -> Embed:
    """Above the menu of a poll's films."""
    return Embed(description=localize("polls.vote.films"), colour=theme.BLUE)


def voters_card(shown: PollView, localize: Localizer) -> Embed:
    """Who voted for what, in a poll that names its voters."""
    card = Embed(title=localize("polls.vote.who"), colour=theme.BLUE)
    for option in shown.options:
        if people := _people(shown, option, localize):
            card.add_field(
                name=theme.truncate(option_name(option, localize), theme.FIELD_NAME_LIMIT), value=people, inline=False
            )
    if not card.fields:
        card.description = localize("polls.vote.nobody")
    return card


def _people(shown: PollView, option: Option, localize: Localizer) -> str:
    """Who voted for an option, as far as there is room and they are kept."""
    count = (shown.counts or {}).get(option.id, 0)
    room = min(FIELD, PEOPLE // len(shown.options)) - len(localize("polls.vote.more-people", count=count))
    told: list[str] = []
    for person in (shown.voters or {}).get(option.id, ()):
        room -= theme.utf16_length(_person(shown, person)) + len(BETWEEN)
        if room < 0:
            break
        told.append(_person(shown, person))
    if more := count - len(told):
        told.append(localize("polls.vote.more-people", count=more))
    return BETWEEN.join(told)


def _person(shown: PollView, person: int) -> str:
    """A mention, with the display name beside it: an app shows bare digits for people whom it has not loaded."""
    name = theme.escape_markdown(shown.display_names.get(person, ""), DISPLAY_NAME)
    return f"<@{person}> ({name})" if name else f"<@{person}>"
