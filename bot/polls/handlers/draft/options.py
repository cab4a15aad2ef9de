"""Handles the buttons, menus and forms that add options, ask which film an option means, and remove options."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.core.feature import ComponentHandler, ModalHandler
from bot.core.interactions.components import Component, button, choice, in_row, select, selected_value
from bot.core.interactions.context import Context
from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.cards.film_parts import film_detail, film_label
from bot.films.rules.film import FilmSummary
from bot.ids import FilmId, OptionId, parse_id
from bot.polls.cards.draft.prompts import added_notices, remove_card, removed_notice, which_film_card
from bot.polls.cards.formatting import option_label
from bot.polls.handlers.draft.panel import REMOVE, DraftAction, DraftPanel, back_button, reply_in_place
from bot.polls.handlers.draft_modals import (
    FILM_TITLES,
    INPUT,
    MAX_LIST_LENGTH,
    OPTION_TEXTS,
    film_titles_modal,
    option_texts_modal,
)
from bot.polls.rules.add_options.triage import AddOptionsResult, unmatched_between
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import Option

RESOLVE, KEEP_ONLY = "poll-which", "poll-only"
KEEP, REMOVE_ONE, KEEP_ALL, REMOVE_ALL = "keep", "out", "keep-all", "all-out"


class DraftOptionHandlers(Struct, frozen=True):
    """Adds what the host types to a draft, asks which film an unclear title means, and removes options."""

    panel: DraftPanel

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        actions: Mapping[str, DraftAction] = {
            FILM_TITLES: self._open_film_titles,
            OPTION_TEXTS: self._open_option_texts,
            RESOLVE: self._resolve,
            KEEP_ONLY: self._keep_only,
            REMOVE: self._remove,
        }
        return {name: self.panel.on_component(action) for name, action in actions.items()}

    def modals(self) -> Mapping[str, ModalHandler]:
        """Return the modal handlers by name."""
        return {
            FILM_TITLES: self.panel.on_modal(self._add_film_titles, MAX_LIST_LENGTH),
            OPTION_TEXTS: self.panel.on_modal(self._add_option_texts, MAX_LIST_LENGTH),
        }

    async def show_added(
        self,
        context: Context,
        result: AddOptionsResult,
        *notices: str,
        extra: Sequence[Component] = (),
        as_new: bool = False,
    ) -> None:
        """Show what happened to the requested options, and ask which film an unmatched one means."""
        notes = [*notices, *added_notices(result, context.user_text)]
        if result.unmatched:
            first, last = result.unmatched[0].id, result.unmatched[-1].id
            await self._ask_which_film(context, result.draft, (first, last), *notes, as_new=as_new)
        else:
            await self.panel.show(context, result.draft, *notes, extra=extra, as_new=as_new)

    async def _open_film_titles(self, context: Context, draft: Draft, _: str) -> None:
        await context.open_modal(film_titles_modal(draft, context.user_text))

    async def _open_option_texts(self, context: Context, draft: Draft, _: str) -> None:
        await context.open_modal(option_texts_modal(draft, context.user_text))

    async def _add_film_titles(self, context: Context, draft: Draft, fields: Mapping[str, str]) -> None:
        lines = fields.get(INPUT, "").splitlines()
        actor, now = self.panel.actor(context), self.panel.clock()
        await self.show_added(context, await self.panel.drafts.add_typed_films(actor, draft.id, lines, now))

    async def _add_option_texts(self, context: Context, draft: Draft, fields: Mapping[str, str]) -> None:
        lines = fields.get(INPUT, "").splitlines()
        actor, now = self.panel.actor(context), self.panel.clock()
        await self.show_added(context, await self.panel.drafts.add_typed_texts(actor, draft.id, lines, now))

    async def _ask_which_film(
        self, context: Context, draft: Draft, id_range: tuple[OptionId, OptionId], *notices: str, as_new: bool = False
    ) -> None:
        """Ask which film the first unmatched option in a range of ids means; if none is left, show the panel."""
        unmatched = unmatched_between(draft, *id_range)
        if not unmatched:
            await self.panel.show(context, draft, *notices, as_new=as_new)
            return
        option, localize = unmatched[0], context.user_text
        suggestions = await self.panel.drafts.suggest_films(option.label, draft.guild_id)
        card = which_film_card(option, len(unmatched), localize, suggestion_count=len(suggestions), notices=notices)
        argument = f"{draft.id}:{option.id}:{id_range[1]}"
        await reply_in_place(
            context, card, _resolve_components(argument, suggestions, len(unmatched), localize), as_new=as_new
        )

    async def _resolve(self, context: Context, draft: Draft, argument: str) -> None:
        """Apply the host's choice to one or all unmatched options, then ask about the next one."""
        first, last, choice_value = (*argument.split(":"), "", "", "")[:3]
        id_range = parse_id(first, OptionId), parse_id(last, OptionId)
        drafts, actor, now = self.panel.drafts, self.panel.actor(context), self.panel.clock()
        unmatched = unmatched_between(draft, *id_range)
        if choice_value in {REMOVE_ONE, REMOVE_ALL}:
            removed = [option for option in unmatched if option.id == id_range[0] or choice_value == REMOVE_ALL]
            draft = await drafts.remove_options(actor, draft.id, removed, now)
        elif choice_value not in {KEEP, KEEP_ALL}:
            draft = await drafts.set_option_film(actor, draft.id, id_range[0], parse_id(choice_value, FilmId), now)
        next_id = OptionId(id_range[1] + 1 if choice_value == KEEP_ALL else id_range[0] + 1)
        await self._ask_which_film(context, draft, (next_id, id_range[1]))

    async def _keep_only(self, context: Context, draft: Draft, first: str) -> None:
        changed = await self.panel.drafts.remove_options_before(
            self.panel.actor(context), draft.id, parse_id(first, OptionId)
        )
        await self.panel.show(context, changed)

    async def _remove(self, context: Context, draft: Draft, argument: str) -> None:
        option_id = parse_id(selected_value(argument), OptionId)
        option = next((candidate for candidate in draft.options if candidate.id == option_id), None)
        if option:
            actor, now = self.panel.actor(context), self.panel.clock()
            changed = await self.panel.drafts.remove_option(actor, draft.id, option.id, now)
            await self.panel.show(context, changed, removed_notice(option, context.user_text))
        elif argument or not draft.options:
            await self.panel.show(context, draft)
        else:
            controls = [
                _remove_select(draft.options, f"{draft.id}:{context.unique_suffix}", context.user_text),
                back_button(draft, context.user_text),
            ]
            await reply_in_place(context, remove_card(draft, context.user_text), controls)


