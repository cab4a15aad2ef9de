"""Finds the person's draft and shows the panel, for all handlers of the panel."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from discord import Embed
from msgspec import Struct

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.feature import ComponentHandler, LengthLimitedHandler, ModalHandler
from bot.core.interactions.components import Component, button, in_row
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.films import Films
from bot.ids import DraftId, parse_id
from bot.polls.cards.draft.panel import draft_card
from bot.polls.cards.draft.prompts import draft_gone_card
from bot.polls.handlers.draft.rules_menu import rules_select
from bot.polls.handlers.draft_modals import FILM_TITLES, INPUT
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MIN_OPTIONS
from bot.polls.rules.permissions import Actor
from bot.polls.rules.settings import is_watched_early
from bot.polls.service.drafts import DraftService

PANEL, RANDOM_FILMS, REMOVE, DISCARD = "poll-panel", "poll-draw", "poll-remove", "poll-drop"
START, PREVIEW, FILL = "poll-start", "poll-preview", "poll-fill"
START_ROW, OPTIONS_ROW, RULES_ROW, EXTRA_ROW = range(4)
"""The rows of the panel; the last one has components that come with a notice."""

DraftAction = Callable[[Context, Draft, str], Awaitable[None]]
"""Handles a press on a draft's panel; receives the rest of the argument, after the draft's id."""
DraftSubmission = Callable[[Context, Draft, Mapping[str, str]], Awaitable[None]]
"""Handles a submitted form of a draft; receives the submitted texts by field name."""


class PanelUpdate(Struct, frozen=True):
    """A draft after a change, with the notices and components to show on the panel."""

    draft: Draft
    notices: Sequence[str] = ()
    extra: Sequence[Component] = ()


class DraftPanel(Struct, frozen=True):
    """Finds drafts for their hosts, and shows the panel."""

    drafts: DraftService
    films: Films
    reference: ReferenceData
    clock: Clock

    def actor(self, context: Context) -> Actor:
        """Return the acting person; raise UserError outside servers that the bot is in."""
        if context.home_guild_id is None:
            raise UserError("polls.panel.only-servers")
        return Actor(context.home_guild_id, context.user_id, context.can_manage_server, context.role_ids)

    def on_component(self, action: DraftAction) -> ComponentHandler:
        """Return a handler whose argument begins with a draft's id, and which only the draft's host may use."""

        async def handle(context: Context, argument: str) -> None:
            draft_id, _, remainder = argument.partition(":")
            await self._with_draft(context, draft_id, lambda draft: action(context, draft, remainder))

        return handle

    def on_modal(self, action: DraftSubmission, max_length: int) -> ModalHandler:
        """Return a handler for a form whose argument is a draft's id.

        If the draft is gone, the handler shows the typed text again. `max_length` is the limit of the only field.
        """

        async def handle(context: Context, draft_id: str, fields: Mapping[str, str]) -> None:
            await self._with_draft(
                context, draft_id, lambda draft: action(context, draft, fields), "\n".join(fields.values())
            )

        return LengthLimitedHandler(handle, {INPUT: max_length})

    async def _with_draft(
        self, context: Context, draft_id: str, action: Callable[[Draft], Awaitable[None]], user_input: str = ""
    ) -> None:
        """Run an action on a draft; if it raises UserError, show the reason on the panel."""
        actor = self.actor(context)
        try:
            await action(await self.drafts.get(actor, parse_id(draft_id, DraftId)))
        except UserError as error:
            await self.show_error(context, actor, parse_id(draft_id, DraftId), error, user_input)

    async def show_error(
        self, context: Context, actor: Actor, draft_id: DraftId, error: UserError, user_input: str = ""
    ) -> None:
        """Show an error on the panel, or in place of the panel if there is no such draft."""
        sentence = context.user_text(error.key, **error.values)
        try:
            draft = await self.drafts.get(actor, draft_id)
        except UserError:
            await reply_in_place(context, draft_gone_card(sentence, user_input, context.user_text))
        else:
            await self.show(context, draft, sentence)

    async def show(
        self, context: Context, draft: Draft, *notices: str, extra: Sequence[Component] = (), as_new: bool = False
    ) -> None:
        """Show the panel in place of the pressed message or as a new message; `notices` say what just happened.

        The `extra` components are placed in the last row.
        """
        film_ids = [option.film_id for option in draft.options if option.film_id]
        notes = await self.films.content_notes(film_ids, draft.guild_id)
        is_early = is_watched_early(draft.settings, self.clock())
        early = [context.user_text("polls.panel.watch-early")] if is_early else []
        card = draft_card(draft, notes, self.reference.vocabulary, context.user_text, notices=[*notices, *early])
        components = _components(draft, context.unique_suffix, context.user_text)
        await reply_in_place(context, card, [*components, *in_row(EXTRA_ROW, *extra)], as_new=as_new)


async def reply_in_place(
    context: Context, card: Embed, items: Iterable[Component] = (), *, as_new: bool = False
) -> None:
    """Show a private card in place of the pressed message.

    Reply with the card instead if that message is not private, if there is none, or with `as_new`.
    """
    message = context.interaction.message
    if message and message.flags.ephemeral and not as_new:
        await context.update_message(card, items)
    else:
        await context.reply_private(card, items)


def back_button(draft: Draft, localize: Localizer) -> Component:
    """Return the button that goes back to the panel."""
    return button(PANEL, draft.id, localize("polls.panel.back"))


def start_button(draft: Draft, localize: Localizer) -> Component:
    """Return the button that starts the poll, which is enabled once there are enough options."""
    is_ready = len(draft.options) >= MIN_OPTIONS
    return button(START, draft.id, localize("polls.panel.start"), primary=True, disabled=not is_ready)


def _components(draft: Draft, unique_suffix: str, localize: Localizer) -> list[Component]:
    draft_id, is_ready = draft.id, len(draft.options) >= MIN_OPTIONS
    add = button(FILM_TITLES, draft_id, localize("polls.panel.button.names"))
    draw = button(RANDOM_FILMS, draft_id, localize("polls.panel.button.draw"))
    remove = [button(REMOVE, draft_id, localize("polls.panel.button.remove"))] if draft.options else []
    return [
        *in_row(
            START_ROW,
            start_button(draft, localize) if is_ready or not draft.options else _fill_button(draft, localize),
            *([button(PREVIEW, draft_id, localize("polls.panel.button.preview"))] if is_ready else []),
            button(DISCARD, draft_id, localize("polls.panel.button.drop")),
        ),
        *in_row(OPTIONS_ROW, add, draw, *remove),
        *in_row(RULES_ROW, rules_select(draft, unique_suffix, localize)),
    ]


def _fill_button(draft: Draft, localize: Localizer) -> Component:
    """Return the button that adds random films to a draft with a single option, and starts the poll."""
    return button(FILL, draft.id, localize("polls.panel.button.fill"), primary=True)
