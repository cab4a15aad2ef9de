"""Which commands a person sees, in which order, and which to suggest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

FEATURE_ORDER = ("films", "picks", "polls", "tears", "watched", "suggestions", "settings", "privacy", "help")
"""The features in the order in which they are shown."""
OTHER_FEATURES = "other"
"""The group for commands of any other feature."""

SUGGESTED_COMMANDS = (
    "film show",
    "tearjerker",
    "film search",
    "poll cried",
    "poll start",
    "cried",
    "language",
    "privacy show",
    "about",
)
"""Suggestions for newcomers, the best first; each has a text that says what happens."""
MAX_SUGGESTIONS = 3
WELCOME_COMMANDS = ("film show", "film search", "help")
"""The commands that the welcome suggests, if they exist."""
SHOW_DATA_COMMAND, FORGET_COMMAND = "privacy show", "privacy forget"


class InteractionContextType(Enum):
    """Where somebody types a command."""

    GUILD = auto()
    BOT_DM = auto()
    PRIVATE_CHANNEL = auto()


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A slash command: its feature, full name and description, and where and to whom Discord offers it.

    `is_user_installable` says whether it comes with an installation on a person's account; `required_permissions` are
    the bits of Discord's permissions that it needs.
    """

    feature: str
    name: str
    description: str
    contexts: frozenset[InteractionContextType] = frozenset(InteractionContextType)
    is_user_installable: bool = True
    required_permissions: int = 0


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who looks: where, whether only their own account has the bot, and their permissions there."""

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


def group_by_feature(entries: Sequence[CommandEntry]) -> Mapping[str, list[CommandEntry]]:
    """Return the commands by feature, in order; features without any are left out."""
    by_feature: dict[str, list[CommandEntry]] = {feature: [] for feature in (*FEATURE_ORDER, OTHER_FEATURES)}
    for entry in entries:
        by_feature[entry.feature if entry.feature in by_feature else OTHER_FEATURES].append(entry)
    return {feature: commands for feature, commands in by_feature.items() if commands}
