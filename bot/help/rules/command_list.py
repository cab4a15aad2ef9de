"""Which commands a person is told of, in which order, and which of them first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

ROOMS = ("films", "picks", "polls", "tears", "watched", "suggestions", "settings", "privacy", "help")
"""The features in the order in which they are shown."""
OTHER = "other"
"""Where the commands of any other feature stand."""

TRIED_FIRST = (
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
TRIES = 3
WELCOMED = ("film show", "film search", "help")
"""What the welcome names, of the commands that there are."""
SHOW_DATA, FORGET = "privacy show", "privacy forget"


class Place(Enum):
    """Where somebody types a command."""

    SERVER = auto()
    DIRECT = auto()
    PRIVATE = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """A slash command: whose it is, its whole name, what it does in words, where Discord offers it and to whom.

    `on_own_account` says that it comes along where the bot is only on a person's own account; `needs` are the bits of
    Discord's permissions that it is for.
    """

    room: str
    name: str
    text: str
    places: frozenset[Place] = frozenset(Place)
    on_own_account: bool = True
    needs: int = 0


@dataclass(frozen=True, slots=True)
class Where:
    """Who looks: in which place, whether the bot is there only through their own account, what they may do there."""

    place: Place
    own_account: bool = False
    may: int = 0

    def offers(self, entry: Entry) -> bool:
        """Whether Discord shows this command to this person here."""
        allowed = self.place is not Place.SERVER or entry.needs & self.may == entry.needs
        return allowed and self.place in entry.places and (entry.on_own_account or not self.own_account)


def tried_first(entries: Sequence[Entry]) -> list[str]:
    """The names of the three commands to try first, among those that there are."""
    names = {entry.name for entry in entries}
    return [name for name in TRIED_FIRST if name in names][:TRIES]


def by_room(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    """The commands of each room in their order; rooms without any are left out."""
    rooms: dict[str, list[Entry]] = {room: [] for room in (*ROOMS, OTHER)}
    for entry in entries:
        rooms[entry.room if entry.room in rooms else OTHER].append(entry)
    return {room: there for room, there in rooms.items() if there}
