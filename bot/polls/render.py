"""How polls and their results look, with everything that can be pressed on them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from discord import Embed

from bot.core.interactions.components import Component, Item, button, link_button, select
from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.card_updates import CardUpdates, Edit, Redraw, RenderedCard
from bot.films.cards.film_parts import CONTENT_NOTE_KIND
from bot.films.cards.short_film import short_film_card
from bot.films.cards.watching import best_watch_links
from bot.films.film_pictures import FilmPictures
from bot.films.rules.catalogue.reference_data import STRONG, ReferenceData
from bot.films.rules.film import Film
from bot.films.service.films import Films
from bot.ids import GuildId
from bot.polls.cards.formatting import Notes, option_label
from bot.polls.cards.message import message_card, standing_card
from bot.polls.cards.poll_list import message_url, reachable_url
from bot.polls.cards.result import result_card
from bot.polls.delivery.channel import RenderedMessage
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.views.poll_view import Host, PollView
from bot.polls.service.streaming import StreamingCounter

VOTE, BALLOT, FILMS, VOTERS = "vote", "poll-ballot", "poll-films", "poll-who"
COUNTING, RESULT, DETAILS = "poll-counted", "poll-result", "details"
"""The last is films' own: it shows a film's card privately."""
RESULT_SUFFIX = ":posted"
"""The end of the first button's id on the one message that is the result, and on no other."""
BUTTONS_PER_ROW, LAST_ROW = 5, 4


@dataclass(frozen=True, slots=True)
class PollRenderer:
    """Renders what everyone in a channel sees of polls."""

    films: Films
    reference: ReferenceData
    updates: CardUpdates
    pictures: FilmPictures
    streaming: StreamingCounter

    async def poll_card(self, view: PollView, localize: Localizer, host: Host | None = None) -> Embed:
        """Return the card of a poll's message."""
        view = await self._with_streaming(view)
        notes = await self.content_notes(view.poll, view.options)
        return message_card(view, notes, self.reference.vocabulary, localize, host)

    async def poll_message(self, view: PollView, localize: Localizer, host: Host | None = None) -> RenderedMessage:
        """Return a poll's message."""
        return RenderedMessage(await self.poll_card(view, localize, host), _message_components(view, localize))

    async def result(self, view: PollView, localize: Localizer, *, is_posted: bool = False) -> RenderedCard:
        """Return how a poll went, with the film that won, or how it stands."""
        poll, winner = view.poll, view.winner
        if poll.state is PollState.OPEN:
            notes = await self.content_notes(poll, view.options)
            card = standing_card(await self._with_streaming(view), notes, self.reference.vocabulary, localize)
            return card, _standing_components(view, localize), None
        if poll.state is PollState.CANCELLED:
            return await self.poll_card(view, localize), _standing_components(view, localize), None
        components = _result_components(view, localize, is_posted=is_posted)
        if film := await self._find_film(winner, poll.guild_id):
            watching = await self.updates.availability.watching_of(film, None, poll.guild_id, localize.language)
            film_card = short_film_card(film, self.reference, localize, watching=watching)
            links = best_watch_links(film, self.reference.services, localize, watching)
            picture = await self.pictures.find(film, poll.guild_id, localize, is_large=True)
            card = result_card(view, localize, film_card, reachable_url(poll))
            return card, [*(link_button(*link) for link in links), *components], picture
        return result_card(view, localize, None, reachable_url(poll)), components, None

    def notice_message(self, poll: Poll, localize: Localizer) -> RenderedMessage:
        """Return the message that announces a cancelled or reopened poll in a thread that it unarchives."""
        key = "polls.message.cancelled-there" if poll.state is PollState.CANCELLED else "polls.message.returned-there"
        card = Embed(
            description=localize(key, question=escaping.escape_markdown(poll.question, theme.TITLE_LIMIT)),
            colour=theme.PALE_BLUE,
        )
        return RenderedMessage(card, [link_button(localize("polls.press.poll"), message_url(poll))])

    async def follow_winner(self, view: PollView, shown: RenderedCard, redraw: Redraw, edit: Edit) -> None:
        """Edit the message that shows a result once TMDB has told more of the film that won."""
        if film := await self._find_film(view.winner, view.poll.guild_id):
            self.updates.follow(film, shown, redraw, edit)

    async def _with_streaming(self, view: PollView) -> PollView:
        """Return a view with the counts of what is known by now; TMDB is asked for the next message."""
        streaming = await self.streaming.count(view.poll, view.options)
        for option in view.options if streaming else ():
            if film := await self._find_film(option, view.poll.guild_id):
                self.updates.availability.request_refresh(film)
        return replace(view, streaming=streaming)

    async def _find_film(self, option: Option | None, guild_id: GuildId) -> Film | None:
        """Return an option's film; None also for one that is no longer in the catalogue."""
        return await self.films.visible_film(option.film_id, guild_id) if option and option.film_id else None

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
    match poll.state:
        case PollState.CANCELLED:
            return []
        case PollState.CLOSED if poll.result_message_id:
            return [link_button(localize("polls.press.result"), message_url(poll, poll.result_message_id))]
        case PollState.CLOSED:
            return [button(RESULT, poll.id, localize("polls.press.result"))]
        case PollState.OPEN:
            return [*_vote_buttons(view, localize), *_last_row(view, localize)]


def _last_row(view: PollView, localize: Localizer) -> list[Component]:
    has_films = any(option.film_id for option in view.options)
    films = [button(FILMS, view.poll.id, localize("polls.press.films"))] if has_films else []
    components: list[Component] = [
        button(BALLOT, view.poll.id, localize("polls.press.ballot")),
        *films,
        *_voters_button(view, localize),
    ]
    for component in components:
        component.row = LAST_ROW
    return components


def _voters_button(view: PollView, localize: Localizer) -> list[Component]:
    return [button(VOTERS, view.poll.id, localize("polls.press.who"))] if view.voters is not None else []


def _vote_buttons(view: PollView, localize: Localizer) -> list[Component]:
    """Return a button for each option, in rows of five above the last row."""
    buttons: list[Component] = []
    for index, option in enumerate(view.options):
        number = f"{option.position} "
        text = number + option_label(option, localize, theme.LABEL_LIMIT - len(number))
        buttons.append(button(VOTE, f"{view.poll.id}:{option.id}", text, primary=True))
        buttons[-1].row = index // BUTTONS_PER_ROW
    return buttons


def _standing_components(view: PollView, localize: Localizer) -> list[Item]:
    url = reachable_url(view.poll)
    return [
        *([link_button(localize("polls.press.poll"), url)] if url else []),
        *_voters_button(view, localize),
    ]


def _result_components(view: PollView, localize: Localizer, *, is_posted: bool) -> list[Item]:
    poll, winner = view.poll, view.winner
    film = [button(DETAILS, winner.film_id, localize("polls.press.film"))] if winner and winner.film_id else []
    argument = f"{poll.id}{RESULT_SUFFIX}" if is_posted else poll.id
    return [*film, button(COUNTING, argument, localize("polls.press.counted")), *_voters_button(view, localize)]


def film_select(view: PollView, localize: Localizer) -> Component:
    """Return a menu of a poll's films; choosing one shows its card privately."""
    options = [(str(option.film_id), option_label(option, localize), "") for option in view.options if option.film_id]
    return select(DETAILS, localize("polls.press.choose-film"), options)
