"""What every control of the panel goes through: whose draft it is, and the panel as it stands afterwards."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import discord
from discord import Embed

from bot.core.clock import Clock
from bot.core.errors import UserError
from bot.core.feature import ComponentHandler, Limited, ModalHandler
from bot.core.interactions.components import Component, Item, button, select
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.content_notes import find_content_notes
from bot.films.service.films import Films, parse_id
from bot.polls.cards.draft.panel import length, panel_card
from bot.polls.cards.draft.prompts import gone_card
from bot.polls.handlers.draft.modals import NAMES, QUESTION, TEXTS, TIME, TYPED
from bot.polls.rules.actor import Actor
from bot.polls.rules.draft import Draft
from bot.polls.rules.settings import DAY, CloseAfter, PollSettings, TieBreak, VotingMethod
from bot.polls.service.draft_options import DraftOptions
from bot.polls.service.polls import PollServices

PANEL, CHANGE, DRAW, REMOVE, DROP = "poll-panel", "poll-change", "poll-draw", "poll-remove", "poll-drop"
START, PREVIEW = "poll-start", "poll-preview"
HOUR = 60 * 60
PRESETS = (HOUR, 2 * HOUR, DAY, 3 * DAY, 7 * DAY)
"""Seconds after its start in which a poll closes, as they are offered."""
AFTER, AT, OPEN = "after", "at", "open"

Act = Callable[[Context, Draft, str], Awaitable[None]]
"""What a control does with the draft that it is of; it is given the rest of its id, after the draft's."""
Filled = Callable[[Context, Draft, Mapping[str, str]], Awaitable[None]]
"""What a form does with the draft that it is of, and what was typed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Finds drafts for their hosts, and puts the panel before them."""

    polls: PollServices
    preparing: DraftOptions
    films: Films
    reference: ReferenceData
    clock: Clock

    def member(self, context: Context) -> Actor:
        """Who asks, in a server that the bot is in; raises Refusal elsewhere."""
        if context.home_guild_id is None:
            raise UserError("polls.panel.only-servers")
        return Actor(context.home_guild_id, context.user_id, context.is_host)

    def pressed(self, act: Act) -> ComponentHandler:
        """A press of a draft's control, whose id begins with the draft's; only its host's does anything."""

        async def press(context: Context, rest: str) -> None:
            key, _, what = rest.partition(":")
            await self._with_draft(context, key, lambda draft: act(context, draft, what))

        return press

    def sent(self, act: Filled, longest: int) -> ModalHandler:
        """A form of a draft, whose id is the draft's; what was typed for one that is gone is given back.

        Its one field takes so many characters.
        """

        async def send(context: Context, rest: str, fields: Mapping[str, str]) -> None:
            await self._with_draft(context, rest, lambda draft: act(context, draft, fields), "\n".join(fields.values()))

        return Limited(send, {TYPED: longest})

    async def _with_draft(
        self, context: Context, key: str, act: Callable[[Draft], Awaitable[None]], typed: str = ""
    ) -> None:
        """Do something with a draft; a no stands on top of the panel, as long as there is one to show."""
        actor = self.member(context)
        try:
            await act(await self.polls.drafts.get(actor, parse_id(key)))
        except UserError as no:
            await self.refused(context, actor, parse_id(key), no, typed)

    async def refused(self, context: Context, actor: Actor, key: int, no: UserError, typed: str = "") -> None:
        """Say no in the panel; where there is no such draft, in its place."""
        sentence = context.user_text(no.key, **no.values)
        try:
            draft = await self.polls.drafts.get(actor, key)
        except UserError:
            await put(context, gone_card(sentence, typed, context.user_text))
        else:
            await self.show(context, draft, sentence)

    async def show(
        self, context: Context, draft: Draft, *told: str, more: Sequence[Component] = (), anew: bool = False
    ) -> None:
        """Put the panel in the place of what was pressed, or open it `anew`; `told` is what just happened."""
        films = [option.film_id for option in draft.options if option.film_id]
        notes = await find_content_notes(self.preparing.database, films, draft.guild_id)
        card = panel_card(draft, notes, self.reference.vocabulary, self.clock(), context.user_text, told=told)
        await put(context, card, [*_controls(draft, context.unique_suffix, context.user_text), *more], anew=anew)


async def put(context: Context, card: Embed, items: Iterable[Item] = (), *, anew: bool = False) -> None:
    """Show something to this person alone: in the place of what was pressed, if nobody else can see that."""
    pressed = context.interaction.message
    if pressed and pressed.flags.ephemeral and not anew:
        await context.update_message(card, items)
    else:
        await context.reply_private(card, items)


def back(draft: Draft, localize: Localizer) -> Component:
    """Leads to the panel."""
    return button(PANEL, draft.id, localize("polls.panel.back"))


def start(draft: Draft, localize: Localizer) -> Component:
    """Starts the poll; it stands out, for it is what the panel is for."""
    made = button(START, draft.id, localize("polls.panel.start"))
    made.style = discord.ButtonStyle.primary
    return made


def in_row(row: int, *items: Component) -> list[Component]:
    """These controls in one row."""
    for item in items:
        item.row = row
    return list(items)


def _controls(draft: Draft, once: str, localize: Localizer) -> list[Component]:
    key = draft.id
    change = select(CHANGE, localize("polls.panel.change"), _changes(draft.settings, localize), rest=f"{key}:{once}")
    remove = [button(REMOVE, key, localize("polls.panel.button.remove"))] if draft.options else []
    return [
        *in_row(0, change),
        *in_row(
            1,
            button(NAMES, key, localize("polls.panel.button.names")),
            button(DRAW, key, localize("polls.panel.button.draw")),
            button(TEXTS, key, localize("polls.panel.button.texts")),
            *remove,
        ),
        *in_row(
            2,
            button(QUESTION, key, localize("polls.panel.button.question")),
            button(TIME, key, localize("polls.panel.button.time")),
        ),
        *in_row(
            3,
            start(draft, localize),
            button(PREVIEW, key, localize("polls.panel.button.preview")),
            button(DROP, key, localize("polls.panel.button.drop"), danger=True),
        ),
    ]


def _changes(settings: PollSettings, localize: Localizer) -> list[tuple[str, str, str]]:
    """What could be otherwise."""
    others = [
        VotingMethod.APPROVAL if settings.method is VotingMethod.SINGLE else VotingMethod.SINGLE,
        TieBreak.DRAW if settings.tie_break is TieBreak.EARLIEST else TieBreak.EARLIEST,
        "hidden" if settings.shows_counts else "shown",
        "named" if settings.is_secret else "secret",
    ]
    flips = [(one, localize(f"polls.panel.to.{one}"), localize(f"polls.panel.why.{one}")) for one in others]
    closings = [
        (f"{AFTER}-{seconds}", localize("polls.panel.to.after", length=length(seconds, localize)), "")
        for seconds in PRESETS
        if settings.deadline != CloseAfter(seconds)
    ]
    until_ended = [(OPEN, localize("polls.panel.to.open"), "")] if settings.deadline else []
    return [*flips, *closings, *until_ended]
