"""Finding what was meant among things with several names, with forgiveness."""

import difflib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

LONGEST = 60
"""Characters; no country and no city has a longer name."""
SHORTEST_INSIDE = 3
"""Letters (a syllable of Hangul has two or three) that may be found in the middle of a name."""
NEAR = 0.8
"""How alike a name must be to what was typed to count as a slip of the fingers; 1 is the same."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its folded names; `codes` count only when they were typed in full."""

    key: str
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matches:
    """The keys of what may have been meant, likeliest first; a guess when nothing has a name like that."""

    keys: tuple[str, ...]
    is_guess: bool = False


def fold(text: str) -> str:
    """What two writings of one name have in common: letters and digits, without case, accents and spaces."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, plain.casefold()))


def matches(typed: str, things: Sequence[Named]) -> Matches:
    """The things of that very name, else those with it at the beginning or inside of a name, else the nearest."""
    wanted = fold(typed) if len(typed) <= LONGEST else ""
    if not wanted:
        return Matches(())
    if same := tuple(thing.key for thing in things if wanted in {*thing.names, *thing.codes}):
        return Matches(same)
    beginning = _having(things, lambda name: name.startswith(wanted))
    inside = _having(things, lambda name: len(wanted) >= SHORTEST_INSIDE and wanted in name)
    if some := tuple(dict.fromkeys([*beginning, *inside])):
        return Matches(some)
    return Matches(_near(wanted, things), is_guess=True)


def _having(things: Sequence[Named], is_it: Callable[[str], bool]) -> Iterator[str]:
    return (thing.key for thing in things if any(is_it(name) for name in thing.names))


def _near(wanted: str, things: Sequence[Named]) -> tuple[str, ...]:
    if any(c.isdigit() for c in wanted):
        return ()
    names = {name for thing in things for name in thing.names}
    near = difflib.get_close_matches(wanted, sorted(names), n=5, cutoff=NEAR)
    return tuple(dict.fromkeys(key for name in near for key in _having(things, name.__eq__)))
