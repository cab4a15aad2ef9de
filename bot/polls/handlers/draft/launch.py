"""Handles the panel's first row: start, preview and discard."""

from collections.abc import Iterator, Mapping

import discord
from msgspec import Struct

from bot.core.errors import UserError
from bot.core.feature import ComponentHandler
from bot.core.interactions.components import button, link_button
from bot.core.interactions.context import Context
from bot.ids import ChannelId, DraftId, parse_id
from bot.polls.cards.draft.prompts import discard_card, discarded_card, started_card
from bot.polls.cards.poll_list import message_url
from bot.polls.delivery.hosts import host_of
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
from bot.polls.service.lifecycle import PollLifecycle
from bot.polls.service.views import PollReader

CONFIRMED = "yes"
FORBIDDEN = "polls.message.forbidden"


class DraftLaunchHandlers(Struct, frozen=True):
    """Previews and discards drafts, and starts each poll once, if its host and the bot may post in the channel."""

    panel: DraftPanel
    lifecycle: PollLifecycle
    views: PollReader
    publisher: PollPublisher

    def components(self) -> Mapping[str, ComponentHandler]:
        """Return the component handlers by name."""
        return {
            START: self.start,
            PREVIEW: self.panel.on_component(self._preview),
            DISCARD: self.panel.on_component(self._discard),
        }

    async def _preview(self, context: Context, draft: Draft, _: str) -> None:
        check_enough_options(draft.options)
        now = self.panel.clock()
        view = preview_draft(draft, resolve_deadline(draft.settings.deadline, now), now)
        await reply_in_place(
            context,
            await self.publisher.renderer.poll_card(view, context.guild_text, host_of(context.interaction.user)),
            [start_button(draft, context.user_text), back_button(draft, context.user_text)],
        )

    async def _discard(self, context: Context, draft: Draft, argument: str) -> None:
        if argument == CONFIRMED:
            await self.panel.drafts.discard(self.panel.actor(context), draft.id)
            await reply_in_place(context, discarded_card(context.command_mention("poll start"), context.user_text))
        else:
            confirm = button(
                DISCARD, f"{draft.id}:{CONFIRMED}", context.user_text("polls.panel.button.drop"), danger=True
            )
            await reply_in_place(
                context, discard_card(draft, context.user_text), [confirm, back_button(draft, context.user_text)]
            )

    async def start(self, context: Context, argument: str) -> None:
        """Start a poll in the channel of the press; a second press only shows the poll that the first press started."""
        actor, draft_id = self.panel.actor(context), parse_id(argument, DraftId)
        try:
            check_can_post_poll(context)
            await self.panel.drafts.set_channel(actor, draft_id, context.channel_id)
            started = await self.lifecycle.start(actor, draft_id, self.panel.clock(), _parent_channel_id(context))
        except UserError as refusal:
            await self.panel.show_error(context, actor, draft_id, refusal)
            return
        try:
            if started.is_new:
                await self.publisher.post(context, started.poll)
        except UserError as refusal:
            draft = await self.panel.drafts.get_current(actor)
            refusal = (
                _not_in_thread_error(context) if refusal.key == FORBIDDEN and context.is_in_private_thread else refusal
            )
            await self.panel.show(context, draft, context.user_text(refusal.key, **refusal.values))
            return
        await self._reply_started(context, started.poll)

    async def _reply_started(self, context: Context, started_poll: Poll) -> None:
        poll = (await self.views.get(started_poll.guild_id, started_poll.id)).poll
        links = [link_button(context.user_text("polls.panel.started.go"), message_url(poll))] if poll.message_id else []
        await reply_in_place(context, started_card(poll.question, context.user_text, is_posted=bool(links)), links)


def check_can_post_poll(context: Context) -> None:
    """Raise UserError if the person or the bot may not post a poll in this channel."""
    if not context.can_post:
        raise UserError("polls.panel.may-not-post")
    missing = [*_missing_permissions(context)]
    if "view" in missing and context.is_in_private_thread and _can_view_parent(context):
        raise _not_in_thread_error(context)
    if names := [context.user_text(f"polls.panel.permission.{name}") for name in missing]:
        raise UserError("polls.panel.bot-may-not", permissions=", ".join(names))


def _not_in_thread_error(context: Context) -> UserError:
    """Return the error for a private thread that the bot is not in, where permissions alone do not let it post."""
    return UserError("polls.message.not-in-thread", start=context.user_text("polls.panel.start"))


def _can_view_parent(context: Context) -> bool:
    """Return whether the bot may view the thread's parent channel."""
    parent = getattr(context.interaction.channel, "parent", None)
    return parent is not None and parent.permissions_for(parent.guild.me).view_channel


def _parent_channel_id(context: Context) -> ChannelId | None:
    """Return the id of the parent channel if this is a public thread, or None."""
    channel = context.interaction.channel
    if isinstance(channel, discord.Thread) and not channel.is_private():
        return ChannelId(channel.parent_id)
    return None


def _missing_permissions(context: Context) -> Iterator[str]:
    """Yield the names of the permissions that the bot needs for posting a poll but lacks in this channel."""
    permissions = context.interaction.app_permissions
    is_thread = isinstance(context.interaction.channel, discord.Thread)
    if not permissions.view_channel:
        yield "view"
    if not (permissions.send_messages_in_threads if is_thread else permissions.send_messages):
        yield "send-in-threads" if is_thread else "send"
    if not permissions.embed_links:
        yield "embed"
