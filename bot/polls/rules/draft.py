"""What a host prepares before the start."""

from dataclasses import dataclass

from bot.polls.rules.option import Option, OptionContent
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import PollSettings


@dataclass(frozen=True, slots=True)
class Draft:
    """A poll that is not started yet; one person has one in a server."""

    id: int
    guild_id: int
    host_id: int
    channel_id: int
    settings: PollSettings
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class AddedOptions:
    """A draft to which something was added: what was `new`, and what was there already or came twice."""

    draft: Draft
    new: tuple[OptionContent, ...]
    duplicates: tuple[OptionContent, ...]


@dataclass(frozen=True, slots=True)
class StartResult:
    """A poll that runs; `fresh` is False for a second press of the start, which starts nothing."""

    poll: Poll
    is_new: bool
