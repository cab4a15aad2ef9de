"""The panel's controls that decide how a poll goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.kit import look
from bot.kit.ask import Ask
from bot.kit.controls import button, chosen_in
from bot.kit.feature import Press, Sent
from bot.kit.refusals import Refusal
from bot.polls.buttons.panel_desk import AFTER, CHANGE, OPEN, PRESETS, Desk, in_row
from bot.polls.forms import LONGEST_TIME, QUESTION, TIME, TYPED, question_form, time_form
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import LONGEST_QUESTION
from bot.polls.rules.terms import After, At, Method, Terms, Tie
from bot.polls.rules.times import read_closing
from bot.settings.rules.hours import hour, offset, zone_info
from bot.settings.service import Settings

CHANGES: Mapping[str, Mapping[str, Any]] = {
    Method.SINGLE: {"method": Method.SINGLE},
    Method.APPROVAL: {"method": Method.APPROVAL},
    Tie.EARLIEST: {"tie": Tie.EARLIEST},
    Tie.DRAW: {"tie": Tie.DRAW},
    "shown": {"shows_counts": True},
    "hidden": {"shows_counts": False},
    "secret": {"secret": True},
    "named": {"secret": False},
    OPEN: {"closing": None},
    **{f"{AFTER}-{seconds}": {"closing": After(seconds)} for seconds in PRESETS},
}
"""What each option of the menu makes of the terms."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Changes the terms of a draft."""

    desk: Desk
    settings: Settings

    def presses(self) -> Mapping[str, Press]:
        """What the controls made here do."""
        pressed = self.desk.pressed
        return {CHANGE: pressed(self._change), QUESTION: pressed(self._ask_question), TIME: pressed(self._ask_time)}

    def forms(self) -> Mapping[str, Sent]:
        """What the forms do."""
        return {
            QUESTION: self.desk.sent(self._question, LONGEST_QUESTION),
            TIME: self.desk.sent(self._time, LONGEST_TIME),
        }

    async def _change(self, ask: Ask, draft: Draft, rest: str) -> None:
        changes = CHANGES.get(chosen_in(rest))
        if changes is None:
            raise Refusal("kit.unknown-press")
        await self._save(ask, draft, lambda terms: replace(terms, **changes))

    async def _ask_question(self, ask: Ask, draft: Draft, _: str) -> None:
        await ask.open(question_form(draft, ask.me))

    async def _question(self, ask: Ask, draft: Draft, fields: Mapping[str, str]) -> None:
        await self._save(ask, draft, lambda terms: replace(terms, question=fields.get(TYPED, "")))

    async def _ask_time(self, ask: Ask, draft: Draft, typed: str) -> None:
        zone, now = self._zone(draft), self.desk.clock()
        await ask.open(time_form(draft, hour(zone, now), offset(zone, now), typed, ask.me))

    async def _time(self, ask: Ask, draft: Draft, fields: Mapping[str, str]) -> None:
        typed = fields.get(TYPED, "")
        try:
            closing = read_closing(typed, self._zone(draft), self.desk.clock())
        except Refusal as no:
            await self._ask_time_again(ask, draft, typed, no)
            return
        in_utc = isinstance(closing, At) and self.settings.of(draft.server).zone is None
        told = [ask.me("polls.panel.utc", settings=ask.mention("settings"))] if in_utc else []
        await self._save(ask, draft, lambda terms: replace(terms, closing=closing), *told)

    async def _ask_time_again(self, ask: Ask, draft: Draft, typed: str, no: Refusal) -> None:
        """Say what is wrong with a time, and give back what was typed, to be mended."""
        again = button(TIME, f"{draft.id}:{look.label(typed, LONGEST_TIME)}", ask.me("polls.panel.button.again"))
        quoted = ask.me("polls.panel.typed", typed=look.plain(typed)) if look.plain(typed) else ""
        await self.desk.show(ask, draft, quoted, ask.me(no.key, **no.values), more=in_row(4, again))

    async def _save(self, ask: Ask, draft: Draft, change: Callable[[Terms], Terms], *told: str) -> None:
        changed = await self.desk.polls.drafts.change(self.desk.member(ask), draft.id, change, self.desk.clock())
        saved = [ask.me("polls.panel.changed")] if changed.terms != draft.terms else []
        await self.desk.show(ask, changed, *saved, *told)

    def _zone(self, draft: Draft) -> str:
        """The zone of the server's clock."""
        return str(zone_info(self.settings.of(draft.server).zone))
