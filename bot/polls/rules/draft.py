"""Drafts: polls that a host prepares before they start."""

from msgspec import Struct

from bot.ids import ChannelId, DraftId, GuildId, UserId
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import PollSettings


class Draft(Struct, frozen=True):
    """A poll that has not started; a person has at most one per server."""

    id: DraftId
    guild_id: GuildId
    host_id: UserId
    channel_id: ChannelId
    settings: PollSettings
    options: tuple[Option, ...]


class StartResult(Struct, frozen=True):
    """A started poll; `is_new` is False if an earlier press had already started it."""

    poll: Poll
    is_new: bool
