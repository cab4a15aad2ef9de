"""Drafts: polls that a host prepares before they start."""

from dataclasses import dataclass

from bot.ids import ChannelId, DraftId, GuildId, UserId
from bot.polls.rules.option import Option
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import PollSettings


@dataclass(frozen=True, slots=True)
class Draft:
    """A poll that has not started; a person has at most one per server."""

    id: DraftId
    guild_id: GuildId
    host_id: UserId
    channel_id: ChannelId
    settings: PollSettings
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class StartResult:
    """A started poll; `is_new` is False if an earlier press had already started it."""

    poll: Poll
    is_new: bool
