"""What comes of several things at once that a host wants to put to the vote: nothing typed is lost without a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTION_LENGTH, MAX_OPTIONS, Option, OptionContent, identity_keys


@dataclass(frozen=True, slots=True)
class OptionTriage:
    """What can be added, what is there already, what is too long for an option, what there is no room for."""

    new: tuple[OptionContent, ...]
    duplicates: tuple[OptionContent, ...]
    too_long: tuple[OptionContent, ...]
    over_limit: tuple[OptionContent, ...]


@dataclass(frozen=True, slots=True)
class AddOptionsResult:
    """A draft after something was brought to it.

    `unsure` are the new options of which it is not certain what film they are; `gone` counts films that are not on the
    shelf any more.
    """

    draft: Draft
    added: tuple[Option, ...]
    unmatched: tuple[Option, ...]
    triage: OptionTriage
    missing_film_count: int = 0


def triage_options(requested: Sequence[OptionContent], existing: Sequence[OptionContent]) -> OptionTriage:
    """Look at each in turn, so that one that cannot be added keeps no other from it."""
    taken = {key for option in existing for key in identity_keys(option)}
    new: list[OptionContent] = []
    duplicates: list[OptionContent] = []
    too_long: list[OptionContent] = []
    over_limit: list[OptionContent] = []
    for option in requested:
        if option.film_id is None and len(option.label) > MAX_OPTION_LENGTH:
            too_long.append(option)
        elif not taken.isdisjoint(identity := identity_keys(option)):
            duplicates.append(option)
        elif len(existing) + len(new) >= MAX_OPTIONS:
            over_limit.append(option)
        else:
            new.append(option)
            taken |= identity
    return OptionTriage(tuple(new), tuple(duplicates), tuple(too_long), tuple(over_limit))


def unmatched_between(draft: Draft, first_id: int, last_id: int) -> tuple[Option, ...]:
    """Those of the options between two ids that are no film (yet)."""
    return tuple(option for option in draft.options if first_id <= option.id <= last_id and option.film_id is None)
