"""Handles the button that shows who voted for what, page by page."""

from collections.abc import Mapping

from discord import Embed
from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import Component, button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.ids import NO_GUILD, PollId, parse_id
from bot.polls.actor import check_can_see_poll
from bot.polls.cards.ballots.voter_rankings import RANKINGS_PER_PAGE, known_rankings, voter_rankings_card
from bot.polls.cards.voters import PEOPLE_PER_PAGE, PageNumber, page_number, voter_entries, voters_card
from bot.polls.handlers.draft.panel import reply_in_place
from bot.polls.message_buttons import VOTERS
from bot.polls.rules.settings import VotingMethod
from bot.polls.rules.views.poll_view import PollView
from bot.polls.service.views import PollReader


class VoterHandlers(Struct, frozen=True):
    """Answers privately: the first page is a reply, and each further page replaces the one before."""

    views: PollReader

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {VOTERS: self._show}

    async def _show(self, context: Context, argument: str) -> None:
        poll_id, _, page_text = argument.partition(":")
        view = await self.views.get(context.guild_id or NO_GUILD, parse_id(poll_id, PollId))
        check_can_see_poll(context, view.poll)
        if view.voters is None:
            raise UserError("polls.vote.who-secret" if view.poll.is_secret else "polls.vote.who-hidden")
        card, page = await self._page(view, parse_id(page_text, int), context.user_text)
        await reply_in_place(context, card, _page_buttons(view.poll.id, page, context.user_text), as_new=not page_text)

    async def _page(self, view: PollView, page_index: int, localize: Localizer) -> tuple[Embed, PageNumber]:
        if view.poll.method is VotingMethod.RANKED:
            rankings = known_rankings(await self.views.list_named_ballots(view.poll.guild_id, view.poll.id))
            page = page_number(page_index, len(rankings), RANKINGS_PER_PAGE)
            return voter_rankings_card(view, rankings, page, localize), page
        entries = [*voter_entries(view, localize)]
        page = page_number(page_index, len(entries), PEOPLE_PER_PAGE)
        return voters_card(view, entries, page, localize), page


def _page_buttons(poll_id: PollId, page: PageNumber, localize: Localizer) -> list[Component]:
    """Return the buttons to the previous and the next page, if there are such pages."""
    pages = (("films.search.previous", page.index - 1), ("films.search.next", page.index + 1))
    return [button(VOTERS, f"{poll_id}:{index}", localize(key)) for key, index in pages if 0 <= index < page.count]
