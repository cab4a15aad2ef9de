"""The panel's controls that put options on a draft, settle which films were meant, and take options off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.feature import ComponentHandler, ModalHandler
from bot.core.interactions.components import Component, button, choice, select, selected_value
from bot.core.interactions.context import Context
from bot.core.text import theme
from bot.core.text.translations import Localizer
from bot.films.cards.film import film_detail, film_label
from bot.films.rules.film import FilmSummary
from bot.films.service.films import parse_id
from bot.polls.cards.draft.prompts import brought_notes, remove_card, removed_note, which_card
from bot.polls.cards.formatting import label
from bot.polls.handlers.draft.modals import (
    FILM_TITLES,
    INPUT,
    MAX_LIST_LENGTH,
    OPTION_TEXTS,
    film_titles_modal,
    option_texts_modal,
)
from bot.polls.handlers.draft.panel import REMOVE, DraftAction, DraftPanel, back_button, in_row, reply_in_place
from bot.polls.rules.add_options.triage import AddOptionsResult, unmatched_between
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import Option

WHICH, ONLY = "poll-which", "poll-only"
KEEP, OUT, KEEP_ALL, ALL_OUT = "keep", "out", "keep-all", "all-out"


@dataclass(frozen=True, slots=True)
class Adding:
    """Puts what the host types on a draft, and asks on where that is not clear."""

    desk: DraftPanel

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        acts: Mapping[str, DraftAction] = {
            FILM_TITLES: self._ask_names,
            OPTION_TEXTS: self._ask_texts,
            WHICH: self._settle,
            ONLY: self._only,
            REMOVE: self._remove,
        }
        return {name: self.desk.on_component(act) for name, act in acts.items()}

    def forms(self) -> Mapping[str, ModalHandler]:
        """What the forms do."""
        return {
            FILM_TITLES: self.desk.on_modal(self._names, MAX_LIST_LENGTH),
            OPTION_TEXTS: self.desk.on_modal(self._texts, MAX_LIST_LENGTH),
        }

    async def brought(
        self,
        context: Context,
        brought: AddOptionsResult,
        *told: str,
        more: Sequence[Component] = (),
        anew: bool = False,
    ) -> None:
        """Show what became of something that was brought; where a film is not clear, ask for it."""
        notes = [*told, *brought_notes(brought, context.user_text)]
        if brought.unmatched:
            first, last = brought.unmatched[0].id, brought.unmatched[-1].id
            await self._ask_which(context, brought.draft, (first, last), *notes, anew=anew)
        else:
            await self.desk.show(context, brought.draft, *notes, extra=more, as_new=anew)

    async def _ask_names(self, context: Context, draft: Draft, _: str) -> None:
        await context.open_modal(film_titles_modal(draft, context.user_text))

    async def _ask_texts(self, context: Context, draft: Draft, _: str) -> None:
        await context.open_modal(option_texts_modal(draft, context.user_text))

    async def _names(self, context: Context, draft: Draft, fields: Mapping[str, str]) -> None:
        lines = fields.get(INPUT, "").splitlines()
        actor, now = self.desk.actor(context), self.desk.clock()
        await self.brought(context, await self.desk.draft_options.add_typed_films(actor, draft.id, lines, now))

    async def _texts(self, context: Context, draft: Draft, fields: Mapping[str, str]) -> None:
        lines = fields.get(INPUT, "").splitlines()
        actor, now = self.desk.actor(context), self.desk.clock()
        await self.brought(context, await self.desk.draft_options.add_typed_texts(actor, draft.id, lines, now))

    async def _ask_which(
        self, context: Context, draft: Draft, between: tuple[int, int], *told: str, anew: bool = False
    ) -> None:
        """Ask for the first of the options between two ids that is no film; the panel when there is none left."""
        unsure = unmatched_between(draft, *between)
        if not unsure:
            await self.desk.show(context, draft, *told, as_new=anew)
            return
        asked, localize = unsure[0], context.user_text
        near = await self.desk.draft_options.suggest_films(asked.label, draft.guild_id)
        card = which_card(asked, len(unsure), localize, near=len(near), told=told)
        rest = f"{draft.id}:{asked.id}:{between[1]}"
        await reply_in_place(context, card, _which_controls(rest, near, len(unsure), localize), as_new=anew)

    async def _settle(self, context: Context, draft: Draft, rest: str) -> None:
        """Do what was chosen of an option; one that is settled already is left as it is."""
        asked, last, chosen = (*rest.split(":"), "", "", "")[:3]
        between = parse_id(asked), parse_id(last)
        preparing, actor, now = self.desk.draft_options, self.desk.actor(context), self.desk.clock()
        unsure = unmatched_between(draft, *between)
        if chosen in {OUT, ALL_OUT}:
            wanted = [one for one in unsure if one.id == between[0] or chosen == ALL_OUT]
            draft = await preparing.remove_options(actor, draft.id, wanted, now)
        elif chosen not in {KEEP, KEEP_ALL}:
            draft = await preparing.set_option_film(actor, draft.id, between[0], parse_id(chosen), now)
        rest_from = between[1] + 1 if chosen == KEEP_ALL else between[0] + 1
        await self._ask_which(context, draft, (rest_from, between[1]))

    async def _only(self, context: Context, draft: Draft, first: str) -> None:
        left = await self.desk.draft_options.remove_options_before(self.desk.actor(context), draft.id, parse_id(first))
        await self.desk.show(context, left)

    async def _remove(self, context: Context, draft: Draft, rest: str) -> None:
        chosen = parse_id(selected_value(rest))
        option = next((one for one in draft.options if one.id == chosen), None)
        if option:
            actor, now = self.desk.actor(context), self.desk.clock()
            left = await self.desk.polls.drafts.remove_option(actor, draft.id, option.id, now)
            await self.desk.show(context, left, removed_note(option, context.user_text))
        elif rest or not draft.options:
            await self.desk.show(context, draft)
        else:
            controls = [
                _remove_menu(draft.options, f"{draft.id}:{context.unique_suffix}", context.user_text),
                back_button(draft, context.user_text),
            ]
            await reply_in_place(context, remove_card(draft, context.user_text), controls)


def only_button(draft: Draft, first: Option, localize: Localizer) -> Component:
    """Takes off everything that was added before an option."""
    count = sum(option.id >= first.id for option in draft.options)
    return button(ONLY, f"{draft.id}:{first.id}", localize("polls.panel.button.only", count=count))


def _which_controls(rest: str, near: Sequence[FilmSummary], left: int, localize: Localizer) -> list[Component]:
    options = [(str(film.id), film_label(film, localize), film_detail(film, localize)) for film in near]
    asked = [choice(WHICH, localize("polls.panel.which.choose"), options, rest=rest)] if near else []
    one = [
        button(WHICH, f"{rest}:{KEEP}", localize("polls.panel.which.keep")),
        button(WHICH, f"{rest}:{OUT}", localize("polls.panel.which.out")),
    ]
    every = [
        button(WHICH, f"{rest}:{KEEP_ALL}", localize("polls.panel.which.keep-all", count=left)),
        button(WHICH, f"{rest}:{ALL_OUT}", localize("polls.panel.which.all-out", count=left)),
    ]
    return [*in_row(0, *asked), *in_row(1, *one), *(in_row(2, *every) if left > 1 else [])]


def _remove_menu(options: Sequence[Option], rest: str, localize: Localizer) -> Component:
    choices = [(str(option.id), label(option, localize, theme.CHOICE_LIMIT), "") for option in options]
    return select(REMOVE, localize("polls.panel.remove.choose"), choices, rest=rest)
