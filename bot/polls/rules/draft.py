"""What a host prepares before the start."""

from dataclasses import dataclass

from bot.polls.rules.option import Option, OptionContent
from bot.polls.rules.poll import Poll
from bot.polls.rules.settings import Terms


@dataclass(frozen=True, slots=True)
class Draft:
    """A poll that is not started yet; one person has one in a server."""

    id: int
    server: int
    person: int
    channel: int
    terms: Terms
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """A draft to which something was added: what was `new`, and what was there already or came twice."""

    draft: Draft
    new: tuple[OptionContent, ...]
    known: tuple[OptionContent, ...]


@dataclass(frozen=True, slots=True)
class Started:
    """A poll that runs; `fresh` is False for a second press of the start, which starts nothing."""

    poll: Poll
    fresh: bool
