"""Who may import whom: the tables of the rooms and drawers, held against the names that a file reaches for."""

import re
from collections.abc import Iterator

from tests.architecture.source import Place, Source, place_of, reached
from tests.architecture.tables import (
    ACROSS,
    ALL_OF_KIT,
    BELOW,
    BESIDE,
    FEATURE_ONLY,
    KIT,
    OUTSIDE,
    OWN,
    STANDARD_LIBRARY,
    TOP,
    WIRED,
)


def import_faults(source: Source) -> Iterator[str]:
    """Every name that a file of this place may not reach for."""
    for name in sorted(reached(source)):
        full = name.removesuffix("()")
        rule = _inside(source.place, place_of(full)) if full.startswith("bot.") else _outside(source.place, full)
        if rule:
            yield f"{_title(source.place)} may not import {_shortest(source.place, full)} ({rule})"


def _inside(here: Place, there: Place) -> str | None:
    if here.room in TOP:
        return None if _wired(here, there) else "HOUSE: one place of wiring"
    if here.room in BESIDE:
        return None if there.room in BESIDE[here.room] | {here.room} else "HOUSE: direction"
    if here.room == "kit":
        return None if there.room == "kit" and there.drawer else "HOUSE: kit knows no feature"
    if there.room not in BELOW and there.room != "kit":
        return "HOUSE: direction"
    if there.room in BELOW and there.room != here.room and there.room not in BELOW.get(here.room, ()):
        return "HOUSE: direction"
    return None if there.drawer in _open(here, there) else "HOUSE: drawers"


def _wired(here: Place, there: Place) -> bool:
    """Whether a file beside the rooms may import the other place."""
    if there.room in BELOW:
        return bool(there.names & WIRED.get(here.room, frozenset()))
    return there.room == here.room or bool(TOP[here.room] & {there.room, *there.names})


def _open(here: Place, there: Place) -> frozenset[str]:
    """The drawers of a room that may be opened, direction aside, from the drawer `here`."""
    if there.room == "kit":
        modules = KIT.get(here.drawer, frozenset())
        return frozenset({there.drawer} - {""}) if ALL_OF_KIT in modules else modules
    drawers = OWN.get(here.drawer, frozenset()) | {here.drawer}
    return drawers if there.room == here.room else drawers & ACROSS


def _outside(here: Place, name: str) -> str | None:
    """Libraries: a package may be imported for what is allowed of it, and then nothing else may be used of it."""
    if name.partition(".")[0] in STANDARD_LIBRARY:
        return None
    for library in _libraries(here):
        if f"{name}.".startswith(f"{library}.") or library.startswith(f"{name}."):
            return None
    return "HOUSE: drawers" if here.room in BELOW else "HOUSE: libraries"


def _libraries(here: Place) -> set[str]:
    return {library for place in here.names for library in OUTSIDE.get(place, ())}


def room_faults(paths: Iterator[str]) -> Iterator[str]:
    """Rooms that no table knows, and drawers with a name of their own; `paths` begin with `bot/`."""
    for path in paths:
        parts = path.split("/")[1:]
        room, entry = parts[0].removesuffix(".py"), parts[1] if len(parts) > 1 else ""
        if room not in {*BELOW, *BESIDE, *TOP, "kit", "__init__"}:
            yield f"{path}: {room} is no room (HOUSE: rooms)"
        elif room in BELOW and not _is_drawer(room, entry):
            yield f"{path}: {entry or room} is no drawer of {room} (HOUSE: drawers)"


def _is_drawer(room: str, entry: str) -> bool:
    drawer = entry.removesuffix(".py")
    named = drawer in OWN and FEATURE_ONLY.get(drawer, room) == room
    return named or drawer == "__init__" or re.fullmatch(r"messages\.[a-z]{2}\.toml", entry) is not None


def _title(place: Place) -> str:
    return place.drawer if place.room in BELOW else ".".join(filter(None, (place.room, place.drawer)))


def _shortest(here: Place, name: str) -> str:
    """`bot.films.queries.find` is called by its drawer; of a library as much as the tables tell apart here."""
    package = name.partition(".")[0]
    told_apart = any(library.startswith(f"{package}.") for library in _libraries(here))
    return ".".join(name.split(".")[: 3 if package == "bot" else 2 if told_apart else 1])
