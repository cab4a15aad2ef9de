"""The one clock, handed in wherever time matters."""

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Now, in whole UTC epoch seconds."""


def wall_clock() -> int:
    """The machine's own time, in UTC epoch seconds."""
    return int(time.time())
