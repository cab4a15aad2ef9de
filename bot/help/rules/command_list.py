"""Which commands a person is told of, in which order, and which of them first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

FEATURE_ORDER = ("films", "picks", "polls", "tears", "watched", "suggestions", "settings", "privacy", "help")
"""The features in the order in which they are shown."""
OTHER_FEATURES = "other"
"""Where the commands of any other feature stand."""

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
"""What a newcomer is told to try, the best first; each has a text that says what happens."""
MAX_SUGGESTIONS = 3
WELCOME_COMMANDS = ("film show", "film search", "help")
"""What the welcome names, of the commands that there are."""
SHOW_DATA_COMMAND, FORGET_COMMAND = "privacy show", "privacy forget"


class InteractionContextType(Enum):
    """Where somebody types a command."""

    GUILD = auto()
    BOT_DM = auto()
    PRIVATE_CHANNEL = auto()


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A slash command: whose it is, its whole name, what it does in words, where Discord offers it and to whom.

    `on_own_account` says that it comes along where the bot is only on a person's own account; `needs` are the bits of
    Discord's permissions that it is for.
    """

    feature: str
    name: str
    description: str
    contexts: frozenset[InteractionContextType] = frozenset(InteractionContextType)
    is_user_installable: bool = True
    required_permissions: int = 0


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: in which place, whether the bot is there only through their own account, what they may do there."""

    context_type: InteractionContextType
    is_user_install: bool = False
    permissions: int = 0

    def can_see(self, entry: CommandEntry) -> bool:
        """Whether Discord shows this command to this person here."""
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
    """The names of the three commands to try first, among those that there are."""
    names = {entry.name for entry in entries}
    return [name for name in SUGGESTED_COMMANDS if name in names][:MAX_SUGGESTIONS]


def group_by_feature(entries: Sequence[CommandEntry]) -> Mapping[str, list[CommandEntry]]:
    """The commands of each room in their order; rooms without any are left out."""
    by_feature: dict[str, list[CommandEntry]] = {feature: [] for feature in (*FEATURE_ORDER, OTHER_FEATURES)}
    for entry in entries:
        by_feature[entry.feature if entry.feature in by_feature else OTHER_FEATURES].append(entry)
    return {feature: commands for feature, commands in by_feature.items() if commands}
