"""The panel's last row: the preview, the start, and throwing it all away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import discord

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import button, link_button
from bot.core.interactions.context import Context
from bot.films.service.films import parse_id
from bot.polls.cards.draft.prompts import drop_card, dropped_card, started_card
from bot.polls.cards.poll_list import link_to
from bot.polls.delivery.publisher import PollPublisher
from bot.polls.handlers.draft.panel import (
    DISCARD,
    PREVIEW,
    START,
    DraftPanel,
    back_button,
    reply_in_place,
    start_button,
)
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import check_enough_options
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import resolve_deadline
from bot.polls.rules.views.draft_preview import preview_draft

YES = "yes"
FORBIDDEN = "polls.message.forbidden"


@dataclass(frozen=True, slots=True)
class Starting:
    """Starts the poll of a draft, once, where its host and the bot may post."""

    desk: DraftPanel
    posting: PollPublisher

    def presses(self) -> Mapping[str, ComponentHandler]:
        """What the controls made here do."""
        return {
            START: self._start,
            PREVIEW: self.desk.on_component(self._preview),
            DISCARD: self.desk.on_component(self._drop),
        }

    async def _preview(self, context: Context, draft: Draft, _: str) -> None:
        check_enough_options(draft.options)
        now = self.desk.clock()
        shown = preview_draft(draft, resolve_deadline(draft.settings.deadline, now), now)
        await reply_in_place(
            context,
            await self.posting.renderer.poll_card(shown, context.guild_text),
            [start_button(draft, context.user_text), back_button(draft, context.user_text)],
        )

    async def _drop(self, context: Context, draft: Draft, rest: str) -> None:
        if rest == YES:
            await self.desk.polls.drafts.discard(self.desk.actor(context), draft.id)
            await reply_in_place(context, dropped_card(context.command_mention("poll start"), context.user_text))
        else:
            yes = button(DISCARD, f"{draft.id}:{YES}", context.user_text("polls.panel.button.drop"), danger=True)
            await reply_in_place(
                context, drop_card(draft, context.user_text), [yes, back_button(draft, context.user_text)]
            )

    async def _start(self, context: Context, rest: str) -> None:
        """Start a poll where the button was pressed; a second press is told of the poll that the first one started."""
        actor, key, polls = self.desk.actor(context), parse_id(rest), self.desk.polls
        try:
            check_may_post(context)
            await self.desk.draft_options.set_channel(actor, key, context.interaction.channel_id or 0)
            started = await polls.drafts.start(actor, key, self.desk.clock(), _parent(context))
        except UserError as no:
            await self.desk.show_refusal(context, actor, key, no)
            return
        try:
            if started.is_new:
                await self.posting.post(context, started.poll)
        except UserError as no:
            draft = await polls.drafts.get_current(actor)
            no = _not_in_thread(context) if no.key == FORBIDDEN and context.is_in_private_thread else no
            await self.desk.show(context, draft, context.user_text(no.key, **no.values))
            return
        await self._tell_started(context, started.poll)

    async def _tell_started(self, context: Context, started: Poll) -> None:
        poll = (await self.desk.polls.views.get(started.guild_id, started.id)).poll
        links = [link_button(context.user_text("polls.panel.started.go"), link_to(poll))] if poll.message_id else []
        await reply_in_place(context, started_card(poll.question, context.user_text, is_there=bool(links)), links)


def check_may_post(context: Context) -> None:
    """Raise Refusal where the person, or the bot, may not post a poll."""
    if not context.can_post:
        raise UserError("polls.panel.may-not-post")
    missing = [*_missing(context)]
    if "view" in missing and context.is_in_private_thread and _may_view_parent(context):
        raise _not_in_thread(context)
    if names := [context.user_text(f"polls.panel.permission.{name}") for name in missing]:
        raise UserError("polls.panel.bot-may-not", permissions=", ".join(names))


def _not_in_thread(context: Context) -> UserError:
    """Return what to say in a private thread that the bot was not added to: no permission lets it post there."""
    return UserError("polls.message.not-in-thread", start=context.user_text("polls.panel.start"))


def _may_view_parent(context: Context) -> bool:
    """Return whether the bot has View Channel in the channel of the thread."""
    parent = getattr(context.interaction.channel, "parent", None)
    return parent is not None and parent.permissions_for(parent.guild.me).view_channel


def _parent(context: Context) -> int | None:
    """Return the channel of the public thread that this is in, if any."""
    channel = context.interaction.channel
    return channel.parent_id if isinstance(channel, discord.Thread) and not channel.is_private() else None


def _missing(context: Context) -> Iterator[str]:
    """What the bot may not do in this channel and must, to post a poll."""
    may = context.interaction.app_permissions
    is_thread = isinstance(context.interaction.channel, discord.Thread)
    if not may.view_channel:
        yield "view"
    if not (may.send_messages_in_threads if is_thread else may.send_messages):
        yield "send-in-threads" if is_thread else "send"
    if not may.embed_links:
        yield "embed"
