"""What was measured, and what is to be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.benchmarks.rows import Most, Row

LONGEST_STEP = 20.0
"""Milliseconds for which no step may hold the event loop."""
MORE_MEGABYTES, TIMES_START = 20.0, 2.0
LONGEST_WAIT = 2.0
"""Seconds within which everybody in a crowd is acknowledged."""


@dataclass(slots=True)
class Timing:
    """How one bot answered one row: seconds of each wait, answers a second in each burst, seconds of work for all."""

    waits: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    cpu: float = 0.0
    asked: int = 0

    @property
    def p50(self) -> float:
        """Milliseconds that half of the people wait at most."""
        return median(self.waits) * 1000

    @property
    def p99(self) -> float:
        """Milliseconds that 99 of 100 wait at most."""
        return quantiles(self.waits, n=100, method="inclusive")[-1] * 1000

    @property
    def per_second(self) -> float:
        """Commands answered in a second, many in flight."""
        return median(self.rates)

    @property
    def milliseconds_of_work(self) -> float:
        """Milliseconds of CPU for one command."""
        return self.cpu / self.asked * 1000


@dataclass(slots=True)
class Lap:
    """One row at one size; `step` is the longest step of our event loop, in milliseconds.

    `beside` is what it is to be compared with, where that is not the bare bot.
    """

    row: Row
    films: int
    bare: Timing = field(default_factory=Timing)
    ours: Timing = field(default_factory=Timing)
    step: float = 0.0
    beside: Timing | None = None

    @property
    def times(self) -> float:
        """How many times as long as with the bare bot half of the people wait at most."""
        return self.ours.p50 / self.bare.p50

    @property
    def share(self) -> float:
        """How many answers a second there are for each of the bare bot's."""
        return self.ours.per_second / self.bare.per_second

    @property
    def more(self) -> float:
        """How many milliseconds longer."""
        return self.ours.p50 - self.bare.p50

    @property
    def times_beside(self) -> float:
        """How many times as long as what it is to be compared with."""
        return self.ours.p50 / (self.beside or self.bare).p50


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both bots."""

    bare: float
    ours: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All of one run.

    The laps, the longest wait in a crowd and the time until the commands are told to Discord in seconds, megabytes by
    the number of servers.
    """

    machine: str
    laps: Sequence[Lap]
    crowd: Pair
    start: Pair
    memory: Mapping[int, Pair]


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to be reached, and whether it is."""

    said: str
    reached: bool


def goals_of_lap(lap: Lap) -> Sequence[Goal]:
    """What is to be reached with one row at one size."""
    step = Goal(f"step ≤ {LONGEST_STEP:.0f} ms", lap.step <= LONGEST_STEP)
    most = lap.row.reach.get(lap.films, Most())
    other = f" {most.than} (is {lap.times_beside:.2f})" if most.than else ""
    times = [Goal(f"≤ {most.times} ×{other}", lap.times_beside <= most.times)] if most.times else []
    more = [Goal(f"≤ +{most.more:.0f} ms", lap.more <= most.more)] if most.more else []
    share = (
        [Goal(f"≥ {most.share} of the bare one's a second (is {lap.share:.2f})", lap.share >= most.share)]
        if most.share
        else []
    )
    return [*times, *more, *share, step]


def goal_of_crowd(crowd: Pair) -> Goal:
    """What is to be reached with a crowd."""
    return Goal(f"≤ {LONGEST_WAIT:.0f} s", crowd.ours <= LONGEST_WAIT)


def goal_of_start(start: Pair) -> Goal:
    """What is to be reached with the start."""
    return Goal(f"≤ {TIMES_START} ×", start.ours <= TIMES_START * start.bare)


def goal_of_memory(memory: Pair) -> Goal:
    """What is to be reached with the memory."""
    return Goal(f"≤ +{MORE_MEGABYTES:.0f} MB", memory.ours - memory.bare <= MORE_MEGABYTES)
