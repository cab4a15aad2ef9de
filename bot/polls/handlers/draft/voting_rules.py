"""Handles the menu, buttons and forms that change a draft's settings."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler, ModalHandler
from bot.core.interactions.components import Component, button, selected_value
from bot.core.interactions.context import Context
from bot.core.text import escaping
from bot.ids import GuildId
from bot.polls.cards.formatting import discord_timestamp
from bot.polls.handlers import draft_modals
from bot.polls.handlers.draft.panel import DraftPanel, PanelUpdate
from bot.polls.handlers.draft.rules_menu import (
    AFTER,
    CHANGE,
    DURATION_PRESETS,
    NO_WATCH_TIME,
    SUGGEST_OFF,
    SUGGEST_ON,
    UNTIL_ENDED,
    VETO,
)
from bot.polls.handlers.draft_modals import DEADLINE, INPUT, MAX_DEADLINE_LENGTH, QUESTION, WATCH_TIME
from bot.polls.rules.counting.vetoes import VETO_THRESHOLDS
from bot.polls.rules.deadline.parser import AmbiguousDeadline, parse_deadline
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_QUESTION_LENGTH
from bot.polls.rules.settings import CloseAfter, CloseAt, PollSettings, TieBreak, VotingMethod, resolve_deadline
from bot.settings.rules.local_time import local_datetime, local_time, utc_offset, zone_info
from bot.settings.service import SettingsService

AT = "at"
KINDS: Mapping[str, str] = {DEADLINE: AT, WATCH_TIME: "watch"}
"""By form, the prefix of the values of buttons that offer a time."""
SETTING_CHANGES: Mapping[str, Mapping[str, Any]] = {
    **{method: {"method": method} for method in VotingMethod},
    **{tie_break: {"tie_break": tie_break} for tie_break in TieBreak},
    **{f"{VETO}-{threshold}": {"veto_threshold": threshold} for threshold in (None, *VETO_THRESHOLDS)},
    "shown": {"shows_counts": True},
    "hidden": {"shows_counts": False},
    "secret": {"is_secret": True},
    "named": {"is_secret": False},
    UNTIL_ENDED: {"deadline": None},
    NO_WATCH_TIME: {"watch_at": None},
    SUGGEST_ON: {"takes_suggestions": True},
    SUGGEST_OFF: {"takes_suggestions": False},
    **{f"{AFTER}-{seconds}": {"deadline": CloseAfter(seconds)} for seconds in DURATION_PRESETS},
}
"""The settings that each option of the menu changes, with their new values."""


class DraftSettingHandlers(Struct, frozen=True):
    """Changes the settings of a draft."""

    panel: DraftPanel
    settings: SettingsService

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        on_component = self.panel.on_component
        return {
            CHANGE: on_component(self._change),
            QUESTION: on_component(self._open_question),
            DEADLINE: on_component(partial(self._open_time, DEADLINE)),
            WATCH_TIME: on_component(partial(self._open_time, WATCH_TIME)),
        }

    def modals(self) -> Mapping[str, ModalHandler]:
        """Return the modal handlers by name."""
        return {
            QUESTION: self.panel.on_modal(self._set_question, MAX_QUESTION_LENGTH),
            DEADLINE: self.panel.on_modal(partial(self._submit_time, DEADLINE), MAX_DEADLINE_LENGTH),
            WATCH_TIME: self.panel.on_modal(partial(self._submit_time, WATCH_TIME), MAX_DEADLINE_LENGTH),
        }

    async def _change(self, context: Context, draft: Draft, argument: str) -> None:
        match selected_value(argument):
            case "":
                await self.panel.show(context, draft)
            case draft_modals.OTHER_TIME:
                await self._open_time(DEADLINE, context, draft, "")
            case draft_modals.OTHER_WATCH_TIME:
                await self._open_time(WATCH_TIME, context, draft, "")
            case draft_modals.OTHER_QUESTION:
                await self._open_question(context, draft, "")
            case value:
                changes = SETTING_CHANGES.get(value) or change_for_offered_time(value, self.panel.clock())
                await self._save(context, draft, lambda settings: replace(settings, **changes))

    async def _open_question(self, context: Context, draft: Draft, _: str) -> None:
        await context.open_modal(draft_modals.question_modal(draft, context.user_text))

    async def _set_question(self, context: Context, draft: Draft, fields: Mapping[str, str]) -> None:
        await self._save(context, draft, lambda settings: replace(settings, question=fields.get(INPUT, "")))

    async def _open_time(self, form: str, context: Context, draft: Draft, user_input: str) -> None:
        """Ask for the closing time, or for the time when the winner is watched."""
        zone, now = self.zone(draft.guild_id), self.panel.clock()
        hour, offset = local_time(zone, now), utc_offset(zone, now)
        await context.open_modal(draft_modals.time_modal(form, draft, hour, offset, user_input, context.user_text))

    async def _submit_time(self, form: str, context: Context, draft: Draft, fields: Mapping[str, str]) -> None:
        update = await self.set_time(form, context, draft, fields.get(INPUT, ""))
        await self.panel.show(context, update.draft, *update.notices, extra=update.extra)

    async def set_time(self, form: str, context: Context, draft: Draft, user_input: str) -> PanelUpdate:
        """Set the typed time, or ask again if it is refused or ambiguous.

        Return what the panel then shows.
        """
        now = self.panel.clock()
        try:
            time = parse_deadline(user_input, self.zone(draft.guild_id), now)
        except UserError as error:
            return PanelUpdate(draft, *self._ask_time_again(form, context, draft, user_input, error))
        changes = {"deadline": time} if form == DEADLINE else {"watch_at": resolve_deadline(time, now)}
        update = await self._change_settings(context, draft, lambda settings: replace(settings, **changes))
        notices = self._utc_notice(context, draft) if isinstance(time, CloseAt) else []
        return replace(update, notices=[*update.notices, *notices])

    def _ask_time_again(
        self, form: str, context: Context, draft: Draft, user_input: str, error: UserError
    ) -> tuple[list[str], list[Component]]:
        """Return what is wrong with a time, and buttons to edit the text or choose one of its meanings."""
        localize, zone = context.user_text, self.zone(draft.guild_id)
        timestamps = error.candidates if isinstance(error, AmbiguousDeadline) else ()
        local = {timestamp: local_datetime(zone, timestamp) for timestamp in timestamps}
        typed = escaping.escape_markdown(user_input)
        notices = [
            localize("polls.panel.typed", typed=typed) if typed else "",
            localize(error.key, **error.values),
            *(localize("polls.panel.reading", local=text, stamp=discord_timestamp(at)) for at, text in local.items()),
            *(self._utc_notice(context, draft) if timestamps else []),
        ]
        retry = f"{draft.id}:{escaping.label(user_input, MAX_DEADLINE_LENGTH)}"
        return notices, [
            *(button(CHANGE, f"{draft.id}:{KINDS[form]}-{timestamp}", text) for timestamp, text in local.items()),
            button(form, retry, localize("polls.panel.button.again")),
        ]

    def _utc_notice(self, context: Context, draft: Draft) -> list[str]:
        """Return the line that says times are in UTC, if the server has not set a time zone."""
        is_chosen = self.settings.for_guild(draft.guild_id).time_zone is not None
        return [] if is_chosen else [context.user_text("polls.panel.utc", settings=context.command_mention("settings"))]

    async def _save(self, context: Context, draft: Draft, change: Callable[[PollSettings], PollSettings]) -> None:
        update = await self._change_settings(context, draft, change)
        await self.panel.show(context, update.draft, *update.notices)

    async def _change_settings(
        self, context: Context, draft: Draft, change: Callable[[PollSettings], PollSettings]
    ) -> PanelUpdate:
        actor, now = self.panel.actor(context), self.panel.clock()
        changed = await self.panel.drafts.update_settings(actor, draft.id, change, now)
        is_changed = changed.settings != draft.settings
        return PanelUpdate(changed, [context.user_text("polls.panel.changed")] if is_changed else [])

    def zone(self, guild_id: GuildId) -> str:
        """Return a server's time zone."""
        return str(zone_info(self.settings.for_guild(guild_id).time_zone))


def change_for_offered_time(value: str, now: int) -> Mapping[str, Any]:
    """Return the setting change for a time that a button offers; raise UserError if the time is unusable."""
    kind, _, timestamp = value.partition("-")
    if kind not in KINDS.values() or not (timestamp.isascii() and timestamp.isdigit()):
        raise UserError("core.unknown-press")
    deadline = CloseAt(int(timestamp))
    resolve_deadline(deadline, now)
    return {"deadline": deadline} if kind == AT else {"watch_at": deadline.timestamp}
