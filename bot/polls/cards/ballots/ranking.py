"""The private card on which a person ranks options."""

from collections.abc import Sequence

from discord import Embed

from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.polls.cards.formatting import option_name, question_label
from bot.polls.rules.ballot import RankedBallot
from bot.polls.rules.option import Option

MAX_QUESTION_LENGTH, MAX_NAME_LENGTH = 100, 80


def ranking_card(ballot: RankedBallot, localize: Localizer, warning: str = "") -> Embed:
    """Return a card that shows what a person has ranked so far, and says that an incomplete ranking counts."""
    if not ballot.chosen:
        return _card(ballot, [localize("polls.rank.empty")], localize)
    count, total = len(ballot.chosen), len(ballot.options)
    progress = localize("polls.rank.partial" if ballot.remaining else "polls.rank.full", count=count, total=total)
    lines = [localize("polls.rank.yours"), *ranking_lines(ballot.chosen, localize), "", progress]
    return _card(ballot, [*lines, *filter(None, [warning])], localize)


def saved_ranking_card(ballot: RankedBallot, localize: Localizer) -> Embed:
    """Return the card for a finished ballot: what counts, and how to change it."""
    if not ballot.chosen:
        return _card(ballot, [localize("polls.rank.nothing")], localize)
    lines = ranking_lines(ballot.chosen, localize)
    return _card(ballot, [localize("polls.rank.saved"), *lines, "", localize("polls.rank.may-change")], localize)


def ranking_lines(ranked: Sequence[Option], localize: Localizer) -> list[str]:
    """Return a numbered line for each option, the favourite first."""
    return [
        f"**{place}.** {option_name(option, localize, MAX_NAME_LENGTH)}" for place, option in enumerate(ranked, start=1)
    ]


def _card(ballot: RankedBallot, lines: Sequence[str], localize: Localizer) -> Embed:
    text = escaping.truncate("\n".join(lines), theme.DESCRIPTION_LIMIT)
    footer = question_label(ballot.poll, localize, MAX_QUESTION_LENGTH)
    return Embed(description=text, colour=theme.BLUE).set_footer(text=footer)
