"""The law of the house as data: which room stands above which, what each drawer may import, and what is done where."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

# The rooms. A new feature gets its row in BELOW, a new drawer its row in OWN and KIT.

CHAIN = ("settings", "films", "watched", "tears", "picks", "polls")
"""Every feature here may import the ones before it, never the ones after it."""

BELOW: Mapping[str, frozenset[str]] = {
    **{room: frozenset(CHAIN[:place]) for place, room in enumerate(CHAIN)},
    "suggestions": frozenset({"settings", "films"}),
    "help": frozenset(),
    "privacy": frozenset(),
}
"""Which other features a feature may import; its keys are all the features there are."""

ACROSS = frozenset({"rules", "cards", "service"})
"""The drawers that another feature may open at all."""

TOP: Mapping[str, frozenset[str]] = {
    "__main__": frozenset({"app", "config", "demo", "keeping", "kit"}),
    "app": frozenset({"client", "config", "keeping", "kit", "running"}),
    "client": frozenset({"config", "gateway", "kit"}),
    "config": frozenset({"kit"}),
    "demo": frozenset({"app", "client", "config", "kit"}),
    "gateway": frozenset(),
    "running": frozenset({"client", "gateway", "keeping.health", "kit"}),
}
"""The files beside the rooms, and which of them (or kit) each may import."""

BESIDE: Mapping[str, frozenset[str]] = {"keeping": frozenset({"config", "kit"})}
"""Rooms that are no features, with drawers named as they like: what of the files beside the rooms, and kit, they may
import; only the files whose row in TOP names them may import them."""

WIRED: Mapping[str, frozenset[str]] = {"app": frozenset({"feature", "service", "films.catalogue"})}
"""The only drawers of features that a file beside the rooms may import: app makes each service once, for all."""

# The drawers of a feature.

FEATURE_ONLY: Mapping[str, str] = {"catalogue": "films"}
"""Drawers that one feature alone has."""

OWN: Mapping[str, frozenset[str]] = {
    "rules": frozenset(),
    "queries": frozenset({"rules"}),
    "service": frozenset({"rules", "queries"}),
    "catalogue": frozenset({"rules", "queries", "service"}),
    "cards": frozenset({"rules"}),
    "pictures": frozenset({"rules"}),
    "forms": frozenset({"rules", "service", "cards"}),
    "buttons": frozenset({"rules", "service", "cards", "forms"}),
    "commands": frozenset({"rules", "service", "cards", "buttons", "forms"}),
    "jobs": frozenset({"service", "cards", "pictures", "buttons"}),
    "feature": frozenset(
        {"rules", "queries", "service", "catalogue", "cards", "pictures", "forms", "buttons", "commands", "jobs"}
    ),
}
"""Which drawers of its own feature a drawer may import; of a feature below, those of them that are in ACROSS."""

ALL_OF_KIT = "*"
KIT: Mapping[str, frozenset[str]] = {
    "rules": frozenset({"keeps", "refusals", "text"}),
    "queries": frozenset({"keeps", "sql"}),
    "service": frozenset({"clock", "database", "keeps", "refusals", "sql"}),
    "cards": frozenset({"look", "words"}),
    "pictures": frozenset({"look", "words"}),
    **dict.fromkeys(("catalogue", "forms", "buttons", "commands", "jobs", "feature"), frozenset({ALL_OF_KIT})),
}
"""Which modules of kit a drawer may import."""

# What comes from outside the project. The standard library is open to all, apart from the SQL driver in it.

STANDARD_LIBRARY = sys.stdlib_module_names - {"sqlite3"}

OUTSIDE: Mapping[str, frozenset[str]] = {
    "films.rules": frozenset({"rapidfuzz"}),
    "settings.rules": frozenset({"babel", "rapidfuzz"}),
    "cards": frozenset({"discord.Embed", "discord.Colour"}),
    "pictures": frozenset({"PIL"}),
    **dict.fromkeys(("forms", "buttons", "commands", "jobs", "feature"), frozenset({"discord"})),
    "core.age": frozenset({"discord.utils"}),
    "core.ask": frozenset({"aiohttp", "discord"}),
    "core.controls": frozenset({"discord"}),
    "core.copies": frozenset({"sqlite3"}),
    "core.connection": frozenset({"aiosqlite", "sqlite3"}),
    "core.database": frozenset({"sqlite3"}),
    "core.feature": frozenset({"discord"}),
    "core.forms": frozenset({"discord"}),
    "core.look": frozenset({"discord.Colour"}),
    "core.reply": frozenset({"discord"}),
    "core.sync": frozenset({"aiohttp", "discord"}),
    "core.words": frozenset({"discord.app_commands", "discord.Locale"}),
    "app": frozenset({"discord"}),
    "client": frozenset({"discord", "yarl"}),
    "config": frozenset({"dotenv"}),
    "demo": frozenset({"discord", "simcord"}),
    "gateway": frozenset({"aiohttp", "discord", "yarl"}),
    "running": frozenset({"discord"}),
}
"""Libraries by place: a drawer in any feature, a drawer in one feature, a module of kit, or a file beside the rooms."""

# The habits.


@dataclass(frozen=True)
class Only:
    """Something that only `places` may do: a pattern over dotted names, where `()` stands for a call."""

    habit: str
    pattern: str
    places: frozenset[str]


ONLY = (
    Only("one reader of the environment", r"os\.(environ|getenv|putenv|unsetenv)", frozenset({"config"})),
    Only(
        "one clock",
        r"datetime\.datetime\.(now|utcnow|today)\b|datetime\.date\.today\b|time\.time(_ns)?\b|discord\.utils\.utcnow\b",
        frozenset({"core.age", "core.clock", "demo"}),
    ),
    Only(
        "one source of randomness",
        r"random\.[a-z]|random\.(System)?Random\(|secrets\.|uuid\.uuid[14]\b|os\.urandom\b",
        frozenset({"core.clock", "app", "demo"}),
    ),
    Only("one door for text", r"unicodedata\.(normalize|is_normalized)\b", frozenset({"core.text"})),
    Only("no waiting in tasks", r"asyncio\.(Event|Condition|Queue|PriorityQueue|LifoQueue)\b", frozenset()),
)

SQL = (
    r"\s*((SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|CREATE|ALTER|DROP|PRAGMA|ATTACH|SAVEPOINT|RELEASE|EXPLAIN)\s"
    r"|(BEGIN|COMMIT|ROLLBACK|VACUUM)(\s|;|$))"
)
SQL_PLACES = frozenset({"queries", "core.connection", "core.copies", "core.database"})

MUTABLE_CALLS = frozenset({"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"})
READ_ONLY_TYPES = frozenset({"Final", "Mapping", "Sequence", "Collection", "AbstractSet"})
READS = frozenset({"open", "read_text", "read_bytes", "load", "loads", "connect"})

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_COMMAND = 300, 50, 10
MEDIAN_FILE, MEDIAN_FUNCTION = 100, 8
