"""What comes of several things at once that a host wants to put to the vote: nothing typed is lost without a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTION_LENGTH, MAX_OPTIONS, Option, OptionContent, identity_keys


@dataclass(frozen=True, slots=True)
class Sorted:
    """What can be added, what is there already, what is too long for an option, what there is no room for."""

    new: tuple[OptionContent, ...]
    known: tuple[OptionContent, ...]
    long: tuple[OptionContent, ...]
    over: tuple[OptionContent, ...]


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


def sort_in(wanted: Sequence[OptionContent], there: Sequence[OptionContent]) -> Sorted:
    """Look at each in turn, so that one that cannot be added keeps no other from it."""
    taken = {key for one in there for key in identity_keys(one)}
    new: list[OptionContent] = []
    known: list[OptionContent] = []
    long: list[OptionContent] = []
    over: list[OptionContent] = []
    for one in wanted:
        if one.film_id is None and len(one.label) > MAX_OPTION_LENGTH:
            long.append(one)
        elif not taken.isdisjoint(keys := identity_keys(one)):
            known.append(one)
        elif len(there) + len(new) >= MAX_OPTIONS:
            over.append(one)
        else:
            new.append(one)
            taken |= keys
    return Sorted(tuple(new), tuple(known), tuple(long), tuple(over))


def still_unsure(draft: Draft, first: int, last: int) -> tuple[Option, ...]:
    """Those of the options between two ids that are no film (yet)."""
    return tuple(option for option in draft.options if first <= option.id <= last and option.film_id is None)
