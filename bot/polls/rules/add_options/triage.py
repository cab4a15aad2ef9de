"""Sorts requested options into those that can be added and those that cannot, so that none is lost."""

from collections.abc import Sequence

from msgspec import Struct

from bot.ids import OptionId
from bot.polls.rules.draft import Draft
from bot.polls.rules.option import MAX_OPTION_LENGTH, MAX_OPTIONS, Option, OptionContent, identity_keys


class OptionTriage(Struct, frozen=True):
    """Requested options by what happens to them: new, duplicate, too long, or over the limit of a poll."""

    new: tuple[OptionContent, ...]
    duplicates: tuple[OptionContent, ...]
    too_long: tuple[OptionContent, ...]
    over_limit: tuple[OptionContent, ...]


class AddOptionsResult(Struct, frozen=True):
    """A draft after options were added, and what happened to each requested option."""

    draft: Draft
    added: tuple[Option, ...]
    unmatched: tuple[Option, ...]  # options added as titles that do not certainly name a film
    triage: OptionTriage
    missing_film_count: int = 0  # requested films that are no longer in the catalogue


def triage_options(requested: Sequence[OptionContent], existing: Sequence[OptionContent]) -> OptionTriage:
    """Sort the requested options, so that an option that cannot be added does not block the others."""
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


def unmatched_between(draft: Draft, first_id: OptionId, last_id: OptionId) -> tuple[Option, ...]:
    """Return the options with ids from `first_id` to `last_id` that are not films."""
    return tuple(option for option in draft.options if first_id <= option.id <= last_id and option.film_id is None)
