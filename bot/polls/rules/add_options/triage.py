"""What comes of several things at once that a host wants to put to the vote: nothing typed is lost without a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.polls.rules.draft import Draft
from bot.polls.rules.option import LONGEST_OPTION, MOST, Option, Wanted, keys_of


@dataclass(frozen=True, slots=True)
class Sorted:
    """What can be added, what is there already, what is too long for an option, what there is no room for."""

    new: tuple[Wanted, ...]
    known: tuple[Wanted, ...]
    long: tuple[Wanted, ...]
    over: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """A draft after something was brought to it.

    `unsure` are the new options of which it is not certain what film they are; `gone` counts films that are not on the
    shelf any more.
    """

    draft: Draft
    new: tuple[Option, ...]
    unsure: tuple[Option, ...]
    sorted: Sorted
    gone: int = 0


def sort_in(wanted: Sequence[Wanted], there: Sequence[Wanted]) -> Sorted:
    """Look at each in turn, so that one that cannot be added keeps no other from it."""
    taken = {key for one in there for key in keys_of(one)}
    new: list[Wanted] = []
    known: list[Wanted] = []
    long: list[Wanted] = []
    over: list[Wanted] = []
    for one in wanted:
        if one.film is None and len(one.label) > LONGEST_OPTION:
            long.append(one)
        elif not taken.isdisjoint(keys := keys_of(one)):
            known.append(one)
        elif len(there) + len(new) >= MOST:
            over.append(one)
        else:
            new.append(one)
            taken |= keys
    return Sorted(tuple(new), tuple(known), tuple(long), tuple(over))


def still_unsure(draft: Draft, first: int, last: int) -> tuple[Option, ...]:
    """Those of the options between two ids that are no film (yet)."""
    return tuple(option for option in draft.options if first <= option.id <= last and option.film is None)
