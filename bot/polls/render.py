"""Builds the messages that show polls and their results."""

from collections.abc import Iterable

from discord import Embed
from msgspec import Struct
from msgspec.structs import replace

from bot.core.interactions.answers.answer import Answer
from bot.core.interactions.components import link_button
from bot.core.text import escaping, theme
from bot.core.text.translations import Localizer
from bot.films.card_updates import CardUpdates, Edit, Redraw, RenderedCard
from bot.films.cards.film_parts import CONTENT_NOTE_KIND
from bot.films.cards.short_film import short_film_card
from bot.films.cards.watching import best_watch_links
from bot.films.rules.catalogue.reference_data import STRONG, ReferenceData
from bot.films.rules.film import Film
from bot.films.service.films import Films
from bot.ids import GuildId
from bot.polls.cards.formatting import Notes
from bot.polls.cards.message import message_card, snapshot_card
from bot.polls.cards.poll_list import message_url, reachable_url
from bot.polls.cards.result import result_card
from bot.polls.delivery.channel import RenderedMessage
from bot.polls.message_buttons import message_components, result_components, status_components
from bot.polls.result_pictures import ResultPictures
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll, PollState
from bot.polls.rules.views.poll_view import Host, PollView
from bot.polls.service.streaming import StreamingCounter


class PollRenderer(Struct, frozen=True):
    """Renders polls and their results, for the channel or for one person."""

    films: Films
    reference: ReferenceData
    updates: CardUpdates
    pictures: ResultPictures
    streaming: StreamingCounter

    async def poll_card(self, view: PollView, localize: Localizer, host: Host | None = None) -> Embed:
        """Return the card of a poll's message."""
        view = await self._with_streaming(view)
        notes = await self.content_notes(view.poll, view.options)
        return message_card(view, notes, self.reference.vocabulary, localize, host)

    async def poll_message(self, view: PollView, localize: Localizer, host: Host | None = None) -> RenderedMessage:
        """Return a poll's message."""
        return RenderedMessage(await self.poll_card(view, localize, host), message_components(view, localize))

    async def result(self, view: PollView, localize: Localizer, *, is_posted: bool = False) -> RenderedCard:
        """Return the result of a closed poll with the film that won, or the state of an open or cancelled poll."""
        poll, winner = view.poll, view.winner
        if poll.state is PollState.OPEN:
            notes = await self.content_notes(poll, view.options)
            card = snapshot_card(await self._with_streaming(view), notes, self.reference.vocabulary, localize)
            return card, status_components(view, localize), None
        if poll.state is PollState.CANCELLED:
            return await self.poll_card(view, localize), status_components(view, localize), None
        components = result_components(view, localize, is_posted=is_posted)
        film = await self._find_film(winner, poll.guild_id)
        picture = await self.pictures.find(view, film, localize)
        if film is None:
            return result_card(view, localize, None, reachable_url(poll)), components, picture
        watch_info = await self.updates.availability.watch_info_for(film, None, poll.guild_id, localize.language)
        film_card = short_film_card(film, self.reference, localize, watch_info=watch_info)
        links = best_watch_links(film, self.reference.services, localize, watch_info)
        poster_url = await self.pictures.poster_url(film, poll.guild_id, localize)
        card = result_card(view, localize, film_card, reachable_url(poll), poster_url)
        return card, [*(link_button(*link) for link in links), *components], picture

    def notice_message(self, poll: Poll, localize: Localizer) -> RenderedMessage:
        """Return the message that announces a cancelled or reopened poll. Posting it reopens the poll's thread."""
        key = "polls.message.cancelled-there" if poll.state is PollState.CANCELLED else "polls.message.returned-there"
        card = Embed(
            description=localize(key, question=escaping.escape_markdown(poll.question, theme.TITLE_LIMIT)),
            colour=theme.PALE_BLUE,
        )
        return RenderedMessage(card, [link_button(localize("polls.press.poll"), message_url(poll))])

    async def follow_winner(self, view: PollView, shown: Answer, redraw: Redraw, edit: Edit) -> None:
        """Edit the message that shows a result once TMDB has sent more data about the film that won."""
        if film := await self._find_film(view.winner, view.poll.guild_id):
            self.updates.edit_after_refresh(film, shown, redraw, edit)

    async def _with_streaming(self, view: PollView) -> PollView:
        """Return a view with streaming counts from cached data, and request newer data for the next message."""
        streaming = await self.streaming.count(view.poll, view.options)
        for option in view.options if streaming else ():
            if film := await self._find_film(option, view.poll.guild_id):
                self.updates.availability.request_refresh(film)
        return replace(view, streaming=streaming)

    async def _find_film(self, option: Option | None, guild_id: GuildId) -> Film | None:
        """Return an option's film, or None if the option is not a film or the server no longer sees the film."""
        return await self.films.visible_film(option.film_id, guild_id) if option and option.film_id else None

    async def strong_notes(self, poll: Poll, option: Option) -> tuple[str, ...]:
        """Return the strong content notes of an option's film."""
        film = await self._find_film(option, poll.guild_id)
        notes = film.content_notes if film else None
        return self.reference.vocabulary.in_categories(CONTENT_NOTE_KIND, notes or (), STRONG)

    async def content_notes(self, poll: Poll, options: Iterable[Option]) -> Notes:
        """Return the content notes of the options that are films."""
        film_ids = [option.film_id for option in options if option.film_id]
        return await self.films.content_notes(film_ids, poll.guild_id)
