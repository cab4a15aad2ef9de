"""The panel's controls that decide how a poll goes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler, ModalHandler
from bot.core.interactions.components import button, selected_value
from bot.core.interactions.context import Context
from bot.core.text import theme
from bot.polls.cards.formatting import stamp
from bot.polls.handlers.draft.modals import (
    DEADLINE,
    INPUT,
    MAX_DEADLINE_LENGTH,
    QUESTION,
    deadline_modal,
    question_modal,
)
from bot.polls.handlers.draft.panel import AFTER, AT, CHANGE, DURATION_PRESETS, UNTIL_ENDED, DraftPanel, in_row
from bot.polls.rules.deadline.parser import AmbiguousDeadline, parse_deadline
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_QUESTION_LENGTH
from bot.polls.rules.settings import CloseAfter, CloseAt, PollSettings, TieBreak, VotingMethod, resolve_deadline
from bot.settings.rules.local_time import local_datetime, local_time, utc_offset, zone_info
from bot.settings.service import SettingsService

CHANGES: Mapping[str, Mapping[str, Any]] = {
    VotingMethod.SINGLE: {"method": VotingMethod.SINGLE},
    VotingMethod.APPROVAL: {"method": VotingMethod.APPROVAL},
    TieBreak.EARLIEST: {"tie": TieBreak.EARLIEST},
    TieBreak.DRAW: {"tie": TieBreak.DRAW},
    "shown": {"shows_counts": True},
    "hidden": {"shows_counts": False},
    "secret": {"secret": True},
    "named": {"secret": False},
    UNTIL_ENDED: {"closing": None},
    **{f"{AFTER}-{seconds}": {"closing": CloseAfter(seconds)} for seconds in DURATION_PRESETS},
}
"""What each option of the menu makes of the terms."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Changes the terms of a draft."""

    desk: DraftPanel
    settings: SettingsService

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        pressed = self.desk.on_component
        return {CHANGE: pressed(self._change), QUESTION: pressed(self._ask_question), DEADLINE: pressed(self._ask_time)}

    def forms(self) -> Mapping[str, ModalHandler]:
        """What the forms do."""
        return {
            QUESTION: self.desk.on_modal(self._question, MAX_QUESTION_LENGTH),
            DEADLINE: self.desk.on_modal(self._time, MAX_DEADLINE_LENGTH),
        }

    async def _change(self, context: Context, draft: Draft, rest: str) -> None:
        chosen = selected_value(rest)
        changes = CHANGES.get(chosen) or {"closing": offered_moment(chosen, self.desk.clock())}
        await self._save(context, draft, lambda settings: replace(settings, **changes))

    async def _ask_question(self, context: Context, draft: Draft, _: str) -> None:
        await context.open_modal(question_modal(draft, context.user_text))

    async def _question(self, context: Context, draft: Draft, fields: Mapping[str, str]) -> None:
        await self._save(context, draft, lambda settings: replace(settings, question=fields.get(INPUT, "")))

    async def _ask_time(self, context: Context, draft: Draft, typed: str) -> None:
        zone, now = self._zone(draft), self.desk.clock()
        await context.open_modal(
            deadline_modal(draft, local_time(zone, now), utc_offset(zone, now), typed, context.user_text)
        )

    async def _time(self, context: Context, draft: Draft, fields: Mapping[str, str]) -> None:
        typed = fields.get(INPUT, "")
        try:
            closing = parse_deadline(typed, self._zone(draft), self.desk.clock())
        except AmbiguousDeadline as several:
            await self._ask_time_again(context, draft, typed, several, several.candidates)
        except UserError as no:
            await self._ask_time_again(context, draft, typed, no)
        else:
            told = self._in_utc(context, draft) if isinstance(closing, CloseAt) else []
            await self._save(context, draft, lambda settings: replace(settings, closing=closing), *told)

    async def _ask_time_again(
        self, context: Context, draft: Draft, typed: str, no: UserError, moments: Sequence[int] = ()
    ) -> None:
        """Say what is wrong with a time, and give back what was typed, to be mended, or to choose among `moments`."""
        zone = self._zone(draft)
        readings = [
            (button(CHANGE, f"{draft.id}:{AT}-{one}", local_datetime(zone, one)), stamp(one)) for one in moments
        ]
        again = button(
            DEADLINE,
            f"{draft.id}:{theme.label(typed, MAX_DEADLINE_LENGTH)}",
            context.user_text("polls.panel.button.again"),
        )
        quoted = (
            context.user_text("polls.panel.typed", typed=theme.escape_markdown(typed))
            if theme.escape_markdown(typed)
            else ""
        )
        lines = [
            context.user_text("polls.panel.reading", local=choice.label, stamp=shown) for choice, shown in readings
        ]
        told = [
            quoted,
            context.user_text(no.key, **no.values),
            *lines,
            *(self._in_utc(context, draft) if moments else []),
        ]
        await self.desk.show(context, draft, *told, extra=in_row(4, *(choice for choice, _ in readings), again))

    def _in_utc(self, context: Context, draft: Draft) -> list[str]:
        """Return the line that says so where a server has chosen no zone."""
        is_chosen = self.settings.for_guild(draft.guild_id).time_zone is not None
        return [] if is_chosen else [context.user_text("polls.panel.utc", settings=context.command_mention("settings"))]

    async def _save(
        self, context: Context, draft: Draft, change: Callable[[PollSettings], PollSettings], *told: str
    ) -> None:
        changed = await self.desk.polls.drafts.update_settings(
            self.desk.actor(context), draft.id, change, self.desk.clock()
        )
        saved = [context.user_text("polls.panel.changed")] if changed.settings != draft.settings else []
        await self.desk.show(context, changed, *saved, *told)

    def _zone(self, draft: Draft) -> str:
        """The zone of the server's clock."""
        return str(zone_info(self.settings.for_guild(draft.guild_id).time_zone))


def offered_moment(chosen: str, now: int) -> CloseAt:
    """Return the moment that a button carries; raise Refusal for anything else, and once it has passed."""
    kind, _, moment = chosen.partition("-")
    if kind != AT or not (moment.isascii() and moment.isdigit()):
        raise UserError("core.unknown-press")
    closing = CloseAt(int(moment))
    resolve_deadline(closing, now)
    return closing
