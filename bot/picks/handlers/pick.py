"""A pick before people, the buttons under it, and what they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discord import Embed

from bot.core.feature import CardContext, ComponentHandler, FilmCardButtons, FilmCardFields
from bot.core.interactions.components import Component, Item, button
from bot.core.interactions.context import Context
from bot.core.text.translations import Localizer
from bot.films.rules.catalogue.reference_data import ReferenceData
from bot.films.service.films import Films, parse_id
from bot.picks.cards.no_match import left_card, nothing_card, would_shuffling_help
from bot.picks.cards.pick import pick_card, put_back_card
from bot.picks.rules.pick import NoMatch, Pick, Requester
from bot.picks.rules.pick_filter import FILTERS, PickFilter
from bot.picks.service.picks import Picks
from bot.settings.service import Settings

ANOTHER, PUT_BACK, WITHOUT, SHUFFLE = "another", "not-for-us", "draw-without", "shuffle"
DETAILS = "details"
"""The press of films that tells a film's whole card to one person."""
ALL = "all"
MOST_HELPS = 4
"""Buttons that leave one filter out; with Shuffle anew they fit one row."""


@dataclass(frozen=True, slots=True)
class Added:
    """What other features add to a pick."""

    lines: Sequence[FilmCardFields] = ()
    buttons: Sequence[FilmCardButtons] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws for people, and shows what was drawn."""

    picks: Picks
    films: Films
    settings: Settings
    reference: ReferenceData
    added: Added

    async def begin(self, context: Context, wish: PickFilter) -> None:
        """Draw a film that fits, for everybody to see; what to do when there is none is told to who asked."""
        drawn = await self.picks.draw(drawer_of(context), wish)
        if isinstance(drawn, NoMatch):
            await context.reply_private(*self._nothing(drawn, context))
        else:
            await context.reply_public(*await self._pick(drawn, context.guild_text))

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {
            ANOTHER: self._another,
            PUT_BACK: self._put_back,
            WITHOUT: self._without,
            SHUFFLE: self._shuffle,
        }

    async def _another(self, context: Context, rest: str) -> None:
        drawn = await self.picks.another(parse_id(rest), drawer_of(context))
        if isinstance(drawn, NoMatch):
            await context.reply_private(*self._nothing(drawn, context))
        else:
            await context.update_message(*await self._pick(drawn, context.guild_text))

    async def _put_back(self, context: Context, rest: str) -> None:
        pick = await self.picks.put_back(parse_id(rest), drawer_of(context), is_host=context.is_host)
        await context.update_message(*await self._pick(pick, context.guild_text))

    async def _without(self, context: Context, rest: str) -> None:
        key, _, name = rest.partition(":")
        drawn = await self.picks.without(parse_id(key), drawer_of(context), *(FILTERS if name == ALL else [name]))
        if isinstance(drawn, NoMatch):
            await context.update_message(*self._nothing(drawn, context))
        else:
            await context.reply_public(*await self._pick(drawn, context.guild_text))

    async def _shuffle(self, context: Context, rest: str) -> None:
        left = await self.picks.shuffle_for(parse_id(rest), drawer_of(context), is_host=context.is_host)
        again = button(WITHOUT, f"{parse_id(rest)}:", context.user_text("picks.button.draw"))
        await context.update_message(left_card(left, context.user_text, is_shuffled=True), [again])

    async def _pick(self, pick: Pick, localize: Localizer) -> tuple[Embed, list[Item]]:
        """The card of a pick as it is now, and what can be done with it."""
        server, key = pick.requester.guild_id, pick.film_id or 0
        film, place = await self.films.film(key, server), CardContext(server, pick.requester.user_id)
        if pick.is_put_back:
            return put_back_card(pick, film.summary, localize), [_another_button(pick, localize)]
        lines = [
            line for ask_lines in self.added.lines for line in (await ask_lines([key], place, localize)).get(key, ())
        ]
        added = [item for ask_buttons in self.added.buttons for item in ask_buttons(key, place, localize)]
        region = self.settings.of(server).region
        card = pick_card(pick, film, self.reference, localize, lines=lines, region=region)
        return card, [*_pick_buttons(pick, key, localize), *added]

    def _nothing(self, found: NoMatch, context: Context) -> tuple[Embed, list[Component]]:
        may_shuffle = found.pick.requester.guild_id is None or context.is_host
        card = nothing_card(found, context.command_mention("avoid"), context.user_text, may_shuffle=may_shuffle)
        shuffles = may_shuffle and would_shuffling_help(found)
        shuffle = [button(SHUFFLE, found.pick.id, context.user_text("picks.button.shuffle"))] if shuffles else []
        return card, [*_help_buttons(found, context.user_text), *shuffle]


def drawer_of(context: Context) -> Requester:
    """Who draws: out of the server's deck where the bot is a member, else out of their own."""
    return Requester(context.user_id, context.home_guild_id)


def _another_button(pick: Pick, localize: Localizer) -> Component:
    return button(ANOTHER, pick.id, localize("picks.button.another"))


def _pick_buttons(pick: Pick, film: int, localize: Localizer) -> list[Component]:
    put_back = "picks.button.not-for-me" if pick.requester.guild_id is None else "picks.button.not-for-us"
    return [
        _another_button(pick, localize),
        button(DETAILS, film, localize("picks.button.details")),
        button(PUT_BACK, pick.id, localize(put_back)),
    ]


def _help_buttons(found: NoMatch, localize: Localizer) -> list[Component]:
    """A button for each filter that may be left out, the one that gives most first; or for all of them at once."""
    key = found.pick.id
    if not found.counts_without and found.undrawn:
        return [button(WITHOUT, f"{key}:{ALL}", localize("picks.without.all", count=found.undrawn))]
    helps = found.counts_without[:MOST_HELPS]
    return [button(WITHOUT, f"{key}:{name}", localize(f"picks.without.{name}", count=count)) for name, count in helps]