def keep_only_button(draft: Draft, first: Option, localize: Localizer) -> Component:
    """Return the button that removes every option added before `first`."""
    count = sum(option.id >= first.id for option in draft.options)
    return button(KEEP_ONLY, f"{draft.id}:{first.id}", localize("polls.panel.button.only", count=count))


def _resolve_components(
    argument: str, suggestions: Sequence[FilmSummary], remaining: int, localize: Localizer
) -> list[Component]:
    options = [(str(film.id), film_label(film, localize), film_detail(film, localize)) for film in suggestions]
    placeholder = localize("polls.panel.which.choose")
    select_row = [choice(RESOLVE, placeholder, options, argument=argument)] if suggestions else []
    this_option = [
        button(RESOLVE, f"{argument}:{KEEP}", localize("polls.panel.which.keep")),
        button(RESOLVE, f"{argument}:{REMOVE_ONE}", localize("polls.panel.which.out")),
    ]
    all_options = [
        button(RESOLVE, f"{argument}:{KEEP_ALL}", localize("polls.panel.which.keep-all", count=remaining)),
        button(RESOLVE, f"{argument}:{REMOVE_ALL}", localize("polls.panel.which.all-out", count=remaining)),
    ]
    return [*in_row(0, *select_row), *in_row(1, *this_option), *(in_row(2, *all_options) if remaining > 1 else [])]


def _remove_select(options: Sequence[Option], argument: str, localize: Localizer) -> Component:
    choices = [(str(option.id), option_label(option, localize, theme.CHOICE_LIMIT), "") for option in options]
    return select(REMOVE, localize("polls.panel.remove.choose"), choices, argument=argument)
