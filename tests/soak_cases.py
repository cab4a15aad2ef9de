"""Leaves most cases of a parametrized test to --soak, if a few cases are enough for an ordinary run."""

from collections.abc import Iterable
from typing import Any

import pytest


def soak_after(count: int, cases: Iterable[Any]) -> list[Any]:
    """Return the cases, of which all but the first `count` run only with --soak."""
    every = [*cases]
    rest = (case if isinstance(case, tuple) else (case,) for case in every[count:])
    return [*every[:count], *(pytest.param(*case, marks=pytest.mark.soak) for case in rest)]
