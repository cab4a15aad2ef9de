"""How polls and their results look, with everything that can be pressed on them."""

from collections.abc import Iterable
from dataclasses import dataclass

from discord import Embed

from bot.core.errors import UserError
from bot.core.interactions.components import Component, Item, button, link_button, select
from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.cards.film import CONTENT_NOTE_KIND
from bot.films.rules.catalogue.reference_data import STRONG, ReferenceData
from bot.films.rules.film import Film
from bot.films.service.films import Films
from bot.polls.cards.formatting import Notes, option_label
from bot.polls.cards.message import message_card
from bot.polls.cards.poll_list import message_url
from bot.polls.cards.result import result_card, winner_card
from bot.polls.delivery.channel import RenderedMessage
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.views.poll_view import PollView
from bot.settings.service import SettingsService

VOTE, BALLOT, FILMS, VOTERS = "vote", "poll-ballot", "poll-films", "poll-who"
COUNTING, DETAILS = "poll-counted", "details"
"""The second press is films' own: it tells a film's card to one person."""
RESULT_SUFFIX = ":posted"
"""What ends the id of that first button on the one message that is the result, and on no other."""
BUTTONS_PER_ROW, LAST_ROW = 5, 4


@dataclass(frozen=True, slots=True)
class PollRenderer:
    """Draws what everybody in a channel sees of polls."""

    films: Films
    reference: ReferenceData
    settings: SettingsService

    async def poll_card(self, view: PollView, localize: Localizer) -> Embed:
        """Return the card of a poll's message."""
        notes = await self.content_notes(view.poll, view.options)
        return message_card(view, notes, self.reference.vocabulary, localize)

    async def poll_message(self, view: PollView, localize: Localizer) -> RenderedMessage:
        """Return a poll's message."""
        return [await self.poll_card(view, localize)], _message_components(view, localize)

    async def result_message(self, view: PollView, localize: Localizer) -> RenderedMessage:
        """Return the message with a result: the counts and, where a film won, that film."""
        winner, guild_id = view.outcome and view.outcome.winner, view.poll.guild_id
        film = await self._find_film(winner, guild_id) if winner else None
        region = self.settings.for_guild(guild_id).region
        cards = [winner_card(film, self.reference, localize, region)] if film else []
        return [result_card(view, localize), *cards], result_components(view, localize, is_posted=True)

    def notice_message(self, poll: Poll, localize: Localizer) -> RenderedMessage:
        """Return the message that announces a cancelled or reopened poll in a thread that it unarchives."""
        key = "polls.message.cancelled-there" if poll.state is PollState.CANCELLED else "polls.message.returned-there"
        card = Embed(
            description=localize(key, question=escaping.escape_markdown(poll.question, theme.TITLE_LIMIT)),
            colour=theme.PALE_BLUE,
        )
        return [card], [link_button(localize("polls.press.poll"), message_url(poll))]

    async def _find_film(self, option: Option, server: int) -> Film | None:
        """Return an option's film; None too for one that is not in the catalogue any more."""
        try:
            return await self.films.film(option.film_id, server) if option.film_id else None
        except UserError:
            return None

    async def strong_notes(self, poll: Poll, option: Option) -> tuple[str, ...]:
        """Return the content notes of an option's film that people must see before they choose it."""
        film = await self._find_film(option, poll.guild_id)
        notes = film.content_notes if film else None
        return self.reference.vocabulary.in_categories(CONTENT_NOTE_KIND, notes or (), STRONG)

    async def content_notes(self, poll: Poll, options: Iterable[Option]) -> Notes:
        """Return the content notes of the films among some options."""
        film_ids = [option.film_id for option in options if option.film_id]
        return await self.films.content_notes(film_ids, poll.guild_id)


def _message_components(view: PollView, localize: Localizer) -> list[Item]:
    poll = view.poll
    if poll.state is PollState.CANCELLED:
        return []
    films = (
        [button(FILMS, poll.id, localize("polls.press.films"))]
        if any(option.film_id for option in view.options)
        else []
    )
    voters = [button(VOTERS, poll.id, localize("polls.press.who"))] if view.voters is not None else []
    if poll.state is PollState.CLOSED:
        result = (
            [link_button(localize("polls.press.result"), message_url(poll, poll.result_message_id))]
            if poll.result_message_id
            else []
        )
        return [*result, button(COUNTING, poll.id, localize("polls.press.counted")), *films, *voters]
    last_row: list[Component] = [button(BALLOT, poll.id, localize("polls.press.ballot")), *films, *voters]
    for component in last_row:
        component.row = LAST_ROW
    return [*_vote_buttons(view, localize), *last_row]


def _vote_buttons(view: PollView, localize: Localizer) -> list[Component]:
    """Return a button for each option, in rows of five above the last row."""
    buttons: list[Component] = []
    for index, option in enumerate(view.options):
        number = f"{option.position} "
        text = number + option_label(option, localize, theme.LABEL_LIMIT - len(number))
        buttons.append(button(VOTE, f"{view.poll.id}:{option.id}", text))
        buttons[-1].row = index // BUTTONS_PER_ROW
    return buttons


def result_components(view: PollView, localize: Localizer, *, is_posted: bool = False) -> list[Item]:
    """Return the controls under a result, wherever it is shown."""
    poll, winner = view.poll, view.outcome.winner if view.outcome else None
    film = [button(DETAILS, winner.film_id, localize("polls.press.film"))] if winner and winner.film_id else []
    argument = f"{poll.id}{RESULT_SUFFIX}" if is_posted else poll.id
    counting = [button(COUNTING, argument, localize("polls.press.counted"))] if view.outcome else []
    voters = [button(VOTERS, poll.id, localize("polls.press.who"))] if view.voters is not None else []
    poll_link = (
        [link_button(localize("polls.press.poll"), message_url(poll))]
        if poll.message_id and not poll.unreachable_reason
        else []
    )
    return [*film, *counting, *voters, *poll_link]


def film_select(view: PollView, localize: Localizer) -> Component:
    """Return a menu of a poll's films; choosing one shows its card privately."""
    options = [(str(option.film_id), option_label(option, localize), "") for option in view.options if option.film_id]
    return select(DETAILS, localize("polls.press.choose-film"), options)
