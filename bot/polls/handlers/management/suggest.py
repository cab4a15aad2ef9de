"""Handles the button with which voters suggest an option."""

from collections.abc import Mapping

from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler, LengthLimitedHandler, ModalHandler
from bot.core.interactions.components import button, choice
from bot.core.interactions.context import Context
from bot.core.interactions.modals import StatelessModal, TextField, build_modal
from bot.core.text import escaping
from bot.films.cards.film_parts import film_detail, film_label
from bot.films.service.films import CHOICE_PREFIX
from bot.ids import FilmId, PollId, parse_id
from bot.polls.actor import actor_of
from bot.polls.cards.manage import suggested_card, unsure_card
from bot.polls.handlers.draft.panel import reply_in_place
from bot.polls.handlers.draft_modals import INPUT
from bot.polls.handlers.manage import ManageHandlers
from bot.polls.message_buttons import SUGGEST
from bot.polls.rules.option import MAX_OPTION_LENGTH, OptionContent, clean_input
from bot.polls.rules.poll import Poll
from bot.polls.service.drafts import DraftService
from bot.polls.service.management.suggestions import PollSuggestions

FILM, AS_TYPED = "film", "as"
MAX_KEPT_LENGTH = 55
"""The longest text that fits in a custom id. A longer one is hardly a mistyped title, so it is added as typed."""


class SuggestHandlers(Struct, frozen=True):
    """Adds a film or an idea to an open poll, and asks which film is meant if a text only resembles titles."""

    manage: ManageHandlers
    drafts: DraftService
    suggestions: PollSuggestions

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {SUGGEST: self._handle_component}

    def modals(self) -> Mapping[str, ModalHandler]:
        """Return the modal handlers by name."""
        return {SUGGEST: LengthLimitedHandler(self._handle_modal, {INPUT: MAX_OPTION_LENGTH})}

    async def _handle_component(self, context: Context, argument: str) -> None:
        poll_id, kind, value = (*argument.split(":", 2), "", "")[:3]
        poll = await self.manage.get_poll(context, parse_id(poll_id, PollId))
        if kind == FILM:
            film = f"{CHOICE_PREFIX}{parse_id(value, FilmId)}"
            await self._add(context, poll, await self.drafts.read_option(film, poll.guild_id))
        elif kind == AS_TYPED:
            await self._add(context, poll, OptionContent(_parse_option_text(value)))
        else:
            await context.open_modal(_modal(poll, context))

    async def _handle_modal(self, context: Context, argument: str, fields: Mapping[str, str]) -> None:
        poll = await self.manage.get_poll(context, parse_id(argument, PollId))
        typed = _parse_option_text(fields[INPUT])
        option = await self.drafts.read_option(typed, poll.guild_id)
        films = () if option.film_id else await self.drafts.suggest_films(typed, poll.guild_id)
        if not films or escaping.utf16_length(typed) > MAX_KEPT_LENGTH:
            await self._add(context, poll, option)
            return
        localize = context.user_text
        options = [(str(film.id), film_label(film, localize), film_detail(film, localize)) for film in films]
        menu = choice(SUGGEST, localize("polls.panel.which.choose"), options, argument=f"{poll.id}:{FILM}")
        keep = button(SUGGEST, f"{poll.id}:{AS_TYPED}:{typed}", localize("polls.panel.which.keep"))
        await context.reply_private(unsure_card(typed, len(films), localize), [menu, keep])

    async def _add(self, context: Context, poll: Poll, option: OptionContent) -> None:
        await self.suggestions.add(actor_of(context, poll), poll.id, option, self.manage.clock())
        self.manage.wake()
        await reply_in_place(context, suggested_card(poll, option, context.user_text))


def _modal(poll: Poll, context: Context) -> StatelessModal:
    localize = context.user_text
    field = TextField(
        INPUT, localize("polls.suggest.field"), localize("polls.suggest.hint"), max_length=MAX_OPTION_LENGTH
    )
    return build_modal(SUGGEST, poll.id, localize("polls.suggest.title"), [field])


def _parse_option_text(user_input: str) -> str:
    text = clean_input(user_input)[:MAX_OPTION_LENGTH].strip()
    if not text:
        raise UserError("polls.refused.option-empty")
    return text
