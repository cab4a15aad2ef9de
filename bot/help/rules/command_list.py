"""Decides which commands a person sees, in which order, and which to suggest."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from msgspec import Struct

TOPICS: Mapping[str, tuple[str, ...]] = {
    "films": ("film show", "film search", "where"),
    "picks": ("tearjerker", "avoid"),
    "tears": ("cried", "poll cried"),
    "boards": ("board server", "board year", "board me", "board film"),
    "polls": ("poll start", "poll add", "poll extend"),
    "running": ("poll results", "poll list", "poll end", "poll cancel"),
    "settings": ("language", "settings", "help", "about"),
    "privacy": ("privacy show", "privacy export", "privacy forget"),
}
"""The commands of each topic, in the order in which they are shown."""
OTHER_TOPIC = "other"
"""The topic of commands that are not in TOPICS."""
MAX_LINES = 4
"""The most commands shown per topic, as many as fit on a phone's screen with their descriptions."""

SUGGESTED_COMMANDS = ("tearjerker", "poll start", "film show", "film search")
"""Suggestions for newcomers, best first; each has a text that says what the command does."""
MAX_SUGGESTIONS = 3
WELCOME_COMMANDS = ("tearjerker", "poll start", "film show", "help")
"""The commands that the welcome suggests, if they exist."""
SHOW_DATA_COMMAND, FORGET_COMMAND = "privacy show", "privacy forget"


class InteractionContextType(Enum):
    """Where a command can be used."""

    GUILD = auto()
    BOT_DM = auto()
    PRIVATE_CHANNEL = auto()


class CommandEntry(Struct, frozen=True):
    """A slash command: its full name and description, and where and to whom Discord offers it.

    `is_user_installable` is whether people who install the bot on their account get it; `required_permissions` is the
    bit set of Discord permissions that it requires.
    """

    name: str
    description: str
    contexts: frozenset[InteractionContextType] = frozenset(InteractionContextType)
    is_user_installable: bool = True
    required_permissions: int = 0


class Viewer(Struct, frozen=True):
    """The person who asks for help: where, with what permissions, and whether only they installed the bot."""

    context_type: InteractionContextType
    is_user_install: bool = False
    permissions: int = 0

    def can_see(self, entry: CommandEntry) -> bool:
        """Return whether Discord shows a command to this person here."""
        is_permitted = (
            self.context_type is not InteractionContextType.GUILD
            or entry.required_permissions & self.permissions == entry.required_permissions
        )
        return (
            is_permitted
            and self.context_type in entry.contexts
            and (entry.is_user_installable or not self.is_user_install)
        )


def suggested_commands(entries: Sequence[CommandEntry]) -> list[str]:
    """Return the names of the commands to suggest, at most MAX_SUGGESTIONS."""
    names = {entry.name for entry in entries}
    return [name for name in SUGGESTED_COMMANDS if name in names][:MAX_SUGGESTIONS]


def group_by_topic(entries: Sequence[CommandEntry]) -> Mapping[str, list[CommandEntry]]:
    """Return the commands by topic, in order, without empty topics."""
    by_name = {entry.name: entry for entry in entries}
    topics = {topic: [by_name.pop(name) for name in names if name in by_name] for topic, names in TOPICS.items()}
    return {topic: commands for topic, commands in {**topics, OTHER_TOPIC: [*by_name.values()]}.items() if commands}
