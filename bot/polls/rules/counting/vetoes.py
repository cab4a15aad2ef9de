"""Decides which options are out because enough people vetoed them; each person may veto one."""

from collections.abc import Iterable, Mapping

from bot.ids import OptionId
from bot.polls.rules.option import Option

VETO_THRESHOLDS = (1, 2, 3, 5)
"""The numbers of vetoes that a host can require to rule an option out."""


def vetoed_options(
    options: Iterable[Option], vetoes: Mapping[OptionId, int], threshold: int | None
) -> tuple[Option, ...]:
    """Return the options that have at least `threshold` vetoes, or no options if `threshold` is None."""
    return tuple(option for option in options if threshold is not None and vetoes.get(option.id, 0) >= threshold)
