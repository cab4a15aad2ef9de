"""Shows who ranked what, page by page, for ranked polls that are not secret."""

from collections.abc import Mapping, Sequence

from discord import Embed

from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.ids import OptionId, UserId
from bot.polls.cards.formatting import option_name
from bot.polls.cards.voters import PageNumber, page_footer, voter_name
from bot.polls.rules.views.exported_poll import ExportedBallot
from bot.polls.rules.views.poll_view import PollView

RANKINGS_PER_PAGE, MAX_NAME_LENGTH = 20, 36
"""Chosen so that even the longest names with full rankings fit below the list of options."""
ARROW = " › "
KnownRanking = tuple[UserId, str | None, Sequence[OptionId]]
"""A voter, their last known display name, and what they ranked, the favourite first."""


def known_rankings(ballots: Sequence[ExportedBallot]) -> Sequence[KnownRanking]:
    """Return the rankings whose voters are known."""
    return [(ballot.voter_id, ballot.voter_name, ballot.choices) for ballot in ballots if ballot.voter_id]


def voter_rankings_card(
    view: PollView, rankings: Sequence[KnownRanking], page: PageNumber, localize: Localizer
) -> Embed:
    """Return a card with the numbered options, and below them a page of voters and the numbers they ranked."""
    numbers = {option.id: option.position for option in view.options}
    listed = [f"**{option.position}** · {option_name(option, localize, MAX_NAME_LENGTH)}" for option in view.options]
    people = [_line(ranking, numbers) for ranking in page.of(rankings)]
    if nameless := view.voter_count - len(rankings):
        people += [localize("polls.vote.nameless", count=nameless)] if page.index + 1 == page.count else []
    text = "\n".join([*listed, "", *people]) if people else localize("polls.vote.nobody")
    card = Embed(title=localize("polls.vote.who-ranked"), description=text, colour=theme.BLUE)
    return card.set_footer(text=page_footer(view.poll, page, localize))


def _line(ranking: KnownRanking, numbers: Mapping[OptionId, int]) -> str:
    user_id, display_name, choices = ranking
    return f"**{voter_name(user_id, display_name)}** {ARROW.join(str(numbers[option_id]) for option_id in choices)}"
